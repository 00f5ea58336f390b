// How well what was typed fits a name: letters in order, beginnings and runs first. Pure, and quick for 10,000 names.

/** Points of one text, null where it does not fit. Every word that was typed has to be found in it. */
export function fitOf(typed: string, text: string): number | null {
  const words = typed.toLowerCase().split(/\s+/).filter(Boolean);
  const lower = text.toLowerCase();
  let points = 0;
  for (const word of words) {
    const fit = fitOfWord(word, lower);
    if (fit === null) return null;
    points += fit;
  }
  return points;
}

/** The best `limit` of `items`, the better first; equal ones stay in the order they came. */
export function bestOf<T>(
  typed: string,
  items: readonly T[],
  textOf: (item: T) => string,
  limit: number,
): T[] {
  const fits = items.flatMap((item) => {
    const points = fitOf(typed, textOf(item));
    return points === null ? [] : [{ item, points }];
  });
  return fits
    .toSorted((a, b) => b.points - a.points)
    .slice(0, limit)
    .map(({ item }) => item);
}

function fitOfWord(word: string, lower: string): number | null {
  const at = lower.indexOf(word);
  if (at >= 0) return 100 - Math.min(40, at) + (at === 0 || beginsWord(lower, at) ? 50 : 0);
  // Letters in order with gaps: `hb2` for “haibin … 2”; a gap costs.
  let from = 0;
  let gaps = 0;
  for (const letter of word) {
    const found = lower.indexOf(letter, from);
    if (found < 0) return null;
    gaps += found - from;
    from = found + 1;
  }
  return Math.max(1, 40 - gaps);
}

function beginsWord(lower: string, at: number): boolean {
  return /[\s·/-]/.test(lower[at - 1] ?? ' ');
}
