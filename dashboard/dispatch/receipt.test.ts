// A dispatch that did not ring is said aloud after some seconds, and no longer once somebody has seen or answered it.
import { expect, test } from 'vitest';
import { answersWithinMs, receiptOf } from './receipt';

const sentAtMs = 1_000_000;
const after = (ms: number) => sentAtMs + ms;

test('T3 delivered, rung and seen are three facts, each with its own time', () => {
  const { marks } = receiptOf({ delivered: after(300), seen: after(4_000) }, sentAtMs, after(5_000), false);
  expect(marks).toEqual([
    { mark: 'delivered', atMs: after(300) },
    { mark: 'rung', atMs: null },
    { mark: 'seen', atMs: after(4_000) },
  ]);
});

test.each([
  ['is in time', {}, answersWithinMs, false, null],
  ['was never delivered', {}, answersWithinMs + 1, false, 'delivered'],
  ['is there and has not rung', { delivered: after(200) }, answersWithinMs + 1, false, 'rung'],
  ['has rung', { delivered: after(200), rung: after(300) }, answersWithinMs + 1, false, null],
  ['was seen without ringing', { delivered: after(200), seen: after(900) }, answersWithinMs + 1, false, null],
  ['was answered by radio', {}, answersWithinMs + 1, true, null],
])('T3 what %s', (_, marks, ms, isAnswered, missing) => {
  expect(receiptOf(marks, sentAtMs, after(ms), isAnswered).missing).toBe(missing);
});
