// The pulse tells priorities apart by pace and reach, and stands still for who wants no motion.
import { expect, test } from 'vitest';
import type { IncidentMark } from '../marks/incidents';
import { grounds } from '../palette';
import { beatsOf, pulseLayers, pulsePx } from './pulse';

const mark = (priority: 1 | 2 | 3 | 4): IncidentMark => ({
  incidentId: `i-${priority}`,
  siteId: null,
  position: [119.53, 26.66],
  icon: `incident-${priority}-new`,
  priority,
  kind: 'panic',
  where: '',
  whereEn: '',
  calls: true,
  shiftPx: 0,
});
const beats = beatsOf([mark(3), mark(1)]);
const scalesAt = (atMs: number | null) =>
  pulseLayers(beats, atMs, grounds.night).map(({ props }) => props.radiusScale);
/** How often a ring begins anew within a minute, sampled like the map draws it. */
const begins = (layer: number) => {
  const scales = Array.from({ length: 600 }, (_, n) => scalesAt(n * 100)[layer]!);
  return scales.filter((scale, n) => n > 0 && scale < scales[n - 1]!).length;
};

test('a panic beats faster and wider than what is less urgent, on top of it, and never flashes', () => {
  expect(beats.map(({ priority }) => priority)).toEqual([3, 1]);
  expect(begins(1)).toBeGreaterThan(2 * begins(0));
  expect(begins(1)).toBeLessThanOrEqual(60);
  expect(pulsePx[1]).toBeGreaterThan(pulsePx[2]);
  expect(pulsePx[2]).toBeGreaterThan(pulsePx[3]);
});

test('under reduced motion every ring stands still, wide and seen', () => {
  const still = pulseLayers(beats, null, grounds.night);
  for (const { props } of still) expect(props).toMatchObject({ radiusScale: 0.8, opacity: 0.5 });
});
