// Who is dropped and who is not, on a clock that is handed in.
import { expect, test } from 'vitest';
import { forgive, isSilent, isStalled, pingEveryMs } from './pulse.js';

const t0 = 1_000;
const pulse = () => ({ heardAtMs: t0, bytes: 0 });

test('V2 a viewer that answers each ping is not stalled, and one that answers none is within 5 s', () => {
  expect(isStalled(pulse(), 0, t0 + pingEveryMs + 900)).toBe(false);
  expect(isStalled(pulse(), 0, t0 + 4_000)).toBe(true);
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
