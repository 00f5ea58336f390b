// Who holds a pass, be it a session's token or the secret of another system's token: for doors that take both.
import type { Db } from '../store/database.store.js';
import type { Caller } from './caller.js';
import { callerOf, callersOf } from './sessions.store.js';
import { callerOfToken, callersOfTokens, isTokenSecret } from './tokens.store.js';

/** The caller of a session's cookie or of a token's secret; null where it is neither, or no longer. */
export function callerOfPass(db: Db, pass: string, nowMs: number): Promise<Caller | null> {
  return isTokenSecret(pass) ? callerOfToken(db, pass, nowMs) : callerOf(db, pass, nowMs);
}

/** The callers of many passes at once, by `passId`; those that have ended are missing. */
export async function callersOfPasses(
  db: Db,
  passIds: readonly string[],
  nowMs: number,
): Promise<Map<string, Caller>> {
  const sessions = await callersOf(db, passIds, nowMs);
  const others = passIds.filter((passId) => !sessions.has(passId));
  return new Map([...sessions, ...(await callersOfTokens(db, others, nowMs))]);
}
