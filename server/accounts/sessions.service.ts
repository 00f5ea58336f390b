// Sessions as they are used: recognised by their token, given a new one now and then, listed, and ended with a word in the log.
import type { SessionRow } from '@haixi/proto/accounts/accounts';
import type { EventDraft } from '@haixi/proto/live/events';
import { Inject, Injectable } from '@nestjs/common';
import { append } from '../log/log.store.js';
import type { Db, Tx } from '../store/database.store.js';
import { DB } from '../store/store.module.js';
import { World } from '../world.js';
import type { Caller } from './caller.js';
import { homeAreaOf } from './home-area.store.js';
import { hashOfSecret, newSecret } from './secret.js';
import { callersOf, findSession, type FoundSession } from './sessions.store.js';
import { isDueForAnother, standingOf } from './token-life.js';

/** That a person was there is written down this often. */
const seenEveryMs = 60_000;

/** Who came, and the token to go on by, with how long it lasts, where it is time for another one. */
export interface Recognised {
  readonly caller: Caller;
  readonly next: { readonly token: string; readonly lastsMs: number } | null;
}

type Because = (EventDraft & { type: 'person.signedOut' })['data']['because'];

@Injectable()
export class Sessions {
  constructor(
    @Inject(DB) private readonly db: Db,
    private readonly world: World,
  ) {}

  /**
   * Who holds the session of this token, on a request that can be answered by a new one; null where nobody does. A token
   * that had its time ends the whole session: either of the two who hold one is not its person (rule W2).
   */
  async recognise(token: string): Promise<Recognised | null> {
    const nowMs = this.world.nowMs();
    const hash = hashOfSecret(token);
    const session = await findSession(this.db, hash, nowMs);
    if (!session) return null;
    if (standingOf(session, hash, nowMs) === 'stolen') {
      await this.end(session.personId, [session.sessionId], 'stolen');
      return null;
    }
    const caller = (await callersOf(this.db, [session.sessionId], nowMs)).get(session.sessionId);
    if (!caller) return null;
    await this.note(session, hash, nowMs);
    const next = isDueForAnother(session, hash, nowMs) ? await this.renew(session, hash, nowMs) : null;
    return { caller, next };
  }

  /** A person's sessions, the latest first. */
  async list(personId: string, ownId: string | null): Promise<SessionRow[]> {
    const rows = await this.db
      .selectFrom('sessions')
      .selectAll()
      .where('person_id', '=', personId)
      .where('expires_at_ms', '>', this.world.nowMs())
      .orderBy('created_at_ms', 'desc')
      .orderBy('session_id')
      .execute();
    return rows.map((row) => ({
      sessionId: row.session_id,
      isThis: row.session_id === ownId,
      browser: row.browser,
      address: row.address,
      startedAtMs: row.created_at_ms,
      seenAtMs: row.seen_at_ms,
      expiresAtMs: row.expires_at_ms,
    }));
  }

  /** Ends these of the person's sessions, or all; gives how many there were. Each that ends is in the log. */
  end(personId: string, sessionIds: readonly string[] | 'all', because: Because): Promise<number> {
    return this.db.transaction().execute(async (tx) => {
      const ended = await takeSessionsAway(tx, personId, sessionIds);
      if (ended === 0) return 0;
      const drafts = [await signedOut(tx, personId, because)];
      await append(tx, drafts, { nowMs: this.world.nowMs(), salt: this.world.salt });
      return ended;
    });
  }

  /** Notes that the new token has arrived, and that its person was there. */
  private async note(session: FoundSession, hash: string, nowMs: number): Promise<void> {
    const isFirst = hash === session.tokenHash && session.shownAtMs === null;
    const isDue = nowMs - session.seenAtMs >= seenEveryMs;
    if (!isFirst && !isDue) return;
    await this.db
      .updateTable('sessions')
      .set({ seen_at_ms: nowMs, ...(isFirst ? { shown_at_ms: nowMs } : {}) })
      .where('session_id', '=', session.sessionId)
      .where('token_hash', '=', session.tokenHash)
      .execute();
    await this.db
      .updateTable('people')
      .set({ last_seen_at_ms: nowMs })
      .where('person_id', '=', session.personId)
      .execute();
  }

  /** Gives a new token; null where a request beside this one was first. */
  private async renew(session: FoundSession, hash: string, nowMs: number): Promise<Recognised['next']> {
    const token = newSecret((count) => this.world.random(count));
    const { numUpdatedRows } = await this.db
      .updateTable('sessions')
      .set({
        token_hash: hashOfSecret(token),
        previous_hash: hash,
        rotated_at_ms: nowMs,
        shown_at_ms: null,
      })
      .where('session_id', '=', session.sessionId)
      .where('token_hash', '=', session.tokenHash)
      .executeTakeFirst();
    return numUpdatedRows === 0n ? null : { token, lastsMs: session.expiresAtMs - nowMs };
  }
}

/** Takes these sessions of a person away, or all, for a transaction that tells why; gives how many there were. */
export async function takeSessionsAway(
  tx: Tx,
  personId: string,
  sessionIds: readonly string[] | 'all',
): Promise<number> {
  if (sessionIds !== 'all' && sessionIds.length === 0) return 0;
  const { numDeletedRows } = await tx
    .deleteFrom('sessions')
    .where('person_id', '=', personId)
    .$if(sessionIds !== 'all', (query) => query.where('session_id', 'in', sessionIds))
    .executeTakeFirst();
  return Number(numDeletedRows);
}

/** The event that a person's sessions have ended; who did it is the person, or the system that saw a theft. */
export async function signedOut(tx: Tx, personId: string, because: Because): Promise<EventDraft> {
  return {
    areaId: await homeAreaOf(tx, personId),
    type: 'person.signedOut',
    actor: because === 'stolen' ? { kind: 'system' } : { kind: 'person', id: personId },
    data: { personId, because },
  };
}
