// Shifts begin at 0, 8 and 16 o'clock in the district, on the very millisecond.
import { expect, test } from 'vitest';
import { spanOf } from './periods';

const at = (text: string) => Date.parse(`${text}+08:00`);
const said = ({ fromMs, toMs }: { fromMs: number; toMs: number }) => [fromMs, toMs];

test.each([
  ['2026-11-24T07:59:59.999', '2026-11-24T00:00', '2026-11-24T08:00'],
  ['2026-11-24T08:00:00.000', '2026-11-24T08:00', '2026-11-24T16:00'],
  ['2026-11-24T23:59:59.999', '2026-11-24T16:00', '2026-11-25T00:00'],
])('R1 at %s the shift is from %s to %s', (now, from, to) => {
  expect(said(spanOf('shift', at(now)))).toEqual([at(from), at(to)]);
});

test('R1 the shift before midnight is the day before’s, and a week ends with today', () => {
  const now = at('2026-11-24T00:00');
  expect(said(spanOf('lastShift', now))).toEqual([at('2026-11-23T16:00'), now]);
  expect(said(spanOf('today', now))).toEqual([now, at('2026-11-25T00:00')]);
  expect(said(spanOf('yesterday', now))).toEqual([at('2026-11-23T00:00'), now]);
  expect(said(spanOf('week', now))).toEqual([at('2026-11-18T00:00'), at('2026-11-25T00:00')]);
});
