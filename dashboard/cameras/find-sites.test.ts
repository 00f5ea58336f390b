// Finding a site among many.
import type { Site } from '@haixi/proto/live/picture';
import { describe, expect, it } from 'vitest';
import { countWrongs, findSites } from './find-sites';
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
  onTestUntilMs: null,
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

  it('D5 P3 a loss that waits for a person stands first, then dark, missing and unproven; each can be looked for', () => {
    const gap = { gapId: 'g', epoch: 'e', fromSeq: 1, toSeq: 1, missing: 1, sinceMs: 0 };
    const all = {
      ...sites,
      lost: { ...site('lost', '银行', 'dark'), gaps: [{ ...gap, lostAtMs: 1 }] },
      missing: { ...site('missing', '超市', 'online'), gaps: [{ ...gap, lostAtMs: null }] },
      unproven: { ...site('unproven', '医院', 'online'), unprovenSinceMs: 1 },
    };
    const idsOf = (wrong?: 'dark' | 'missing') => findSites(all, {}, '', wrong).map(({ siteId }) => siteId);
    expect(idsOf()).toEqual(['lost', 'two', 'missing', 'unproven', 'one', 'three']);
    expect(idsOf('dark')).toEqual(['lost', 'two']);
    expect(idsOf('missing')).toEqual(['missing']);
    expect(countWrongs(all).map(({ wrong, count }) => `${wrong} ${count}`)).toEqual([
      'lost 1',
      'dark 2',
      'missing 1',
      'unproven 1',
    ]);
    expect(countWrongs({ one: sites.one })).toEqual([]);
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
