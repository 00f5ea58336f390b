// Sessions in the store: begun when somebody comes in, found by the cookie's token, ended by the person or by time.
import type { Role } from '@haixi/proto/vocabulary';
import type { ExpressionBuilder } from 'kysely';
import type { Db, Tx } from '../store/database.store.js';
import type { Database } from '../store/schema.js';
import { Caller } from './caller.js';
import { sessionLastsMs } from './cookie.js';
import { splitGrants } from './held-back.js';
import type { AreaTree, Grant } from './may.js';
import { hashOfSecret, newSecret } from './secret.js';
import { standingOf, type TokenRow } from './token-life.js';

/** How somebody came in: what they have shown, and from where. */
export interface Arrival {
  readonly secondFactor: boolean;
  readonly browser: string;
  readonly address: string;
}
const unknownArrival: Arrival = { secondFactor: false, browser: '', address: '' };

/** Begins a session and gives its token, which is in no table. Old ones are swept out by the way. */
export async function startSession(
  db: Db | Tx,
  personId: string,
  nowMs: number,
  random: (count: number) => Uint8Array,
  arrival: Arrival = unknownArrival,
): Promise<string> {
  const token = newSecret(random);
  await db.deleteFrom('sessions').where('expires_at_ms', '<', nowMs).execute();
  await db
    .insertInto('sessions')
    .values({
      session_id: Buffer.from(random(16)).toString('hex'),
      token_hash: hashOfSecret(token),
      previous_hash: null,
      person_id: personId,
      rotated_at_ms: nowMs,
      shown_at_ms: nowMs,
      created_at_ms: nowMs,
      seen_at_ms: nowMs,
      expires_at_ms: nowMs + sessionLastsMs,
      second_factor_at_ms: arrival.secondFactor ? nowMs : null,
      browser: arrival.browser,
      address: arrival.address,
    })
    .execute();
  await db.updateTable('people').set({ last_seen_at_ms: nowMs }).where('person_id', '=', personId).execute();
  return token;
}

/** Ends the session of this token without a word in the log. */
export async function endSession(db: Db, token: string): Promise<void> {
  const hash = hashOfSecret(token);
  await db.deleteFrom('sessions').where(ofToken(hash)).execute();
}

/** A session as it is found by one of its two tokens. */
export interface FoundSession extends TokenRow {
  readonly sessionId: string;
  readonly personId: string;
  readonly seenAtMs: number;
  readonly expiresAtMs: number;
}

/** The session one of whose tokens has this hash; null where none has, or its time is over. */
export async function findSession(db: Db, hash: string, nowMs: number): Promise<FoundSession | null> {
  const row = await db
    .selectFrom('sessions')
    .selectAll()
    .where(ofToken(hash))
    .where('expires_at_ms', '>', nowMs)
    .executeTakeFirst();
  if (!row) return null;
  return {
    sessionId: row.session_id,
    personId: row.person_id,
    tokenHash: row.token_hash,
    previousHash: row.previous_hash,
    rotatedAtMs: row.rotated_at_ms,
    shownAtMs: row.shown_at_ms,
    seenAtMs: row.seen_at_ms,
    expiresAtMs: row.expires_at_ms,
  };
}

/** Who holds this session, with what they may do as it stands in the store now; null where it is none. Changes nothing. */
export async function callerOf(db: Db, token: string, nowMs: number): Promise<Caller | null> {
  const hash = hashOfSecret(token);
  const session = await findSession(db, hash, nowMs);
  if (!session || standingOf(session, hash, nowMs) === 'stolen') return null;
  return (await callersOf(db, [session.sessionId], nowMs)).get(session.sessionId) ?? null;
}

/**
 * The callers of many sessions at once, by the session's id; those that have ended are missing. A role that needs a second
 * factor is left out where the session has not shown one, so that every door refuses what it would allow (rule W4).
 */
export async function callersOf(
  db: Db,
  sessionIds: readonly string[],
  nowMs: number,
): Promise<Map<string, Caller>> {
  if (sessionIds.length === 0) return new Map();
  const sessions = await db
    .selectFrom('sessions')
    .innerJoin('people', 'people.person_id', 'sessions.person_id')
    .select(['session_id', 'people.person_id', 'name', 'second_factor_at_ms'])
    .where('session_id', 'in', sessionIds)
    .where('expires_at_ms', '>', nowMs)
    .where('retired_at_ms', 'is', null)
    .execute();
  if (sessions.length === 0) return new Map();
  const personIds = [...new Set(sessions.map((session) => session.person_id))];
  const [grants, tree] = await Promise.all([readGrants(db, personIds), readTree(db)]);
  return new Map(
    sessions.map(({ session_id, person_id, name, second_factor_at_ms }) => {
      const { held, back } = splitGrants(grants.get(person_id) ?? [], second_factor_at_ms !== null);
      return [session_id, new Caller(person_id, name, held, tree, session_id, null, back.length > 0)];
    }),
  );
}

/** Every grant of these people, whether or not their sessions have shown what it takes. */
export async function readGrants(db: Db | Tx, personIds: readonly string[]): Promise<Map<string, Grant[]>> {
  const rows = await db
    .selectFrom('grants')
    .selectAll()
    .where('person_id', 'in', personIds)
    .orderBy('area_id')
    .orderBy('role')
    .execute();
  const grants = new Map<string, Grant[]>();
  for (const { person_id, role, area_id } of rows) {
    const ofPerson = grants.get(person_id) ?? [];
    ofPerson.push({ role: role as Role, areaId: area_id });
    grants.set(person_id, ofPerson);
  }
  return grants;
}

/** The parent of every area there is. */
export async function readTree(db: Db): Promise<AreaTree> {
  const rows = await db.selectFrom('areas').select(['area_id', 'parent_id']).execute();
  return new Map(rows.map((row) => [row.area_id, row.parent_id]));
}

function ofToken(hash: string) {
  return (where: ExpressionBuilder<Database, 'sessions'>) =>
    where.or([where('token_hash', '=', hash), where('previous_hash', '=', hash)]);
}
