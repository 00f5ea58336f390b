// The clock that is handed to everything that waits, so that tests turn it by hand.

/** Two readings of time and one way to wait. Stamps come from the wall, durations from the steady one. */
export interface Clock {
  /** Epoch milliseconds, UTC. It may jump; nothing measures a duration by it. */
  nowMs(): number;
  /** Milliseconds since some moment; they only run forward. */
  steadyMs(): number;
  /** Runs once after a delay in milliseconds; the answer cancels it. */
  after(delayMs: number, run: () => void): () => void;
}

/** The wall clock as the contract takes it: whole milliseconds, and a box that has not learned the time is at 1970. */
export function stampMs(clock: Pick<Clock, 'nowMs'>): number {
  return Math.max(0, Math.round(clock.nowMs()));
}

/** The machine's own clock. */
export const systemClock: Clock = {
  nowMs: () => Date.now(),
  steadyMs: () => performance.now(),
  after(delayMs, run) {
    const timer = setTimeout(run, delayMs);
    return () => clearTimeout(timer);
  },
};
