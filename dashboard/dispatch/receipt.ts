// How far a dispatch or a message has come on the unit's tablet (T3), and when a silent one has to be said aloud. Pure.
import type { Marks } from '@haixi/proto/incident/assignment';
import { type TabletMark, tabletMarks } from '@haixi/proto/vocabulary';

/** A tablet on the network has it within a second or two, and rings at once. */
export const answersWithinMs = 8_000;

export interface Receipt {
  readonly marks: readonly { readonly mark: TabletMark; readonly atMs: number | null }[];
  /** What a tablet has failed to do since `sentAtMs`; null while it is in time, has done it, or somebody has seen it. */
  readonly missing: 'delivered' | 'rung' | null;
}

/** @param isAnswered whether the unit has acted on it already: then nobody needs to ring */
export function receiptOf(marks: Marks, sentAtMs: number, nowMs: number, isAnswered: boolean): Receipt {
  const isLate = nowMs - sentAtMs > answersWithinMs && !isAnswered && marks.seen === undefined;
  const missing = marks.delivered === undefined ? 'delivered' : marks.rung === undefined ? 'rung' : null;
  return {
    marks: tabletMarks.map((mark) => ({ mark, atMs: marks[mark] ?? null })),
    missing: isLate ? missing : null,
  };
}
