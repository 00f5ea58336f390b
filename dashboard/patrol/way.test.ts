// Distances and winds as an officer would check them on a map, and positions going out neither too often nor too late.
import { expect, test } from 'vitest';
import { type Fix, afterSending, due, noFixes, withFix } from './fixes';
import { bearingDeg, distanceM, distanceText, windOf } from './way';

const here = { lon: 119.53, lat: 26.66 };
const startMs = 1_790_000_000_000;

test('I7 a hundredth of a degree is 1112 m to the north and 994 m to the east at Ningde', () => {
  expect(Math.round(distanceM(here, { ...here, lat: 26.67 }))).toBe(1112);
  expect(Math.round(distanceM(here, { ...here, lon: 119.54 }))).toBe(994);
});

test('I7 eight winds, north at both ends of the circle', () => {
  const to = (dLon: number, dLat: number) =>
    windOf(bearingDeg(here, { lon: here.lon + dLon, lat: here.lat + dLat }));
  expect([to(0, 1e-3), to(1e-3, 0), to(0, -1e-3), to(-1e-3, 0)]).toEqual(['n', 'e', 's', 'w']);
  expect([to(1e-3, 1e-3), to(-1e-3, -1e-3)]).toEqual(['ne', 'sw']);
  expect([windOf(359), windOf(337), windOf(22)]).toEqual(['n', 'nw', 'n']);
});

test('I7 distances carry no more digits than a position is good for', () => {
  expect([43, 996, 1_340, 12_400].map(distanceText)).toEqual(['40 m', '1000 m', '1.3 km', '12 km']);
});

test('L3 the first position goes at once, then together each 15 s', () => {
  const first = withFix(noFixes, fix(0));
  expect(due(first, startMs)).toHaveLength(1);
  const sent = afterSending(first, due(first, startMs));
  const standing = withFix(withFix(sent, fix(5)), fix(10));
  expect(due(standing, startMs + 10_000)).toEqual([]);
  expect(due(standing, startMs + 15_000)).toHaveLength(2);
});

test('L3 after 30 m a position does not wait for its turn', () => {
  const first = withFix(noFixes, fix(0));
  const sent = afterSending(first, first.unsent);
  expect(due(withFix(sent, fix(3, 2e-4)), startMs + 3_000)).toEqual([]);
  expect(due(withFix(sent, fix(3, 3e-4)), startMs + 3_000)).toEqual([fix(3, 3e-4)]);
});

test('L3 what came while a batch was on its way stays, and without a way the newest 500 are kept', () => {
  const batch = withFix(noFixes, fix(0));
  const later = withFix(batch, fix(2));
  expect(afterSending(later, batch.unsent).unsent).toEqual([fix(2)]);
  let many = noFixes;
  for (let i = 0; i < 600; i += 1) many = withFix(many, fix(i));
  expect(many.unsent).toHaveLength(500);
  expect(many.unsent.at(-1)?.atMs).toBe(startMs + 599_000);
});

function fix(afterS: number, dLat = 0): Fix {
  return {
    position: { lon: here.lon, lat: here.lat + dLat },
    accuracyM: 8,
    headingDeg: null,
    atMs: startMs + afterS * 1_000,
  };
}
