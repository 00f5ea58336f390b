// The numbers of a gap in words: one, a run of them, or some among others that did arrive. Pure.
import type { OpenGap } from '@haixi/proto/live/picture';

/** `unit` is a key of the words; the others are what is filled in. */
export interface GapNumbers {
  readonly unit: 'gapOne' | 'gapRun' | 'gapAmong';
  readonly from: number;
  readonly to: number;
}

export function numbersOf({
  fromSeq,
  toSeq,
  missing,
}: Pick<OpenGap, 'fromSeq' | 'toSeq' | 'missing'>): GapNumbers {
  const unit = fromSeq === toSeq ? 'gapOne' : missing === toSeq - fromSeq + 1 ? 'gapRun' : 'gapAmong';
  return { unit, from: fromSeq, to: toSeq };
}

/** How long a proof of life is overdue, in its largest unit that still tells something. */
export function withoutProof(ms: number): {
  readonly unit: 'noProofMinutes' | 'noProofHours';
  readonly n: number;
} {
  const minutes = Math.max(1, Math.floor(ms / 60_000));
  return minutes < 120
    ? { unit: 'noProofMinutes', n: minutes }
    : { unit: 'noProofHours', n: Math.floor(minutes / 60) };
}
