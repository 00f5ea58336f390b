// One of the demo's people at work: signed in by a link of their own like everybody else, with commands over public HTTP.
import { randomUUID } from 'node:crypto';
import { commandAnswerSchema } from '@haixi/proto/commands/commands';
import { commandPath, queryRoutes } from '@haixi/proto/commands/routes';
import { createSignInLink } from '../../accounts/links.store.js';
import type { Order } from '../../demo/situation.js';
import type { Db } from '../../store/database.store.js';
import type { World } from '../../world.js';

const requestMsMax = 10_000;

/** `away`: no server just now. `signedOut`: the session has ended. */
export type Told = 'done' | 'refused' | 'away' | 'signedOut';

export interface DeskParts {
  readonly personId: string;
  /** Web address of the server. */
  readonly url: string;
  /** Where links are made, as the launcher makes those of visitors. */
  readonly db: Db;
  readonly world: World;
}

export class Desk {
  private cookie: string | null = null;

  constructor(private readonly parts: DeskParts) {}

  /** The `Cookie` header; null while they are not signed in. */
  get pass(): string | null {
    return this.cookie;
  }

  /** Follows a fresh link; false where the server does not let them in now. */
  async signIn(): Promise<boolean> {
    const { db, personId, world, url } = this.parts;
    try {
      const token = await createSignInLink(db, personId, world.nowMs(), (count) => world.random(count));
      const path = queryRoutes.signIn.path.replace(':token', token);
      await this.ask(url + path, { redirect: 'manual' });
    } catch {
      this.cookie = null;
    }
    return this.cookie !== null;
  }

  /** Sends a command once. Never throws. */
  async tell({ name, intent }: Order): Promise<Told> {
    if (this.cookie === null) return 'signedOut';
    const { url, world } = this.parts;
    const body = { ...intent, key: randomUUID(), occurredAtMs: world.nowMs() };
    try {
      const answer = await this.ask(url + commandPath(name), {
        method: 'POST',
        headers: { 'content-type': 'application/json', cookie: this.cookie },
        body: JSON.stringify(body),
      });
      const read = commandAnswerSchema.safeParse(await answer.json().catch(() => null));
      if (read.success) return read.data.ok ? 'done' : 'refused';
      if (answer.status !== 401) return answer.status >= 500 ? 'away' : 'refused';
      this.cookie = null;
      return 'signedOut';
    } catch {
      return 'away';
    }
  }

  /** Goes home: the session ends, where the server is still there to end it. */
  async signOut(): Promise<void> {
    const { cookie } = this;
    this.cookie = null;
    if (cookie === null) return;
    const leaving = { method: 'POST', headers: { cookie } };
    await this.ask(this.parts.url + queryRoutes.signOut.path, leaving, false).catch(() => {});
  }

  /** A session's token is changed for a new one from time to time: the answer brings it. */
  private async ask(url: string, init: RequestInit, keeps = true): Promise<Response> {
    const answer = await fetch(url, { ...init, signal: AbortSignal.timeout(requestMsMax) });
    const given = answer.headers.getSetCookie().find((each) => /^haixi_session=./.test(each));
    if (keeps && given !== undefined) this.cookie = given.split(';')[0]!;
    return answer;
  }
}
