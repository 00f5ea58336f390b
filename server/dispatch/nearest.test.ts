// Who to send, held against the rule: available first, by distance, old positions marked.
import { expect, test } from 'vitest';
import { distanceM, nearest } from './nearest.js';

const here = { lon: 119.527, lat: 26.664 };
const now = 1_800_000_000_000;
const at = (unitId: string, east: number, activeAssignments = 0, ageMs = 0) => ({
  unitId,
  activeAssignments,
  position: { lon: here.lon + east, lat: here.lat },
  positionAtMs: now - ageMs,
});

test('the nearest available unit comes first, busy ones after all available ones', () => {
  const order = nearest(here, [at('far', 0.02), at('busy', 0.001, 1), at('near', 0.005)], now).map(
    (one) => one.unitId,
  );
  expect(order).toEqual(['near', 'far', 'busy']);
});

test('a position is marked once it is older than 5 min, and keeps its place by distance', () => {
  const [first, second] = nearest(here, [at('b', 0.002, 0, 300_001), at('a', 0.001, 0, 300_000)], now);
  expect(first).toMatchObject({ unitId: 'a', positionOld: false });
  expect(second).toMatchObject({ unitId: 'b', positionOld: true });
});

test('a unit without a position has no distance, is marked, and comes last', () => {
  const unknown = { unitId: 'x', activeAssignments: 0, position: null, positionAtMs: null };
  expect(nearest(here, [unknown, at('y', 0.02)], now).at(-1)).toEqual({
    unitId: 'x',
    available: true,
    distanceM: null,
    position: null,
    positionAtMs: null,
    positionOld: true,
    activeAssignments: 0,
  });
});

test('distance is right to a metre over the subdistrict', () => {
  // One thousandth of a degree of latitude is 111.19 m on a sphere of 6,371 km.
  expect(distanceM(here, { lon: here.lon, lat: here.lat + 0.001 })).toBeCloseTo(111.19, 1);
  expect(distanceM(here, here)).toBe(0);
});
