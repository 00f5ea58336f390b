// The map as a person arranges it, and when it moves by itself.
import { describe, expect, it } from 'vitest';
import { isAt, mapDeskOf, toggledLayer } from './arrangement';
import { handsOffMs, mayFollow, newlyCalling } from './follow';
import type { IncidentMark } from './marks/incidents';
import type { View } from './view';

const view: View = { middle: [119.5273, 26.6659], zoom: 14.25, widePx: 900, highPx: 600 };

describe('the own view', () => {
  it('is known again where it was kept, and is another one after a drag or a step of the wheel', () => {
    const own = mapDeskOf(view);
    expect(isAt(own, view)).toBe(true);
    expect(isAt(own, { ...view, middle: [119.5283, 26.6659] })).toBe(false);
    expect(isAt(own, { ...view, middle: [119.5273, 26.6669] })).toBe(false);
    expect(isAt(own, { ...view, zoom: 14.5 })).toBe(false);
  });

  it('is kept without the noise of a flight', () => {
    expect(mapDeskOf({ ...view, middle: [119.52730000001, 26.66590000004], zoom: 14.2500001 })).toEqual({
      lon: 119.5273,
      lat: 26.6659,
      zoom: 14.25,
    });
  });
});

describe('layers', () => {
  it('are hidden and shown one by one, and kept in one order', () => {
    const hidden = toggledLayer(toggledLayer([], 'labels'), 'cameras');
    expect(hidden).toEqual(['cameras', 'labels']);
    expect(toggledLayer(hidden, 'cameras')).toEqual(['labels']);
  });
});

describe('following', () => {
  const free = { follows: true, working: false, touchedAtMs: null, nowMs: 1_000_000 };

  it('goes only where the person wants it and works on nothing', () => {
    expect(mayFollow(free)).toBe(true);
    expect(mayFollow({ ...free, follows: false })).toBe(false);
    expect(mayFollow({ ...free, working: true })).toBe(false);
  });

  it('keeps still under a hand and ten seconds after it', () => {
    expect(mayFollow({ ...free, touchedAtMs: free.nowMs - handsOffMs + 1 })).toBe(false);
    expect(mayFollow({ ...free, touchedAtMs: free.nowMs - handsOffMs })).toBe(true);
  });

  it('goes to the most urgent of those that have just begun to call', () => {
    const [quiet, urgent, old] = ['a', 'b', 'c'].map((incidentId): IncidentMark => ({
      incidentId,
      siteId: null,
      position: [119.5, 26.6],
      icon: 'incident-1-new',
      priority: 1,
      kind: 'panic',
      where: '',
      whereEn: '',
      calls: true,
      shiftPx: 0,
    }));
    if (!quiet || !urgent || !old) throw new Error('three marks');
    expect(newlyCalling(new Set(['c']), [quiet, urgent, old])).toBe(urgent);
    expect(newlyCalling(new Set(['a', 'b', 'c']), [quiet, urgent, old])).toBeNull();
  });
});
