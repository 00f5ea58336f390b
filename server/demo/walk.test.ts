// The demo's walkers start near their first position's street, move at walking or driving speed, and never jump.
import { expect, test } from 'vitest';
import { demoUnits, linkedPeople } from './district.js';
import { walkAt, walkingUnits } from './walk.js';

test('a walking unit moves a little each second and comes back, and none that has a tablet walks', () => {
  const linked = linkedPeople.map(({ personId }) => personId);
  for (const unitId of walkingUnits) {
    const unit = demoUnits.find((one) => one.unitId === unitId);
    expect(unit?.personIds.filter((personId) => linked.includes(personId))).toEqual([]);
    const steps = Array.from({ length: 900 }, (_, second) => walkAt(unitId, second * 1000)!.position);
    const longest = Math.max(
      ...steps.slice(1).map((to, at) => Math.hypot(to.lon - steps[at]!.lon, to.lat - steps[at]!.lat)),
    );
    // About 10 m; a jump from the end of a street to its beginning would be hundreds.
    expect(longest).toBeGreaterThan(0);
    expect(longest).toBeLessThan(0.0001);
  }
  expect(walkAt('unit-01', 0)).toBeNull();
});

test('a walking unit looks where it goes, and back when it goes back', () => {
  // South along the first street of unit-03.
  const there = walkAt('unit-03', 10_000)!;
  expect(there.headingDeg).toBeGreaterThan(180);
  expect(there.headingDeg).toBeLessThan(190);
  for (const unitId of walkingUnits) {
    for (let second = 1; second < 900; second += 7) {
      const [at, after] = [walkAt(unitId, second * 1000)!, walkAt(unitId, second * 1000 + 200)!];
      if (at.headingDeg !== after.headingDeg) continue;
      const east = (after.position.lon - at.position.lon) * 0.8935;
      const north = after.position.lat - at.position.lat;
      const turn = (at.headingDeg * Math.PI) / 180;
      expect(east * Math.sin(turn) + north * Math.cos(turn)).toBeGreaterThan(0);
    }
  }
});
