// A review's words for numbers.
import { expect, test } from 'vitest';
import { bucketText, changeText, durationText, shareText } from './durations';

test('durations are read at a glance', () => {
  expect([null, 0, 30_001, 119_999, 120_000, 3_725_000].map(durationText)).toEqual([
    '–',
    '0.0 s',
    '30.0 s',
    '120.0 s',
    '2:00',
    '1:02:05',
  ]);
});

test('a change has its sign, and is not made up where there was nothing', () => {
  expect([changeText(12, 10), changeText(8, 10), changeText(5, 0), changeText(null, 3)]).toEqual([
    '+20 %',
    '-20 %',
    null,
    null,
  ]);
  expect([shareText(1, 3), shareText(0, 0)]).toEqual(['33.3 %', '–']);
});

test('buckets have the ends that 110 centres report', () => {
  expect([bucketText(0, 30_000), bucketText(180_000, null), bucketText(300_000, 600_000)]).toEqual([
    '0–30 s',
    '> 180 s',
    '5–10 min',
  ]);
});
