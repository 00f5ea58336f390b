// How fast a live picture plays: a little faster while it lags, so that it comes up without a jump. Pure.

/** From so far behind what has arrived it plays faster, until it is as near as the network's unevenness allows. */
const fasterFromMs = 1_000;
const normalFromMs = 450;
const faster = 1.15;

/** The rate to play at; between the two limits it stays as it is, so that it doesn't waver. */
export function paceOf(aheadMs: number, rate: number): number {
  if (aheadMs > fasterFromMs) return faster;
  return aheadMs < normalFromMs ? 1 : rate;
}
