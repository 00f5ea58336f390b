// How a session's token ages: when a new one is given, and what it means that an old one is shown. Pure.

/** A token is changed for a new one when it is older than this, so that a stolen one is soon of no use. */
export const tokenLastsMs = 15 * 60_000;
/** The token before holds this long after the new one was first shown: requests and sockets were under way by it. */
export const oldTokenHoldsMs = 60_000;

/** What the store knows of a session's tokens. */
export interface TokenRow {
  readonly tokenHash: string;
  readonly previousHash: string | null;
  readonly rotatedAtMs: number;
  /** When the token was first shown back; null where its answer may have been lost on the way. */
  readonly shownAtMs: number | null;
}

/**
 * Of a token that is one of the session's two: it is the current one; the one before, within its time; or it was stolen.
 * A new token whose answer was lost is never shown, so the one before goes on to hold: a bad line signs nobody out.
 * Once the new one was shown, two hold tokens of one session, and one of the two has no right to.
 */
export function standingOf(row: TokenRow, hash: string, nowMs: number): 'current' | 'before' | 'stolen' {
  if (hash === row.tokenHash) return 'current';
  const isInTime = row.shownAtMs === null || nowMs - row.shownAtMs <= oldTokenHoldsMs;
  return isInTime ? 'before' : 'stolen';
}

/** Whether whoever shows this token is to be given a new one. */
export function isDueForAnother(row: TokenRow, hash: string, nowMs: number): boolean {
  const ageMs = nowMs - row.rotatedAtMs;
  if (hash === row.tokenHash) return ageMs > tokenLastsMs;
  return row.shownAtMs === null && ageMs > oldTokenHoldsMs;
}
