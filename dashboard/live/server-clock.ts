// The server's clock as this screen can know it, so that running clocks don't depend on the screen's own.

/** The latest samples of (server's time − own monotonic time), in ms. A frame on its way makes a sample too small. */
export type ServerClock = readonly number[];

export const noClock: ServerClock = [];

/** Enough to span half a minute of ticks; a corrected server's clock is followed within that time. */
const samplesKept = 6;

/** The clock after the server said that it is `nowMs`. */
export function hear(clock: ServerClock, nowMs: number, monoMs: number): ServerClock {
  return [...clock, nowMs - monoMs].slice(-samplesKept);
}

/** The server's time at the monotonic moment `monoMs`: the least delayed sample counts. 0 while nothing was heard. */
export function serverNowMs(clock: ServerClock, monoMs: number): number {
  return clock.length === 0 ? 0 : Math.round(Math.max(...clock) + monoMs);
}
