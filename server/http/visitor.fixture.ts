// Somebody at the doors of a test's house: a browser with one cookie, an address of its own, and an authenticator app.
import { Secret, TOTP } from 'otpauth';
import { createInvitation, type Invited } from '../accounts/invitations.store.js';
import type { House } from '../test-house.js';

export interface Reply {
  readonly status: number;
  readonly body: unknown;
  readonly headers: Headers;
}

/** A browser: it keeps the session's cookie and sends it again. Each has its own address behind the proxy. */
export class Browser {
  cookie: string | null = null;

  constructor(
    private readonly house: House,
    readonly address: string,
  ) {}

  /** The cookie as somebody else would have it who copied it. */
  withCookie(cookie: string | null): Browser {
    const other = new Browser(this.house, this.address);
    other.cookie = cookie;
    return other;
  }

  get(path: string): Promise<Reply> {
    return this.ask('GET', path);
  }

  post(path: string, body: unknown = {}): Promise<Reply> {
    return this.ask('POST', path, body);
  }

  signIn(signInName: string, password: string, code?: string): Promise<Reply> {
    return this.post('/api/session', { signInName, password, ...(code === undefined ? {} : { code }) });
  }

  private async ask(method: string, path: string, body?: unknown): Promise<Reply> {
    const response = await fetch(this.house.base + path, {
      method,
      redirect: 'manual',
      body: body === undefined ? null : JSON.stringify(body),
      headers: {
        'x-forwarded-for': this.address,
        'user-agent': 'Mozilla/5.0 (Windows NT 10.0; Win64; x64) Chrome/142.0.0.0 Safari/537.36',
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...(this.cookie === null ? {} : { cookie: this.cookie }),
      },
    });
    const set = response.headers.getSetCookie().at(-1)?.split(';')[0];
    if (set !== undefined) this.cookie = set === 'haixi_session=' ? null : set;
    const text = await response.text();
    const isJson = response.headers.get('content-type')?.startsWith('application/json') ?? false;
    return {
      status: response.status,
      body: isJson ? (JSON.parse(text) as unknown) : text,
      headers: response.headers,
    };
  }
}

/** What a refusal says: its status and code. */
export function refusalIn({ status, body }: Reply): [number, string] {
  return [status, (body as { code?: string }).code ?? ''];
}

/** Signs a person on who has no password yet. */
export async function addPerson(
  house: House,
  personId: string,
  role: string,
  areaId = '350902002',
): Promise<void> {
  const { owner } = house.store;
  const person = { person_id: personId, name: personId, area_id: areaId, sign_in_name: personId };
  await owner.insertInto('people').values(person).execute();
  await owner.insertInto('grants').values({ person_id: personId, role, area_id: areaId }).execute();
}

/** A one-time link's token. */
export async function invite(house: House, invited: Invited): Promise<string> {
  const made = house.store.db.transaction().execute((tx) => createInvitation(tx, invited, house.world));
  return (await made).token;
}

/** The code an authenticator app shows for this secret. */
export function codeAt(secret: string, nowMs: number): string {
  return new TOTP({ secret: Secret.fromBase32(secret) }).generate({ timestamp: nowMs });
}
