// Which rows of a layer's marks are other ones than before: only those are given to the graphics card again. Pure.

export interface Rows {
  readonly startRow: number;
  readonly endRow: number;
}

/** More stretches than this are one: each is a transfer of its own. */
const stretchesMax = 64;

/** The rows of `now` that are not the same objects as in `before`; all where there are more or fewer of them. */
export function changedRows(now: readonly unknown[], before: readonly unknown[] = []): Rows[] {
  if (now.length !== before.length) return [{ startRow: 0, endRow: Infinity }];
  const rows: { startRow: number; endRow: number }[] = [];
  for (let row = 0; row < now.length; row += 1) {
    if (now[row] === before[row]) continue;
    const last = rows.at(-1);
    if (last?.endRow === row) last.endRow = row + 1;
    else rows.push({ startRow: row, endRow: row + 1 });
  }
  if (rows.length <= stretchesMax) return rows;
  return [{ startRow: rows[0]!.startRow, endRow: rows.at(-1)!.endRow }];
}
