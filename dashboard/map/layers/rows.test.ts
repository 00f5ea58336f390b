// Which rows are drawn anew.
import { expect, test } from 'vitest';
import { changedRows } from './rows';

const marks = Array.from({ length: 1_000 }, (_, row) => ({ row }));

test('only rows that are other objects, neighbours together, all of a list of another length', () => {
  expect(changedRows([...marks], marks)).toEqual([]);
  const now = marks.map((mark, row) => ([3, 4, 900].includes(row) ? { ...mark } : mark));
  expect(changedRows(now, marks)).toEqual([
    { startRow: 3, endRow: 5 },
    { startRow: 900, endRow: 901 },
  ]);
  expect(changedRows(marks.slice(1), marks)).toEqual([{ startRow: 0, endRow: Infinity }]);
  expect(changedRows(marks)).toEqual([{ startRow: 0, endRow: Infinity }]);
});

test('many stretches are one', () => {
  const now = marks.map((mark, row) => (row % 3 === 1 ? { ...mark } : mark));
  expect(changedRows(now, marks)).toEqual([{ startRow: 1, endRow: 998 }]);
});
