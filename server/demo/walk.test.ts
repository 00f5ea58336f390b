// The demo's units walk their beats without a jump, go along streets to where they are called, stand there, and come back.
import { expect, test } from 'vitest';
import { demoSites, demoUnits } from './district.js';
import { headingOf, metres, wayTo } from './streets.js';
import { isThere, walked, type Walker, walkerOf, walkingUnits } from './walk.js';

const nowMs = 1_800_000_000_000;
const shop = demoSites.find(({ siteId }) => siteId === 'shop-03')!.position;

test('every unit on duty walks, a little each second, looks where it goes, and never leaves its beat', () => {
  const onDuty = demoUnits.filter((unit) => unit.onDuty).map(({ unitId }) => unitId);
  expect(walkingUnits.toSorted()).toEqual(onDuty.toSorted());
  for (const unitId of walkingUnits) {
    let at = walkerOf(unitId, nowMs);
    const begun = at.position;
    for (let second = 0; second < 900; second += 1) {
      const next = walked(at, 1, null);
      const m = metres(at.position, next.position);
      expect(m).toBeLessThan(9);
      expect(metres(begun, next.position)).toBeLessThan(1_500);
      // Within a second it may turn a corner.
      if (m > 0.5 && at.headingDeg === next.headingDeg)
        expect(Math.abs(headingOf(at.position, next.position) - next.headingDeg!) % 358).toBeLessThan(3);
      at = next;
    }
  }
});

test('a unit that is called is there within a minute and a half, stands, and is back on its beat later', () => {
  for (const unitId of walkingUnits) {
    let at: Walker = walkerOf(unitId, nowMs);
    const seconds = steps(at, 90, (one) => !isThere(one));
    at = seconds.at(-1)!;
    expect([unitId, isThere(at), at.headingDeg]).toEqual([unitId, true, null]);
    expect(walked(at, 60, shop).position).toEqual(at.position);
    for (let second = 0; second < 1_500; second += 1) at = walked(at, 1, null);
    expect(at).toMatchObject({ goal: null, way: [] });
  }
});

test('the way to a place goes by crossings, and over the river by a bridge', () => {
  const far = wayTo({ lon: 119.51599, lat: 26.67382 }, { lon: 119.5384, lat: 26.655 });
  expect(far.length).toBeGreaterThan(8);
  for (const [at, to] of far.slice(1).entries()) expect(metres(far[at]!, to)).toBeLessThan(600);
});

/** Second by second, called to the shop, as long as it has to. */
function steps(from: Walker, most: number, goesOn: (walker: Walker) => boolean): Walker[] {
  const all = [from];
  while (all.length <= most && goesOn(all.at(-1)!)) all.push(walked(all.at(-1)!, 1, shop));
  return all;
}
