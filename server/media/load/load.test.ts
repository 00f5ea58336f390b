// The load in small: ten streams, thirty viewers, a minute; `npm run load:video` does it in full.
import { expect, test } from 'vitest';
import { faultsOf, quantile, trendOf } from './figures.js';
import { runLoad } from './load.service.js';

test('V1 ten streams with three viewers each for a minute leave the server as it was, and V2 holds', async () => {
  const figures = await runLoad({ streams: 10, viewers: 3, minutes: 0.75, say: () => {} });
  // Other tests run beside it: half as much again.
  expect({ ...figures, faults: faultsOf(figures, 1.5) }).toEqual({ ...figures, faults: [] });
  expect(figures.viewers).toBe(30);
}, 240_000);

test('V1 what grows for ever is told from a heap that finds its size', () => {
  const found = [100, 110, 130, 150, 150, 151, 150, 150, 151, 150];
  expect(trendOf(found)).toMatchObject({ first: 110, last: 150 });
  expect(trendOf(found).slope).toBeLessThan(0.1);
  expect(trendOf([10, 20, 30, 40, 50, 60])).toEqual({ first: 20, last: 60, slope: 10 });
  expect(quantile([1, 2, 3, 4], 0.5)).toBe(3);
  expect(quantile([], 0.5)).toBe(0);
});
