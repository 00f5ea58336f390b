// Numbers as ranges that neither touch nor overlap: a site's whole outbox in a few rows (rule D5). Pure.

/** Both ends belong to it. */
export interface Range {
  readonly fromSeq: number;
  readonly toSeq: number;
}

/** The ranges that hold exactly the numbers of these, lowest first, as few as there can be. */
export function united(ranges: readonly Range[]): Range[] {
  const whole: { fromSeq: number; toSeq: number }[] = [];
  for (const { fromSeq, toSeq } of ranges.toSorted((a, b) => a.fromSeq - b.fromSeq)) {
    const last = whole.at(-1);
    if (last && fromSeq <= last.toSeq + 1) last.toSeq = Math.max(last.toSeq, toSeq);
    else whole.push({ fromSeq, toSeq });
  }
  return whole;
}

/** The ranges of single numbers, in any order and any number of times. */
export function rangesOf(seqs: readonly number[]): Range[] {
  return united(seqs.map((seq) => ({ fromSeq: seq, toSeq: seq })));
}

/** Whether one of these ranges, lowest first, holds the number. */
export function holds(ranges: readonly Range[], seq: number): boolean {
  let [low, high] = [0, ranges.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (ranges[middle]!.toSeq < seq) low = middle + 1;
    else high = middle;
  }
  const range = ranges[low];
  return range !== undefined && range.fromSeq <= seq;
}
