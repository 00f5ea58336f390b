// A camera's state is the worst that is true of it, and nothing is said of what is not known.
import type { OpenTrouble, Site } from '@haixi/proto/live/picture';
import type { CameraReading } from '@haixi/proto/mqtt/messages';
import { expect, it } from 'vitest';
import { aReading, aSite } from './camera.fixture';
import { cameraSeen, cameraSigns, cameraStates } from './camera-state';
import { readingOldAfterMs } from './reading-age';

const nowMs = 1_000_000;
const stateOf = (site: Partial<Site>, reading: Partial<CameraReading> | null, ageMs = 0) =>
  cameraSeen(
    { 'shop-01': aSite(site) },
    { positions: [], tablets: [], sites: reading ? [aReading('shop-01', nowMs - ageMs, [reading])] : [] },
    'shop-01',
    'camera-1',
    nowMs,
  )?.state;
const few = (sourceId: string | null): OpenTrouble => ({
  sourceId,
  trouble: 'frames-few',
  value: 3,
  limit: 5,
  sinceMs: 0,
});

it('L3 a dark site and an old reading vouch for no picture', () => {
  expect(stateOf({ presence: 'dark' }, { state: 'ok' })).toBe('dark');
  expect(stateOf({ presence: 'never' }, null)).toBe('never');
  expect(stateOf({}, { state: 'ok' }, readingOldAfterMs + 1)).toBe('unknown');
  expect(stateOf({}, null)).toBe('unknown');
  expect(stateOf({}, { sourceId: 'camera-2' })).toBe('unknown');
});

it('the picture’s own state outranks a trouble, and the agent’s troubles are not the camera’s', () => {
  expect(stateOf({}, { state: 'ok' })).toBe('ok');
  expect(stateOf({ troubles: [few('camera-1')] }, { state: 'ok' })).toBe('troubled');
  expect(stateOf({ troubles: [few('camera-1')] }, { state: 'covered' })).toBe('covered');
  expect(stateOf({ troubles: [few(null)] }, { state: 'ok' })).toBe('ok');
});

it('every state has a sign that no other has', () => {
  expect(new Set(cameraStates.map((state) => cameraSigns[state])).size).toBe(cameraStates.length);
});
