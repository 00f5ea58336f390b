// The demo's walkers start near their first position's street, move at walking or driving speed, and never jump.
import { expect, test } from 'vitest';
import { demoUnits } from './district.js';
import { walkAt, walkingUnits } from './walk.js';

test('a walking unit moves a little each second and comes back, and only known units walk', () => {
  for (const unitId of walkingUnits) {
    expect(demoUnits.find((unit) => unit.unitId === unitId)?.personIds).toEqual([]);
    const steps = Array.from({ length: 900 }, (_, second) => walkAt(unitId, second * 1000)!);
    const longest = Math.max(
      ...steps.slice(1).map((to, at) => Math.hypot(to.lon - steps[at]!.lon, to.lat - steps[at]!.lat)),
    );
    // About 10 m; a jump from the end of a street to its beginning would be hundreds.
    expect(longest).toBeGreaterThan(0);
    expect(longest).toBeLessThan(0.0001);
  }
  expect(walkAt('unit-01', 0)).toBeNull();
});
