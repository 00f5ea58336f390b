// Drawing an outline and turning a heading.
import { expect, it } from 'vitest';
import { metresBetween } from '@haixi/proto/devices/placing';
import { bearingOf, cornersOf, metresPerPixel, placeAt, withCorner } from './outline';

const square: [number, number][] = [
  [119.5, 26.6],
  [119.6, 26.6],
  [119.6, 26.7],
  [119.5, 26.7],
];

it('corners follow one another until there is a surface', () => {
  expect(square.slice(0, 3).reduce(withCorner, [] as [number, number][])).toEqual(square.slice(0, 3));
});

it('a further corner goes into the side it is nearest to, the last one too', () => {
  expect(withCorner(square, [119.55, 26.59])[1]).toEqual([119.55, 26.59]);
  expect(withCorner(square, [119.61, 26.65])[2]).toEqual([119.61, 26.65]);
  expect(withCorner(square, [119.49, 26.65])[4]).toEqual([119.49, 26.65]);
});

it('a square drawn corner after corner is the square', () => {
  expect(square.reduce(withCorner, [] as [number, number][])).toEqual(square);
});

it('a closed ring has its first corner once', () => {
  expect(cornersOf([...square, square[0]!])).toEqual(square);
  expect(cornersOf(square)).toEqual(square);
  expect(cornersOf([])).toEqual([]);
});

it('a place in a direction lies in that direction, that far away', () => {
  const from = { lon: 119.52, lat: 26.66 };
  for (const heading of [0, 45, 90, 200, 359]) {
    const [lon, lat] = placeAt(from, heading, 80);
    expect(bearingOf(from, [lon, lat])).toBe(heading);
    expect(metresBetween(from, { lon, lat })).toBeCloseTo(80, 0);
  }
});

it('a pixel is half as many metres a zoom step further', () => {
  expect(metresPerPixel(26.66, 15) / metresPerPixel(26.66, 16)).toBeCloseTo(2, 6);
});
