// The list beside the wall: by area and site, found by words, and honest about what it leaves out.
import { expect, it } from 'vitest';
import { aCamera, aReading, aSite } from '../store/camera.fixture';
import { camerasSeen } from '../store/camera-state';
import { cameraTree } from './camera-tree';

const shop = aSite({ sources: [aCamera('camera-1'), aCamera('camera-2')] });
const road = aSite({ siteId: 'road-01', areaId: '350902002003', name: '富民路口', nameEn: 'Fumin Crossing' });
const latest = { positions: [], sites: [aReading('shop-01', 0, [])], tablets: [] };
const cameras = camerasSeen({ 'shop-01': shop, 'road-01': road }, latest, 0);

it('cameras stand under their site and area, and are found by the words of any of them', () => {
  const { branches, found } = cameraTree(cameras, {}, '');
  expect([found, ...branches.map(({ areaId, count }) => `${areaId}: ${count}`)]).toEqual([
    3,
    '350902002001: 2',
    '350902002003: 1',
  ]);
  const one = cameraTree(cameras, {}, 'fumin');
  expect(one.branches.flatMap(({ sites }) => sites.map(({ site }) => site.siteId))).toEqual(['road-01']);
  expect(cameraTree(cameras, {}, '没有').found).toBe(0);
});

it('of ten thousand cameras it shows as many as can be read, and says how many more there are', () => {
  const many = Array.from({ length: 400 }, (_, n) => aCamera(`camera-${n}`));
  const all = camerasSeen({ 'shop-01': aSite({ sources: many }) }, latest, 0);
  expect(cameraTree(all, {}, '')).toMatchObject({ found: 400, notShown: 100 });
});
