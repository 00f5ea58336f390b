// Somebody at the doors of a house, for tests: a browser with one cookie, an address of its own, and an authenticator app.
import type { SecondFactor } from '@haixi/proto/accounts/accounts';
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

/** What everybody chooses first who joins in a test. */
export const firstPassword = 'correct-Pferd-batterie-9';

/** The people who come to a house, each from an address of their own, and everything nobody else may ever read. */
export class Visitors {
  readonly secrets = new Set<string>([firstPassword]);
  private addresses = 0;

  constructor(private readonly house: House) {}

  secret(text: string): string {
    this.secrets.add(text);
    return text;
  }

  browser(): Browser {
    this.addresses += 1;
    return new Browser(this.house, `203.0.113.${this.addresses}`);
  }

  /** A person of this role who has chosen a password, and the browser they came in by. */
  async joined(personId: string, role: string): Promise<Browser> {
    await addPerson(this.house, personId, role);
    const at = this.browser();
    const token = this.secret(await invite(this.house, { personId, kind: 'invitation' }));
    const came = await at.post(`/api/invitations/${token}`, { password: firstPassword });
    if (came.status !== 200 || at.cookie === null) throw new Error(`${personId} did not come in`);
    this.secret(at.cookie.split('=')[1]!);
    return at;
  }

  /** Sets a second factor up in this session; gives its secret and the recovery codes. */
  async withSecondFactor(at: Browser): Promise<{ secret: string; recoveryCodes: string[] }> {
    const begun = await at.post('/api/account/second-factor', { password: firstPassword });
    const secret = this.secret((begun.body as SecondFactor).secret);
    const code = codeAt(secret, this.house.world.nowMs());
    const shown = await at.post('/api/account/second-factor/confirm', { code });
    if (shown.status !== 200)
      throw new Error(`the second factor was not taken: ${JSON.stringify(shown.body)}`);
    const { recoveryCodes } = shown.body as { recoveryCodes: string[] };
    for (const one of recoveryCodes) this.secret(one);
    return { secret, recoveryCodes };
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

/** The id of a person's one session. */
export async function sessionOf(house: House, personId: string): Promise<string> {
  const { session_id } = await house.store.db
    .selectFrom('sessions')
    .select('session_id')
    .where('person_id', '=', personId)
    .executeTakeFirstOrThrow();
  return session_id;
}

/** The code an authenticator app shows for this secret. */
export function codeAt(secret: string, nowMs: number): string {
  return new TOTP({ secret: Secret.fromBase32(secret) }).generate({ timestamp: nowMs });
}
