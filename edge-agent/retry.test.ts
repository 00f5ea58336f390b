// Coming back: thousands of agents that lose their server at one moment spread themselves, and none waits for long.
import { describe, expect, it } from 'vitest';
import { comeBackMs } from './retry.js';

const agents = 5_000;

/** Chances from a seed (mulberry32). */
function chances(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** When each agent is back, in ms after all lost a server that is away for so long; in order. */
function backAtMs(awayMs: number, seed: number): number[] {
  const random = chances(seed);
  const times = Array.from({ length: agents }, () => {
    let atMs = 0;
    for (let failedTries = 0; ; failedTries += 1) {
      atMs += comeBackMs(failedTries, random());
      if (atMs >= awayMs) return atMs;
    }
  });
  return times.toSorted((left, right) => left - right);
}

/** The largest share of all agents that comes within any stretch of so many ms. */
function largestShare(times: readonly number[], stretchMs: number): number {
  let from = 0;
  let most = 0;
  for (const [to, atMs] of times.entries()) {
    while (atMs - (times[from] ?? 0) > stretchMs) from += 1;
    most = Math.max(most, to - from + 1);
  }
  return most / times.length;
}

describe('agents that come back', () => {
  it.each([0, 500, 1_000, 2_000, 3_000, 5_000, 10_000, 30_000, 120_000, 600_000])(
    'P1 after a server was away for %d ms a tenth of 5,000 at most comes in any 250 ms, and a third in any second',
    (awayMs) => {
      const times = backAtMs(awayMs, 20_261_123 + awayMs);
      expect(largestShare(times, 250)).toBeLessThanOrEqual(0.1);
      expect(largestShare(times, 1_000)).toBeLessThanOrEqual(0.35);
    },
  );

  it('P2 a site that lost its server for a moment tries again within the 10 s of grace, and for ever at least each 44 s', () => {
    for (let failedTries = 0; failedTries < 40; failedTries += 1) {
      expect(comeBackMs(failedTries, 0)).toBeGreaterThanOrEqual(500);
      expect(comeBackMs(failedTries, 0.9999)).toBeLessThanOrEqual(failedTries === 0 ? 5_000 : 44_000);
    }
  });
});
