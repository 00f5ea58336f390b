// Sessions: begun by a sign-in link, found by the cookie's token, ended by the person or by time.
import type { Role } from '@haixi/proto/vocabulary';
import type { Db } from '../store/database.store.js';
import { Caller } from './caller.js';
import { sessionLastsMs } from './cookie.js';
import type { AreaTree, Grant } from './may.js';
import { hashOfSecret, newSecret } from './secret.js';

/** Begins a session and gives its token, which is in no table. Old ones are swept out by the way. */
export async function startSession(
  db: Db,
  personId: string,
  nowMs: number,
  random: (count: number) => Uint8Array,
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
      created_at_ms: nowMs,
      seen_at_ms: nowMs,
      expires_at_ms: nowMs + sessionLastsMs,
      second_factor_at_ms: null,
    })
    .execute();
  return token;
}

export async function endSession(db: Db, token: string): Promise<void> {
  await db.deleteFrom('sessions').where('token_hash', '=', hashOfSecret(token)).execute();
}

/** Who holds this session, with what they may do as it stands in the store now; null where it is none. */
export async function callerOf(db: Db, token: string, nowMs: number): Promise<Caller | null> {
  const session = await db
    .selectFrom('sessions')
    .select('session_id')
    .where('token_hash', '=', hashOfSecret(token))
    .executeTakeFirst();
  if (!session) return null;
  return (await callersOf(db, [session.session_id], nowMs)).get(session.session_id) ?? null;
}

/** The callers of many sessions at once, by the session's id; those that have ended are missing. */
export async function callersOf(
  db: Db,
  sessionIds: readonly string[],
  nowMs: number,
): Promise<Map<string, Caller>> {
  if (sessionIds.length === 0) return new Map();
  const sessions = await db
    .selectFrom('sessions')
    .innerJoin('people', 'people.person_id', 'sessions.person_id')
    .select(['session_id', 'people.person_id', 'name'])
    .where('session_id', 'in', sessionIds)
    .where('expires_at_ms', '>', nowMs)
    .execute();
  if (sessions.length === 0) return new Map();
  const personIds = [...new Set(sessions.map((session) => session.person_id))];
  const [grants, tree] = await Promise.all([readGrants(db, personIds), readTree(db)]);
  return new Map(
    sessions.map(({ session_id, person_id, name }) => [
      session_id,
      new Caller(person_id, name, grants.get(person_id) ?? [], tree, session_id),
    ]),
  );
}

async function readGrants(db: Db, personIds: readonly string[]): Promise<Map<string, Grant[]>> {
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

async function readTree(db: Db): Promise<AreaTree> {
  const rows = await db.selectFrom('areas').select(['area_id', 'parent_id']).execute();
  return new Map(rows.map((row) => [row.area_id, row.parent_id]));
}
