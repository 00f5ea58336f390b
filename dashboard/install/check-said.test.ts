// A check in words: what was measured in a unit people know, its limit, and what to do where it is not passed.
import { type Check, checks } from '@haixi/proto/devices/orders';
import { expect, it } from 'vitest';
import { words } from '../i18n/languages';
import { saidOfCheck } from './check-said';

const check = (part: Partial<Check> & Pick<Check, 'check' | 'state'>): Check => ({
  value: null,
  limit: null,
  detail: '',
  atMs: null,
  ...part,
});

it('the round trip of a test alarm is told in ms against its limit', () => {
  const said = saidOfCheck(check({ check: 'alarm', state: 'ok', value: 182, limit: 5_000 }));
  expect(said).toMatchObject({
    measure: { key: 'unit.ms', blanks: { n: 182 } },
    limit: { blanks: { n: 5_000 } },
  });
});

it('key frames are told in seconds', () => {
  expect(saidOfCheck(check({ check: 'key-frames', state: 'ok', value: 1_960 })).measure?.blanks).toEqual({
    n: 2,
  });
});

it('N4 what the zones cost is told', () => {
  const burnt = check({ check: 'privacy', state: 'ok', value: 2, limit: 2, detail: '23 % of one processor' });
  expect(saidOfCheck(burnt).hint).toEqual({ key: 'hint.maskingCost', blanks: { percent: 23 } });
});

it('what the box says of its camera is told in its words, for which there are Chinese ones', () => {
  const fault = 'nothing answers at this address and port: check them, and that RTSP is on in the camera';
  expect(saidOfCheck(check({ check: 'codec', state: 'failed', detail: fault })).own).toBe(fault);
});

it('each check that is not passed says what is missing or what to do, or what was measured', () => {
  const known = Object.keys(words['zh-CN'].install);
  for (const name of checks)
    for (const state of ['waiting', 'failed'] as const) {
      const { hint } = saidOfCheck(check({ check: name, state, value: 9, limit: 3, detail: 'x' }));
      if (hint !== null) expect(known).toContain(hint.key);
    }
  const silent = checks.filter(
    (name) => saidOfCheck(check({ check: name, state: 'failed', value: 9, limit: 3 })).hint === null,
  );
  expect(silent).toEqual(['place', 'notice', 'picture', 'codec', 'privacy']);
});
