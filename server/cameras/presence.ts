// Whether a site is online or dark, from its births, its wills and its silence (rules P1, P2). Pure.

/** A will starts this grace. */
export const willGraceMs = 10_000;
/** Silence alone is dark after this; what is left of 45 s is for looking and saving (docs/decisions/0010). */
export const silenceMs = 40_000;

/** One moment on both clocks: durations are measured by `steadyMs`, people are told `atMs`. */
export interface Moment {
  readonly steadyMs: number;
  readonly atMs: number;
}

export interface Heard {
  readonly presence: 'never' | 'online' | 'dark';
  /** The number of the present connection; null before the first birth. */
  readonly link: string | null;
  readonly last: Moment;
  /** When its will came, on the steady clock. */
  readonly willMs: number | null;
  /** Its silence counts from here at the earliest, on the steady clock. */
  readonly waitsSinceMs: number;
}

/** A birth makes its connection the present one. */
export function born(link: string, now: Moment): Heard {
  return { presence: 'online', link, last: now, willMs: null, waitsSinceMs: now.steadyMs };
}

/** A will counts only for the present connection: a late one of an earlier connection is ignored (P1). */
export function willed(heard: Heard, link: string, now: Moment): Heard {
  if (heard.link !== link || heard.presence !== 'online') return heard;
  return { ...heard, willMs: heard.willMs ?? now.steadyMs };
}

/** Anything that is heard from the site ends its silence, and a will's grace. */
export function spoke(heard: Heard, now: Moment): Heard {
  if (heard.presence === 'never') return heard;
  return { ...heard, presence: 'online', last: now, willMs: null };
}

/**
 * Why the site is dark at `nowMs`; null while it isn't, or is known to be. What could not be heard is no silence:
 * every wait begins anew at `hearsSinceMs`. Both are on the steady clock.
 */
export function darkness(heard: Heard, nowMs: number, hearsSinceMs: number): 'will' | 'silence' | null {
  const { presence, last, willMs, waitsSinceMs } = heard;
  if (presence !== 'online') return null;
  if (willMs !== null && nowMs - Math.max(willMs, hearsSinceMs) >= willGraceMs) return 'will';
  return nowMs - Math.max(last.steadyMs, waitsSinceMs, hearsSinceMs) >= silenceMs ? 'silence' : null;
}

/** So lately a site must have spoken to be told online against what the store has. */
const spokeLatelyMs = 15_000;

/**
 * Holds what was heard against what the store has, which another server may have told: `tell` where this server knows
 * better, because the site has just spoken; else the store's word is taken where it says online, and the site has its
 * full silence from now.
 */
export function held(heard: Heard, stored: Heard['presence'], nowMs: number): Heard | 'tell' | null {
  if (heard.presence === stored) return null;
  if (stored === 'online') return { ...heard, presence: 'online', willMs: null, waitsSinceMs: nowMs };
  const speaks = heard.willMs === null && nowMs - heard.last.steadyMs <= spokeLatelyMs;
  return heard.presence === 'online' && speaks ? 'tell' : null;
}
