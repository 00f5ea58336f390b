// Finding a camera among a thousand, the broken ones first.
import { describe, expect, it } from 'vitest';
import { aCamera, aReading, aSite } from '../store/camera.fixture';
import { camerasSeen } from '../store/camera-state';
import { anyCamera, countStates, findCameras } from './find-cameras';
import { visibleRows } from './visible-rows';

const nowMs = 1_000_000;
const sites = {
  shop: aSite({ siteId: 'shop', name: '茶叶店', sources: [aCamera('camera-1'), aCamera('camera-2')] }),
  gate: aSite({
    siteId: 'gate',
    name: '东门',
    nameEn: 'East Gate',
    type: 'institution',
    areaId: 'other',
    presence: 'dark',
  }),
};
const cameras = camerasSeen(
  sites,
  {
    positions: [],
    tablets: [],
    sites: [aReading('shop', nowMs, [{}, { sourceId: 'camera-2', state: 'lost' }])],
  },
  nowMs,
);
const found = (wanted: Partial<typeof anyCamera>) =>
  findCameras(cameras, {}, { ...anyCamera, ...wanted }).map(
    ({ site, source }) => `${site.siteId}/${source.sourceId}`,
  );

describe('find cameras', () => {
  it('the lost one stands before the dark site’s, and both before the one that is well', () => {
    expect(found({})).toEqual(['shop/camera-2', 'gate/camera-1', 'shop/camera-1']);
  });

  it('by words, state, area and type of site', () => {
    expect(found({ words: '茶叶 camera-1' })).toEqual(['shop/camera-1']);
    expect(found({ words: 'tea door camera-1' })).toEqual(['shop/camera-1']);
    expect(found({ state: 'dark' })).toEqual(['gate/camera-1']);
    expect(found({ areaId: 'other' })).toEqual(['gate/camera-1']);
    expect(found({ siteType: 'shop', state: 'dark' })).toEqual([]);
  });

  it('counts each state, the worst first', () => {
    expect(countStates(cameras)).toEqual([
      { state: 'lost', count: 1 },
      { state: 'dark', count: 1 },
      { state: 'ok', count: 1 },
    ]);
  });
});

describe('rows in view', () => {
  it('of a thousand are those one sees and a few beyond', () => {
    expect(visibleRows(1000, 50, 0, 500)).toEqual({ from: 0, to: 18 });
    expect(visibleRows(1000, 50, 25_000, 500)).toEqual({ from: 492, to: 518 });
    expect(visibleRows(1000, 50, 49_500, 500)).toEqual({ from: 982, to: 1000 });
  });

  it('of a list that became shorter than it was scrolled are none beyond its end', () => {
    expect(visibleRows(3, 50, 10_000, 500)).toEqual({ from: 3, to: 3 });
  });
});
