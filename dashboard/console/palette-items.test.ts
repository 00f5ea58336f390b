// What the search for places holds.
import { expect, test } from 'vitest';
import { areaIds, emptyPicture } from '../live/history.fixture';
import { namesIn } from '../store/names';
import { bestOf } from './fuzzy';
import { placeItems } from './palette-items';

const [areaId] = areaIds;
const shop = emptyPicture.sites['shop-01']!;
const gate = { sourceId: 'camera-1', type: 'camera', name: '店门', nameEn: 'Door', camera: null } as const;
const area = {
  areaId,
  parentId: null,
  name: '灵秀社区',
  nameEn: 'Lingxiu',
  outline: null,
  illustrative: true,
};
const picture = {
  ...emptyPicture,
  areas: { [areaId]: area },
  sites: { 'shop-01': { ...shop, sources: [gate] } },
};

test.each(['zh-CN', 'en'] as const)(
  'a place is found by name, address and code of either language in %s',
  (lang) => {
    const items = placeItems(picture, namesIn(picture, lang));
    const found = (typed: string) =>
      bestOf(typed, items, ({ title, about }) => `${title} ${about}`, 9).map(({ deed }) => deed)[0];
    const site = { do: 'site', siteId: 'shop-01' };
    const camera = { do: 'camera', siteId: 'shop-01', sourceId: 'camera-1' };
    const whole = { do: 'goToArea', areaId };
    expect(['灵秀', 'lingxiu', areaId].map(found)).toEqual([whole, whole, whole]);
    expect(['林记', 'seafood', '鹤峰路12', '12 hefeng', 'shop-01'].map(found)).toEqual(Array(5).fill(site));
    expect(['海味 店门', 'door', 'shop-01/camera-1'].map(found)).toEqual(Array(3).fill(camera));
    expect(found('东湖路')).toBeUndefined();
    expect(items.some(({ sort }) => sort === 'unit')).toBe(false);
  },
);
