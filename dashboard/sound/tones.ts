// What each tone sounds like: beeps to generate, and after how long it comes again. No sound files, nothing to load.
import type { Tone } from './bell';

export interface Beep {
  readonly hz: number;
  /** Milliseconds from the beginning of the pattern. */
  readonly atMs: number;
  readonly forMs: number;
}

export interface Pattern {
  readonly beeps: readonly Beep[];
  readonly everyMs: number;
}

/**
 * Told apart by rhythm alone, also by who hears no pitch: six hurried beeps, a long pair, short-short-long, one short; what is
 * overdue is three slow ones that fall. The more urgent, the sooner again.
 */
export const patterns: Readonly<Record<Tone, Pattern>> = {
  urgent: { beeps: inARow([988, 1319, 988, 1319, 988, 1319], [130], 40), everyMs: 2_500 },
  high: { beeps: inARow([784, 988], [340], 110), everyMs: 4_000 },
  normal: { beeps: inARow([659, 659, 880], [90, 90, 360], 80), everyMs: 8_000 },
  low: { beeps: inARow([523], [160], 0), everyMs: 15_000 },
  overdue: { beeps: inARow([784, 587, 440], [420], 60), everyMs: 4_000 },
};

/** Beeps one after another; the last length given holds for the rest. */
function inARow(tones: readonly number[], lengthsMs: readonly number[], pauseMs: number): Beep[] {
  let atMs = 0;
  return tones.map((hz, index) => {
    const forMs = lengthsMs[Math.min(index, lengthsMs.length - 1)]!;
    const beep = { hz, atMs, forMs };
    atMs += forMs + pauseMs;
    return beep;
  });
}
