// What presence is held to can fail: a will that is not true, and a silence that nobody notices.
import { expect, test } from 'vitest';
import { PresenceTruth } from './presence-truth';

const server = {};

function watched() {
  const clock = { nowMs: 1_000_000 };
  const truth = new PresenceTruth(['shop-01'], () => clock.nowMs);
  const run = (forMs: number) => {
    for (let pastMs = 0; pastMs < forMs; pastMs += 500) {
      clock.nowMs += 500;
      truth.check();
    }
  };
  const tell = (online: boolean, link: string) => truth.heardPresence(server, 'shop-01', { online, link });
  truth.heard('shop-01');
  truth.cameOnline('shop-01');
  tell(true, 'first');
  return { truth, run, tell };
}

test('P1 dark by the will of an earlier connection is Broken, and so is dark before the grace is over', () => {
  const late = watched();
  late.tell(true, 'second');
  late.tell(false, 'first');
  late.run(12_000);
  expect(() => late.truth.wentDark(server, 'shop-01', 'will')).toThrow('P1');
  const hasty = watched();
  hasty.tell(false, 'first');
  hasty.run(5_000);
  expect(() => hasty.truth.wentDark(server, 'shop-01', 'will')).toThrow('P1');
  const back = watched();
  back.tell(false, 'first');
  back.run(5_000);
  back.tell(true, 'second');
  back.run(7_000);
  expect(() => back.truth.wentDark(server, 'shop-01', 'will')).toThrow('P1');
});

test('P1 dark by the will of the present connection after ten seconds is right', () => {
  const { truth, run, tell } = watched();
  tell(false, 'first');
  run(10_500);
  expect(() => truth.wentDark(server, 'shop-01', 'will')).not.toThrow();
  expect(() => run(60_000)).not.toThrow();
});

test('P2 a silent site that is still shown as online is Broken, but not for the time in which nobody could hear', () => {
  expect(() => watched().run(60_000)).toThrow('P2');
  const { truth, run } = watched();
  run(40_000);
  truth.disturbed();
  run(40_000);
  expect(() => run(20_000)).toThrow('P2');
});
