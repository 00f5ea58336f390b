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

/** Urgent climbs and hurries, high is a calm pair, overdue falls; they can be told apart with closed eyes. */
export const patterns: Readonly<Record<Tone, Pattern>> = {
  urgent: { beeps: inARow([988, 1319, 988, 1319, 988, 1319], 130, 40), everyMs: 2_500 },
  high: { beeps: inARow([784, 988], 220, 60), everyMs: 4_000 },
  normal: { beeps: inARow([659], 250, 0), everyMs: 10_000 },
  overdue: { beeps: inARow([784, 587, 440], 260, 30), everyMs: 4_000 },
};

function inARow(tones: readonly number[], forMs: number, pauseMs: number): Beep[] {
  return tones.map((hz, index) => ({ hz, atMs: index * (forMs + pauseMs), forMs }));
}
