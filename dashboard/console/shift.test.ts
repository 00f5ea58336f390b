// A sound check is asked once a shift.
import { expect, it } from 'vitest';
import { shiftOf } from './shift';

it('a shift is eight hours of a day, and the next one asks anew', () => {
  const at = (hours: number, minutes = 0) => shiftOf(new Date(2026, 10, 24, hours, minutes).getTime());
  expect([at(0), at(7, 59), at(8), at(15, 59), at(16), at(23, 59)]).toEqual([
    '2026-11-24/0',
    '2026-11-24/0',
    '2026-11-24/1',
    '2026-11-24/1',
    '2026-11-24/2',
    '2026-11-24/2',
  ]);
});
