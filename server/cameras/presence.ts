// Whether a site is online or dark, from its births, its wills and its silence (rules P1, P2). Pure.

/** A will starts this grace. */
export const willGraceMs = 10_000;
/** Silence alone is dark after this; readings come each 10 s, and with a will's grace dark is told within 45 s. */
export const silenceMs = 40_000;

export interface Heard {
  readonly presence: 'never' | 'online' | 'dark';
  /** The number of the present connection; null before the first birth. */
  readonly link: string | null;
  readonly lastHeardAtMs: number;
  readonly willAtMs: number | null;
}

/** A birth makes its connection the present one. */
export function born(link: string, nowMs: number): Heard {
  return { presence: 'online', link, lastHeardAtMs: nowMs, willAtMs: null };
}

/** A will counts only for the present connection: a late one of an earlier connection is ignored (P1). */
export function willed(heard: Heard, link: string, nowMs: number): Heard {
  if (heard.link !== link || heard.presence !== 'online') return heard;
  return { ...heard, willAtMs: heard.willAtMs ?? nowMs };
}

/** Anything that is heard from the site ends its silence, and a will's grace. */
export function spoke(heard: Heard, nowMs: number): Heard {
  if (heard.presence === 'never') return heard;
  return { ...heard, presence: 'online', lastHeardAtMs: nowMs, willAtMs: null };
}

/** Why the site is dark now; null while it isn't, or is known to be. */
export function darkness(heard: Heard, nowMs: number): 'will' | 'silence' | null {
  if (heard.presence !== 'online') return null;
  if (heard.willAtMs !== null && nowMs - heard.willAtMs >= willGraceMs) return 'will';
  return nowMs - heard.lastHeardAtMs >= silenceMs ? 'silence' : null;
}
