// Who is dropped and who is not, on a clock that is handed in.
import { expect, test } from 'vitest';
import { answered, forgive, isSilent, isStalled, newcomer, pingEveryMs } from './pulse.js';

const t0 = 1_000;
const pulse = () => ({ heardAtMs: t0, bytes: 0 });

test('V2 a viewer that answers each ping is not stalled, and one that answers none is within 5 s', () => {
  expect(isStalled(pulse(), 0, t0 + pingEveryMs + 900)).toBe(false);
  expect(isStalled(pulse(), 0, t0 + 3_500)).toBe(true);
});

test('V2 a viewer that answers steadily and ever later is stalled once it is 3.5 s behind', () => {
  const of = pulse();
  const behindAt = (nowMs: number) => {
    // It reads at half the speed: what was sent at t comes back at 2t.
    answered(of, t0 + (nowMs - t0) / 2, nowMs);
    return isStalled(of, 0, nowMs);
  };
  expect(behindAt(t0 + 6_999)).toBe(false);
  expect(behindAt(t0 + 7_000)).toBe(true);
});

test('V2 a newcomer has time for what it is given at once, and no more than that', () => {
  const [small, large] = [newcomer(100_000, t0), newcomer(5_000_000, t0)];
  expect(isStalled(small, 100_000, t0 + 3_500)).toBe(true);
  expect(isStalled(large, 5_000_000, t0 + 7_499)).toBe(false);
  expect(isStalled(large, 5_000_000, t0 + 7_500)).toBe(true);
  expect(isStalled(large, 9_500_000, t0 + 100)).toBe(true);
});

test('V2 a pong that nobody asked for changes nothing', () => {
  const of = pulse();
  for (const sentAtMs of [t0 + 99_000, t0 - 1, NaN, Infinity]) answered(of, sentAtMs, t0 + 100);
  expect(of.heardAtMs).toBe(t0);
});

test('V2 what waits for one viewer in memory has a limit, however well it answers', () => {
  expect(isStalled(pulse(), 4 * 1024 * 1024, t0)).toBe(false);
  expect(isStalled(pulse(), 4 * 1024 * 1024 + 1, t0)).toBe(true);
});

test('V2 a publisher is silent by its bytes alone', () => {
  const of = pulse();
  expect(isSilent(of, 10, t0 + 3_000)).toBe(false);
  expect(isSilent(of, 10, t0 + 6_999)).toBe(false);
  expect(isSilent(of, 10, t0 + 7_000)).toBe(true);
});

test('V2 a process that did not run itself holds nobody to account for that time', () => {
  const [late, inTime] = [pulse(), pulse()];
  forgive([late], t0, t0 + 30_000);
  expect(isStalled(late, 0, t0 + 30_000)).toBe(false);
  forgive([inTime], t0 + 3_700, t0 + 4_000);
  expect(isStalled(inTime, 0, t0 + 4_000)).toBe(true);
});
