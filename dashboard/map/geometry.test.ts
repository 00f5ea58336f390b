// The map's plane geometry against figures that are known.
import { expect, test } from 'vitest';
import { boundsOf, middleOf, worldPixels } from './geometry';

test('the middle of an L lies in its heavy part, however large the degrees are', () => {
  const l = [
    [119.5, 26.6],
    [119.52, 26.6],
    [119.52, 26.61],
    [119.51, 26.61],
    [119.51, 26.62],
    [119.5, 26.62],
  ] as const;
  const [lon, lat] = middleOf(l);
  expect(lon).toBeCloseTo(119.508333, 5);
  expect(lat).toBeCloseTo(26.608333, 5);
});

test('the world is 512 pixels wide at zoom 0, with 0°, 0° in its middle', () => {
  expect(worldPixels([0, 0], 0)).toEqual([256, 256]);
  expect(worldPixels([180, 0], 1)[0]).toBe(1024);
});

test('no points have no bounds', () => {
  expect(boundsOf([])).toBeNull();
  expect(
    boundsOf([
      [119.5, 26.6],
      [119.6, 26.5],
    ]),
  ).toEqual([119.5, 26.5, 119.6, 26.6]);
});
