// Every trouble's value is told in its own unit, and none where it has none.
import { troubles } from '@haixi/proto/vocabulary';
import { expect, it } from 'vitest';
import { measureOf } from './trouble-measure';

it('milliseconds are told in seconds, counts as counts', () => {
  expect(measureOf('key-frames-far', 12_340)).toEqual({ unit: 'seconds', n: '12.3' });
  expect(measureOf('clock-skewed', -6_000)).toEqual({ unit: 'seconds', n: '-6.0' });
  expect(measureOf('reconnecting', 7)).toEqual({ unit: 'times', n: '7' });
  expect(measureOf('memory-full', 1638.4)).toEqual({ unit: 'megabytes', n: '1638' });
});

it('what was not measured is not told', () => {
  for (const trouble of troubles) expect(measureOf(trouble, null)).toBeNull();
});
