// What the load has to show, for tests: flat memory, a server that does not notice, and how that is judged. Pure.

export interface Figures {
  readonly streams: number;
  readonly viewers: number;
  readonly minutes: number;
  /** Of the media process, at the beginning and the end of the load, each the median of a third of it. */
  readonly rssFirstMb: number;
  readonly rssLastMb: number;
  /** The straight line through the second half. */
  readonly rssMbPerMinute: number;
  /** The slowest that a stalled viewer was gone. */
  readonly stalledGoneMs: number;
  /** How late the server's timers came, all but one in a hundred, without load and under it. */
  readonly delayIdleMs: number;
  readonly delayLoadMs: number;
  /** From an alarm's sending to the server's answer, all but one in twenty. */
  readonly alarmIdleMs: number;
  readonly alarmLoadMs: number;
  readonly alarmsUnanswered: number;
  /** Share of one processor. */
  readonly serverCpuIdle: number;
  readonly serverCpuLoad: number;
  readonly mediaCpu: number;
  /** Viewers that were lost, and the least that one got of the pictures that were sent. */
  readonly viewersLost: number;
  readonly viewersAre: string;
  readonly leastSeen: number;
  readonly mbitPerSOut: number;
}

/** Rule V2, on real sockets and up to the store. */
const stalledGoneMsMax = 5_000;
const rssStepsMbMax = 64;
const rssMbPerMinuteMax = 2;
/** In less, the steps are all there is to see. */
const slopeTellsAfterMinutes = 5;

/**
 * What is wrong with these figures, in words; empty where they hold. `patience` is how many times as long a stalled
 * viewer may stay where the machine has other work as well: 1 for a measurement.
 */
export function faultsOf(figures: Figures, patience: number): string[] {
  const { minutes, rssFirstMb, rssLastMb, rssMbPerMinute } = figures;
  const { stalledGoneMs, viewersLost, viewersAre, leastSeen, alarmsUnanswered } = figures;
  const { delayIdleMs, delayLoadMs, alarmIdleMs, alarmLoadMs } = figures;
  const faults: string[] = [];
  // A heap finds its size by steps of some megabytes and then stays; kept messages are megabytes a second, for ever.
  if (rssLastMb - rssFirstMb > rssStepsMbMax)
    faults.push(`memory of the media process grew from ${rssFirstMb} to ${rssLastMb} MB`);
  if (minutes >= slopeTellsAfterMinutes && rssMbPerMinute > rssMbPerMinuteMax)
    faults.push(`memory of the media process grows by ${rssMbPerMinute} MB a minute`);
  if (stalledGoneMs > stalledGoneMsMax * patience)
    faults.push(`a stalled viewer was gone after ${stalledGoneMs} ms only`);
  // Both by a ratio, with a floor below which a busy machine's own noise is measured.
  if (delayLoadMs > Math.max(3 * delayIdleMs, 50))
    faults.push(`the server's timers came ${delayLoadMs} ms late under load, ${delayIdleMs} ms without`);
  if (alarmLoadMs > Math.max(3 * alarmIdleMs, 250))
    faults.push(`alarms were answered after ${alarmLoadMs} ms under load, ${alarmIdleMs} ms without`);
  if (alarmsUnanswered > 0) faults.push(`${alarmsUnanswered} alarms were not answered`);
  if (viewersLost > 0) faults.push(`${viewersLost} viewers were lost: ${viewersAre}`);
  if (leastSeen < 0.9) faults.push(`a viewer got ${leastSeen} of the pictures only`);
  return faults;
}

/** The value below which this share of the values lies; 0 of none. */
export function quantile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;
}

/** Of evenly taken samples: the median of the first and of the last third, and the second half's slope a sample. */
export function trendOf(samples: readonly number[]): { first: number; last: number; slope: number } {
  const third = Math.max(1, Math.floor(samples.length / 3));
  return {
    first: quantile(samples.slice(0, third), 0.5),
    last: quantile(samples.slice(-third), 0.5),
    slope: slopeOf(samples.slice(Math.floor(samples.length / 2))),
  };
}

/** Of the straight line with the least squares. */
function slopeOf(samples: readonly number[]): number {
  const mean = (samples.length - 1) / 2;
  const average = samples.reduce((sum, value) => sum + value, 0) / samples.length;
  let [over, under] = [0, 0];
  for (const [at, value] of samples.entries()) {
    over += (at - mean) * (value - average);
    under += (at - mean) ** 2;
  }
  return under === 0 ? 0 : over / under;
}
