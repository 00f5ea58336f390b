// The words on the map at a zoom: an alarm's always, a street's only from close by, Chinese upright.
import { describe, expect, it } from 'vitest';
import type { IncidentMark } from '../marks/incidents';
import type { SiteMark } from '../marks/sites';
import { type LabelsFor, placeLabels } from './labels';

const site: SiteMark = {
  siteId: 'shop-01',
  name: '南漈路便利店',
  nameEn: 'Nanji Road Convenience Store',
  position: [119.52618, 26.66797],
  icon: 'site-shop-online',
  presence: 'online',
};
const panic: IncidentMark = {
  incidentId: 'i1',
  siteId: 'shop-01',
  position: site.position,
  icon: 'incident-1-new',
  priority: 1,
  kind: 'panic',
  where: site.name,
  whereEn: site.nameEn,
  calls: true,
  shiftPx: 0,
};
const nothing: LabelsFor = {
  areas: [],
  streets: [],
  sites: [],
  units: [],
  incidents: [],
  selectedSiteId: null,
  zoom: 15,
  lang: 'zh-CN',
};
const texts = (of: Partial<LabelsFor>) => placeLabels({ ...nothing, ...of }).map(({ text }) => text);

describe('the labels of the map', () => {
  it('say what happened and where, in the language of the page, at every zoom', () => {
    for (const zoom of [11.5, 14, 18]) {
      expect(texts({ incidents: [panic], zoom })).toEqual(['紧急报警\n南漈路便利店']);
      expect(texts({ incidents: [panic], zoom, lang: 'en' })).toEqual([
        'Panic\nNanji Road Convenience Store',
      ]);
    }
  });

  it('keep a calling alarm’s words in the middle of a crowd, and let the crowd go', () => {
    const crowd = Array.from({ length: 200 }, (_, n): SiteMark => {
      const position: [number, number] = [
        119.5256 + (n % 20) * 0.0001,
        26.6674 + Math.floor(n / 20) * 0.0001,
      ];
      return { ...site, siteId: `s-${n}`, name: `便利店 ${n}`, position };
    });
    const shown = texts({ incidents: [panic], sites: crowd });
    expect(shown).toContain('紧急报警\n南漈路便利店');
    expect(shown.length).toBeLessThan(30);
  });

  it('do not name a site twice when its incident names it', () => {
    expect(texts({ sites: [site], incidents: [panic] })).toHaveLength(1);
    expect(texts({ sites: [site] })).toEqual(['南漈路便利店']);
  });

  it('say that a site is dark from further away than they name the others', () => {
    const dark: SiteMark = { ...site, presence: 'dark', icon: 'site-shop-dark' };
    expect(texts({ sites: [dark], zoom: 13.75 })).toEqual(['南漈路便利店 失联']);
    expect(texts({ sites: [site], zoom: 13.75 })).toEqual([]);
  });

  it('say how old a unit’s position is once it is old', () => {
    const unit = {
      unitId: 'unit-01',
      name: '巡逻 01 车',
      nameEn: 'Patrol Car 01',
      position: [119.52, 26.66] as [number, number],
      icon: 'unit-patrol-on' as const,
      onDuty: true,
    };
    expect(texts({ units: [{ ...unit, oldByMs: null }] })).toEqual(['巡逻 01 车']);
    expect(texts({ units: [{ ...unit, oldByMs: 13 * 60_000 }] })).toEqual(['巡逻 01 车 13 分前']);
  });

  it('set a street that runs north one Chinese character under the other, and turn Latin along it', () => {
    const street = {
      text: '东门路',
      textEn: 'Dongmen Road',
      position: [119.53, 26.66] as [number, number],
      angle: 83,
      rank: 'main' as const,
    };
    expect(placeLabels({ ...nothing, streets: [street] })[0]).toMatchObject({
      text: '东\n门\n路',
      angle: -7,
    });
    expect(placeLabels({ ...nothing, streets: [street], lang: 'en' })[0]).toMatchObject({ angle: 83 });
    expect(texts({ streets: [street], zoom: 13 })).toEqual([]);
  });
});
