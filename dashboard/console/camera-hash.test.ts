// A link to a camera's page, and links that are none.
import { expect, it } from 'vitest';
import { cameraOfHash, hashOf, incidentOfHash } from './camera-hash';

it('a link names a camera, and comes back from its own hash', () => {
  const camera = { siteId: 'shop-01', sourceId: 'camera-1' };
  expect(hashOf(camera)).toBe('#camera=shop-01/camera-1');
  expect(cameraOfHash(hashOf(camera))).toEqual(camera);
});

it('what is no camera’s link opens none', () => {
  for (const hash of ['', '#camera=', '#camera=shop-01', '#camera=a/b/c', '#camera=<b>/x', '#other=a/b'])
    expect(cameraOfHash(hash)).toBeNull();
  expect(hashOf(null)).toBe('');
});

it('opens the incident that a link names, and nothing for what is no id', () => {
  expect(incidentOfHash('#incident=01mcc5w7fxhgtckjt835ccpz1s')).toBe('01mcc5w7fxhgtckjt835ccpz1s');
  expect(['#incident=../x', '#incident=', '#camera=a/b', ''].map(incidentOfHash)).toEqual([
    null,
    null,
    null,
    null,
  ]);
});
