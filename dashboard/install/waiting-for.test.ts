// What is waited for between the sticker and the picture, one thing at a time, and a camera's fault in the box's words.
import type { Check } from '@haixi/proto/devices/orders';
import { expect, it } from 'vitest';
import { order } from './order.fixture';
import { waitingFor } from './waiting-for';

const check = (name: Check['check'], state: Check['state'], detail = ''): Check => ({
  check: name,
  state,
  value: null,
  limit: null,
  detail,
  atMs: null,
});
const claimed = { ...order, serial: '7K3MPQ2R', state: 'claimed' } as const;
const addressed = { ...claimed, draft: { cameraShown: 'rtsp://10.0.0.9/a' } };
const online = [check('credentials', 'ok'), check('online', 'ok')];

it.each([
  ['the sticker', 'scan', order, []],
  ['the box, after the scan', 'box', claimed, [check('credentials', 'running')]],
  ['the box to come online', 'online', claimed, [check('credentials', 'ok'), check('online', 'waiting')]],
  ['the address', 'address', claimed, online],
  ['the camera', 'camera', addressed, [...online, check('codec', 'waiting')]],
  ['nothing any more', 'picture', addressed, [...online, check('codec', 'warn')]],
] as const)('waits for %s', (_what, name, of, checks) => {
  expect(waitingFor(of, checks)).toEqual({ for: name, fault: '' });
});

it('a camera that can not be reached is told with its fault', () => {
  const fault = 'the camera refuses the user name or password: check them in the address';
  expect(waitingFor(addressed, [...online, check('codec', 'failed', fault)])).toEqual({
    for: 'camera',
    fault,
  });
});
