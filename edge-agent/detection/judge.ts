// Holds what was noticed against what was scripted: found, late, missed, and false (pure).
import type { Clip, Scripted } from './clip.js';

/** Within so long an alarm must come. */
export const withinS = 3;

/** The front of a figure is some points wide: an alarm so little before the scripted moment is on time. */
const earlyS = 0.3;

/** Something that was said to happen, at a second of the clip. */
export interface Said {
  readonly kind: string;
  readonly atS: number;
}

export interface Verdict {
  readonly scripted: number;
  /** How long after its moment each found event was noticed, in seconds; those that came late are among them. */
  readonly afterS: readonly number[];
  readonly late: number;
  readonly missed: number;
  readonly falses: readonly Said[];
}

/**
 * Each scripted event takes the first alarm of its kind that comes after it and before the next of its kind; every
 * other alarm is false, a second one for the same event too. An event is known only once it has lasted for as long as
 * the configuration demands (`patienceS` by kind); it is late when the alarm comes more than 3 s after that.
 */
export function judge(
  clip: Pick<Clip, 'scripted'>,
  said: readonly Said[],
  patienceS: Readonly<Record<string, number>> = {},
): Verdict {
  const left = [...said];
  const afterS: number[] = [];
  let [late, missed] = [0, 0];
  for (const event of clip.scripted) {
    const until = nextOf(clip.scripted, event);
    const index = left.findIndex(
      ({ kind, atS }) => kind === event.kind && atS >= event.atS - earlyS && atS < until,
    );
    const [alarm] = index < 0 ? [] : left.splice(index, 1);
    if (!alarm) {
      missed += 1;
      continue;
    }
    const after = alarm.atS - event.atS;
    afterS.push(after);
    if (after > withinS + (patienceS[event.kind] ?? 0)) late += 1;
  }
  return { scripted: clip.scripted.length, afterS, late, missed, falses: left };
}

/** Verdicts of several plays as one. */
export function sumOf(verdicts: readonly Verdict[]): Verdict {
  const add = (of: (verdict: Verdict) => number): number => verdicts.reduce((sum, one) => sum + of(one), 0);
  return {
    scripted: add(({ scripted }) => scripted),
    afterS: verdicts.flatMap(({ afterS }) => afterS),
    late: add(({ late }) => late),
    missed: add(({ missed }) => missed),
    falses: verdicts.flatMap(({ falses }) => falses),
  };
}

function nextOf(scripted: readonly Scripted[], { kind, atS }: Scripted): number {
  return Math.min(
    ...scripted.filter((other) => other.kind === kind && other.atS > atS).map((other) => other.atS),
  );
}
