// The words on the map at a zoom: an alarm's always, a street's only from close by, Chinese upright.
import { describe, expect, it } from 'vitest';
import type { IncidentMark } from '../marks/incidents';
import { worldPixels } from '../geometry';
import type { SiteMark } from '../marks/sites';
import { grounds } from '../palette';
import { type Box, shared, type View } from '../view';
import { widthEm } from './declutter';
import { pinPx } from './incidents';
import { type Label, type LabelsFor, placeLabels } from './labels';

const site: SiteMark = {
  siteId: 'shop-01',
  name: '南漈路便利店',
  nameEn: 'Nanji Road Convenience Store',
  position: [119.52618, 26.66797],
  icon: 'site-shop-online',
  presence: 'online',
  lacks: [],
  lackSide: 'below',
  cameras: 2,
  troubled: 0,
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
  clusters: [],
  units: [],
  incidents: [],
  selectedSiteId: null,
  zoom: 15,
  view: null,
  signs: [],
  lang: 'zh-CN',
  on: grounds.night,
};
const at = ({ position }: { position: IncidentMark['position'] }, [l, t, r, b]: Box, zoom: number): Box => {
  const [x, y] = worldPixels(position, zoom);
  return [x + l, y + t, x + r, y + b];
};
/** The pin as it is drawn, without its point. */
const pinBox = (priority: 1 | 2 | 3 | 4, shiftPx: number): Box => {
  const half = pinPx[priority] / 2;
  return [shiftPx - half + 4, -2 * half, shiftPx + half - 4, -8];
};
/** A label with its plate. */
const boxOf = ({ text, sizePx, offset: [x, y], anchor, position }: Label, zoom: number): Box => {
  const lines = text.split('\n');
  const [wide, high] = [Math.max(...lines.map(widthEm)) * sizePx, lines.length * sizePx * 1.25];
  const left = x - { start: 0, middle: wide / 2, end: wide }[anchor];
  return at({ position }, [left - 6, y - high / 2 - 4, left + wide + 6, y + high / 2 + 4], zoom);
};
const expectApart = (boxes: readonly Box[]) =>
  boxes.forEach((one, n) => boxes.slice(n + 1).forEach((other) => expect(shared(one, other)).toBe(0)));
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

  it('say the place of three incidents on one spot once, with their number, and cover neither each other nor a pin', () => {
    const spot = [
      { ...panic, incidentId: 'lens', kind: 'lens-covered', priority: 2, shiftPx: 48 },
      { ...panic, incidentId: 'help', kind: 'help', priority: 2, shiftPx: 0 },
      { ...panic, shiftPx: -48 },
    ] as const;
    for (const lang of ['zh-CN', 'en'] as const)
      for (const zoom of [12, 15, 18]) {
        const labels = placeLabels({ ...nothing, incidents: spot, zoom, lang });
        const [first, ...rest] = labels.map(({ text }) => text);
        expect(first).toBe(
          lang === 'en' ? 'Panic\nNanji Road Convenience Store ×3' : '紧急报警\n南漈路便利店 ×3',
        );
        for (const text of rest) expect(text).not.toContain('\n');
        const pins = spot.map(({ priority, shiftPx }) => pinBox(priority, shiftPx));
        expectApart(
          labels.map((each) => boxOf(each, zoom)).concat(pins.map((pin) => at(spot[0], pin, zoom))),
        );
      }
  });

  it('lie beside each other where two calling spots are close together', () => {
    const next: IncidentMark = {
      ...panic,
      incidentId: 'i2',
      position: [panic.position[0] + 0.002, panic.position[1]],
    };
    for (const zoom of [14, 14.6, 15]) {
      const labels = placeLabels({ ...nothing, incidents: [panic, next], zoom });
      expect(labels).toHaveLength(2);
      expectApart(labels.map((each) => boxOf(each, zoom)));
    }
  });

  it('turn to the side that is in view, and clear of the buttons', () => {
    const view = (dxPx: number, dyPx: number): View => ({
      middle: panic.position.map((each, n) => each + [-dxPx, dyPx][n]! * [0.0000429, 0.0000383][n]!) as [
        number,
        number,
      ],
      zoom: 14,
      widePx: 800,
      highPx: 700,
    });
    const anchor = (dxPx: number, dyPx: number) =>
      placeLabels({ ...nothing, incidents: [panic], zoom: 14, view: view(dxPx, dyPx) })[0]!.anchor;
    expect(anchor(0, 0)).toBe('start');
    expect(anchor(350, 0)).toBe('end');
    expect(anchor(-350, 0)).toBe('start');
    expect(anchor(220, -250)).toBe('end');
  });

  it('in a storm cover no other label, except that panics and calls for help are said at any cost', () => {
    const view: View = { middle: [119.527, 26.664], zoom: 14, widePx: 600, highPx: 660 };
    const storm = Array.from({ length: 36 }, (_, n): IncidentMark => ({
      ...panic,
      incidentId: `i-${n}`,
      siteId: null,
      priority: n % 12 === 0 ? 1 : n % 3 === 0 ? 2 : 3,
      position: [119.5165 + ((n * 7) % 36) * 0.0006, 26.654 + ((n * 11) % 36) * 0.00055],
    })).toSorted((a, b) => b.priority - a.priority);
    const labels = placeLabels({ ...nothing, incidents: storm, zoom: 14, view });
    const isUrgent = ({ id }: Label) =>
      storm.some(({ incidentId, priority }) => id === `incident ${incidentId}` && priority <= 2);
    expect(labels.filter(isUrgent)).toHaveLength(storm.filter(({ priority }) => priority <= 2).length);
    expect(labels.filter((each) => !isUrgent(each)).length).toBeGreaterThan(5);
    expectApart(labels.map((each) => boxOf(each, 14)));
  });

  it('of a panic that somebody has received come before those of lesser alarms that call', () => {
    const taken: IncidentMark = { ...panic, incidentId: 'taken', calls: false, icon: 'incident-1-taken' };
    const lesser = Array.from({ length: 12 }, (_, n): IncidentMark => ({
      ...panic,
      incidentId: `lesser-${n}`,
      kind: 'picture-lost',
      priority: 3,
      position: [panic.position[0] + (n - 6) * 0.0012, panic.position[1] + ((n * 5) % 7) * 0.0008],
    }));
    const shown = placeLabels({ ...nothing, incidents: [...lesser, taken], zoom: 13.5 }).map(({ id }) => id);
    expect(shown[0]).toBe('incident taken');
    expect(shown.length).toBeLessThan(13);
  });

  it('of a unit leave the side free to which it goes', () => {
    const unit = {
      unitId: 'unit-01',
      name: '巡逻 01 车',
      nameEn: 'Patrol Car 01',
      position: [119.52, 26.66] as [number, number],
      icon: 'unit-patrol-on' as const,
      task: null,
      onDuty: true,
      oldByMs: null,
    };
    const anchorOf = (headingDeg: number | null) =>
      placeLabels({ ...nothing, units: [{ ...unit, headingDeg }] })[0]!.anchor;
    expect([null, 0, 90, 180, 270].map(anchorOf)).toEqual(['start', 'start', 'end', 'start', 'start']);
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
      headingDeg: null,
      task: null,
      onDuty: true,
    };
    expect(texts({ units: [{ ...unit, oldByMs: null }] })).toEqual(['巡逻 01 车']);
    expect(texts({ units: [{ ...unit, oldByMs: 13 * 60_000 }] })).toEqual(['巡逻 01 车 13 分钟前']);
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
