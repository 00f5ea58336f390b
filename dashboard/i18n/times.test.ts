// Running clocks as they are read at a glance.
import { expect, it } from 'vitest';
import { elapsed } from './times';

it('a running clock grows from minutes to hours to days, and never runs backwards', () => {
  expect([0, 59_999, 61_000, 3_600_000, 3_725_000, 90_000_000, -5_000].map(elapsed)).toEqual([
    '0:00',
    '0:59',
    '1:01',
    '1:00:00',
    '1:02:05',
    '1+01:00',
    '0:00',
  ]);
});
