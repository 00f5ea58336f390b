// Catching up without a jump, and without wavering.
import { expect, it } from 'vitest';
import { paceOf } from './pace';

it('plays faster once it lags by a second, until it is near again', () => {
  let rate = 1;
  const rates = [300, 900, 1_100, 700, 500, 400, 700].map((aheadMs) => (rate = paceOf(aheadMs, rate)));
  expect(rates.map((each) => each > 1)).toEqual([false, false, true, true, true, false, false]);
});
