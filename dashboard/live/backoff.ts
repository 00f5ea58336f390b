// How long to wait before the next try, 0.5–5 s: spread, so that a restarted server is not met by everyone at once.

const firstMs = 500;
const longestMs = 5_000;

/** The wait in ms before try number `attempt` (1, 2, …); `random` is 0 … 1. */
export function retryDelayMs(attempt: number, random: number): number {
  const ceilingMs = Math.min(longestMs, firstMs * 2 ** Math.min(attempt, 10));
  return Math.round(firstMs + (ceilingMs - firstMs) * random);
}
