// Signs at the map's edge: one for each spot that calls outside the view, the urgent ones first, none over another.
import { describe, expect, it } from 'vitest';
import { signsBeyond } from './beyond';
import type { IncidentMark } from './marks/incidents';
import { shared, type View } from './view';

const view: View = { middle: [119.53, 26.66], zoom: 15, widePx: 800, highPx: 700 };
const mark = (incidentId: string, lon: number, lat: number, priority: 1 | 2 = 1): IncidentMark => ({
  incidentId,
  siteId: null,
  position: [lon, lat],
  icon: `incident-${priority}-new`,
  priority,
  kind: 'panic',
  where: '',
  whereEn: '',
  calls: true,
  shiftPx: 0,
});
const told = (calling: readonly IncidentMark[]) =>
  signsBeyond(calling, view).map((sign) => sign.mark.incidentId);

describe('signs beyond the view', () => {
  it('stand for what is outside of it, not for what is seen', () => {
    expect(told([mark('seen', 119.53, 26.66), mark('beyond', 119.58, 26.66)])).toEqual(['beyond']);
  });

  it('stand at the edge on the way to it, and point there', () => {
    const [east] = signsBeyond([mark('east', 119.58, 26.66)], view);
    expect(east!.box[2]).toBe(800 - 8);
    expect(east!.box[1]).toBeLessThan(350);
    expect(east!.box[3]).toBeGreaterThan(340);
    expect(east!.angle).toBeCloseTo(0, 0);
    const [north] = signsBeyond([mark('north', 119.53, 26.7)], view);
    expect(north!.box[1]).toBe(8);
    expect((north!.box[0] + north!.box[2]) / 2).toBe(400);
    expect(north!.angle).toBeCloseTo(-90, 0);
  });

  it('are one for a spot, with the number of what calls there', () => {
    const spot = [mark('second', 119.58, 26.66, 2), mark('first', 119.58, 26.66)];
    const signs = signsBeyond(spot, view);
    expect(signs.map((sign) => [sign.mark.incidentId, sign.count])).toEqual([['first', 2]]);
  });

  it('are at most four, the most urgent, and lie neither on each other nor under the buttons', () => {
    const less = mark('less', 119.5, 26.66, 2);
    const urgent = Array.from({ length: 9 }, (_, n) => mark(`urgent-${n}`, 119.58, 26.7 + n * 0.0002));
    const signs = signsBeyond([less, ...urgent], view);
    expect(signs).toHaveLength(4);
    for (const [n, one] of signs.entries()) {
      expect(one.mark.priority).toBe(1);
      expect(shared(one.box, [710, 0, 800, 178])).toBe(0);
      for (const other of signs.slice(n + 1)) expect(shared(one.box, other.box)).toBe(0);
    }
  });

  it('go without words on a narrow map, whose middle they leave free', () => {
    const narrow = { ...view, widePx: 374 };
    const all = [mark('west', 119.4, 26.66), mark('east', 119.58, 26.66)];
    for (const { box, short } of signsBeyond(all, narrow)) {
      expect(short).toBe(true);
      expect(shared(box, [127, 0, 247, 700])).toBe(0);
    }
  });

  it('are left out of a map that has no room for them', () => {
    expect(signsBeyond([mark('beyond', 119.58, 26.66)], { ...view, widePx: 120, highPx: 60 })).toEqual([]);
  });
});
