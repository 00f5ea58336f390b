// Finding a site among many.
import type { Site } from '@haixi/proto/live/picture';
import { describe, expect, it } from 'vitest';
import { findSites } from './find-sites';
import { isOld, readingOldAfterMs } from '../store/reading-age';

const site = (siteId: string, name: string, presence: Site['presence']): Site => ({
  siteId,
  areaId: 'a',
  type: 'shop',
  name,
  nameEn: '',
  address: '鹤峰路 12 号',
  addressEn: '12 Hefeng Road',
  position: { lon: 119, lat: 26 },
  sources: [],
  presence,
  presenceAtMs: null,
  troubles: [],
  unprovenSinceMs: null,
  gaps: [],
});
const sites = {
  one: site('one', '药店', 'online'),
  two: site('two', '茶叶店', 'dark'),
  three: site('three', '小学', 'never'),
};

describe('find sites', () => {
  it('P2 what has gone dark stands first', () => {
    expect(findSites(sites, {}, '').map(({ siteId }) => siteId)).toEqual(['two', 'one', 'three']);
  });

  it('every word has to be there, in name, address or id, in either language', () => {
    expect(findSites(sites, {}, '鹤峰 药店').map(({ siteId }) => siteId)).toEqual(['one']);
    expect(findSites(sites, {}, 'hefeng two').map(({ siteId }) => siteId)).toEqual(['two']);
    expect(findSites(sites, {}, 'THREE').map(({ siteId }) => siteId)).toEqual(['three']);
    expect(findSites(sites, {}, '银行')).toEqual([]);
  });

  it('L3 a reading that missed three of its turns is old, and so is none at all', () => {
    expect(isOld(1_000, 1_000 + readingOldAfterMs)).toBe(false);
    expect(isOld(1_000, 1_001 + readingOldAfterMs)).toBe(true);
    expect(isOld(null, 0)).toBe(true);
  });
});
