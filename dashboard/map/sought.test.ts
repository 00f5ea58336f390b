// Where a place is that was looked for by its name.
import type { Picture } from '@haixi/proto/live/picture';
import { expect, test } from 'vitest';
import { areaIds, emptyPicture } from '../live/history.fixture';
import { groundOf } from './sought';

const [areaId] = areaIds;
const root = '350902002';
const area = (id: string, parentId: string | null, outline: [number, number][] | null) => ({
  areaId: id,
  parentId,
  name: id,
  nameEn: '',
  outline,
  illustrative: true,
});
const camera = { position: { lon: 119.6, lat: 26.7 }, headingDeg: 0, fovDeg: 60, rangeM: 50 };
const gate = { sourceId: 'camera-1', type: 'camera', name: '店门', nameEn: '', camera } as const;
const shop = emptyPicture.sites['shop-01']!;
const picture: Picture = {
  ...emptyPicture,
  areas: {
    [root]: area(root, null, null),
    [areaId]: area(areaId, root, [
      [119.5, 26.6],
      [119.54, 26.61],
      [119.52, 26.68],
    ]),
  },
  sites: { 'shop-01': { ...shop, sources: [gate, { ...gate, sourceId: 'camera-2', camera: null }] } },
};

test('an area is its outline; without one, the ground of its sites and of those below it', () => {
  expect(groundOf({ what: 'area', areaId }, picture)).toEqual({ within: [119.5, 26.6, 119.54, 26.68] });
  const { lon, lat } = shop.position;
  expect(groundOf({ what: 'area', areaId: root }, picture)).toEqual({ within: [lon, lat, lon, lat] });
  expect(groundOf({ what: 'area', areaId: 'gone' }, picture)).toBeNull();
});

test('a camera is where it stands, or at its site where that is not registered', () => {
  const at = (sourceId: string) => groundOf({ what: 'camera', siteId: 'shop-01', sourceId }, picture);
  expect(at('camera-1')).toEqual({ at: [119.6, 26.7] });
  expect(at('camera-2')).toEqual(groundOf({ what: 'site', siteId: 'shop-01' }, picture));
  expect(groundOf({ what: 'site', siteId: 'gone' }, picture)).toBeNull();
});
