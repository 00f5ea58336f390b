// How long to wait before the next try: doubling, with jitter, so that a thousand agents don't come back at once.

/** Bounds of a back-off in milliseconds. */
export interface Bounds {
  readonly firstMs: number;
  readonly lastMs: number;
}

/** Between the server and us: entries that were not answered, and what goes by HTTP. */
export const wireBounds: Bounds = { firstMs: 1_000, lastMs: 60_000 };

/** A panic without an answer: whatever has become of it, it goes again within seconds (rule D7). */
export const panicBounds: Bounds = { firstMs: 1_000, lastMs: 6_000 };

/**
 * An entry of a backlog. A connection that stands loses nothing, so without an answer the server is busy, or had no
 * room: asked soon again by thousands of agents it would only be busier.
 */
export const backlogBounds: Bounds = { firstMs: 10_000, lastMs: 60_000 };

/** Between us and a camera. */
export const cameraBounds: Bounds = { firstMs: 1_000, lastMs: 30_000 };

/**
 * Milliseconds to wait after so many failed tries in a row (0 for the first). `random` is in [0, 1). The answer lies
 * between one doubling and the next, never under `firstMs` and never over `lastMs`.
 */
export function backoffMs(failedTries: number, random: number, bounds: Bounds): number {
  const doubled = bounds.firstMs * 2 ** Math.min(failedTries, 30);
  const low = Math.min(doubled, bounds.lastMs / 2);
  const high = Math.min(doubled * 2, bounds.lastMs);
  return Math.round(low + random * (high - low));
}

/**
 * Milliseconds until the next try to connect, after so many failed ones in a row. Already the first is spread over
 * seconds, for all sites lose a server at the same moment; it still comes within the 10 s of grace after a will (P2).
 */
export function comeBackMs(failedTries: number, random: number): number {
  const low = Math.min(500 * 2 ** Math.min(failedTries, 30), 20_000);
  return Math.round(low + random * (low + 4_000));
}

/** So long the camera with this number waits for its first start, in milliseconds: a hundred are all there in 20 s. */
export function startsAfterMs(index: number): number {
  return index * 200;
}
