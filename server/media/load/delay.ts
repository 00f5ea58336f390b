// Measures the server program's event loop from inside, for tests: loaded before it, told to the parent each second.
import { monitorEventLoopDelay } from 'node:perf_hooks';

const resolutionMs = 5;
const delay = monitorEventLoopDelay({ resolution: resolutionMs });
delay.enable();

/** How late its timers came in the last second, in ms: all but one in a hundred, and the worst. */
export interface LoopDelay {
  readonly kind: 'delay';
  readonly p99Ms: number;
  readonly maxMs: number;
}

setInterval(() => {
  const late = (ns: number) => Math.max(0, ns / 1e6 - resolutionMs);
  const told: LoopDelay = { kind: 'delay', p99Ms: late(delay.percentile(99)), maxMs: late(delay.max) };
  delay.reset();
  if (process.connected) process.send?.(told);
}, 1_000).unref();
