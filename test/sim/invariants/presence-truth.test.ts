// What presence is held to can fail: a will that is not true, and a silence that nobody notices.
import { expect, test } from 'vitest';
import { PresenceTruth } from './presence-truth';

function watched() {
  const clock = { nowMs: 1_000_000 };
  const truth = new PresenceTruth(['shop-01'], () => clock.nowMs);
  const run = (forMs: number, stands: boolean, speaks: boolean) => {
    for (let pastMs = 0; pastMs < forMs; pastMs += 500) {
      clock.nowMs += 500;
      truth.look('shop-01', stands);
      if (speaks) truth.heard('shop-01');
      truth.check();
    }
  };
  run(5_000, true, true);
  truth.cameOnline('shop-01');
  return { truth, run };
}

test('P1 dark by a will while the line stands is Broken; after ten seconds without one it is right', () => {
  const late = watched();
  late.run(3_000, false, false);
  late.run(3_000, true, true);
  expect(() => late.truth.wentDark('shop-01', 'will')).toThrow('P1');
  const right = watched();
  right.run(10_500, false, false);
  right.truth.wentDark('shop-01', 'will');
});

test('P1 a gap of long ago is no reason to believe a will now', () => {
  const { truth, run } = watched();
  run(12_000, false, false);
  run(70_000, true, true);
  expect(() => truth.wentDark('shop-01', 'will')).toThrow('P1');
});

test('P2 a silent site that is still shown as online is Broken, but not for the time in which nobody could hear', () => {
  expect(() => watched().run(60_000, true, false)).toThrow('P2');
  const { truth, run } = watched();
  run(40_000, true, false);
  truth.disturbed();
  run(40_000, true, false);
  expect(() => run(20_000, true, false)).toThrow('P2');
});
