// The server's clock as this screen can know it, so that running clocks don't depend on the screen's own.

/**
 * The latest samples of (server's time − own monotonic time), in ms, oldest first, and what the server said last. A
 * frame on its way makes a sample too small.
 */
export interface ServerClock {
  readonly samples: readonly number[];
  readonly saidMs: number;
}

export const noClock: ServerClock = { samples: [], saidMs: 0 };

/** Five minutes of ticks: so long a line may be slow all the time and still be seen to be slow. */
const samplesKept = 60;

/** The clock after the server said that it is `nowMs`. On an ordered line time goes back only where it was set back. */
export function hear({ samples, saidMs }: ServerClock, nowMs: number, monoMs: number): ServerClock {
  const known = nowMs < saidMs ? [] : samples;
  return { samples: [...known, nowMs - monoMs].slice(-samplesKept), saidMs: nowMs };
}

/** The moment on our own clock at which the server said it last; what came late was said earlier than it came. */
export function saidAtMonoMs({ samples, saidMs }: ServerClock): number {
  return saidMs - Math.max(...samples);
}

/** The server's time at the monotonic moment `monoMs`: the least delayed sample counts. 0 while nothing was heard. */
export function serverNowMs({ samples }: ServerClock, monoMs: number): number {
  return samples.length === 0 ? 0 : Math.round(Math.max(...samples) + monoMs);
}
