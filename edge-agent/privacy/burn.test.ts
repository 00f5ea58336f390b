// Privacy zones as boxes: they cover what was drawn, wholly, and not much more.
import { describe, expect, it } from 'vitest';
import { boxesOf, burnFilter, zonesName } from './burn.js';

const square = [
  [
    [0.25, 0.25],
    [0.5, 0.25],
    [0.5, 0.5],
    [0.25, 0.5],
  ],
] satisfies Parameters<typeof boxesOf>[0];

describe('privacy zones', () => {
  it('N4 a rectangle along the grid is one box and nothing more; no zones are no filter', () => {
    expect(boxesOf(square)).toEqual([{ left: 32, right: 64, top: 18, bottom: 36 }]);
    expect(burnFilter([])).toBeNull();
    expect(zonesName([])).toBeNull();
    expect(zonesName(square)).toMatch(/^[0-9a-f]{16}$/);
  });

  it('N4 every point of a zone is under a box, however thin or crooked the zone is', () => {
    const zones = [
      [
        [0.1, 0.1],
        [0.9, 0.13],
        [0.1, 0.11],
      ],
      [
        [0.5, 0.5],
        [0.95, 0.55],
        [0.7, 0.99],
        [0.62, 0.6],
        [0.4, 1],
      ],
    ] satisfies Parameters<typeof boxesOf>[0];
    const boxes = boxesOf(zones);
    const isCovered = (x: number, y: number) =>
      boxes.some(({ left, right, top, bottom }) => {
        return x * 128 >= left && x * 128 <= right && y * 72 >= top && y * 72 <= bottom;
      });
    for (const zone of zones) {
      for (const [index, [ax, ay]] of zone.entries()) {
        const [bx = ax, by = ay] = zone.at(index - 1) ?? [];
        for (let share = 0; share <= 1; share += 0.01) {
          expect(isCovered(ax + share * (bx - ax), ay + share * (by - ay))).toBe(true);
        }
      }
    }
    expect(isCovered(0.65, 0.75)).toBe(true);
    expect(isCovered(0.9, 0.9)).toBe(false);
    expect(isCovered(0.3, 0.3)).toBe(false);
    const area = boxes.reduce((sum, box) => sum + (box.right - box.left) * (box.bottom - box.top), 0);
    expect(area / (128 * 72)).toBeLessThan(0.25);
  });

  it('N4 a zone over everything is one box', () => {
    const whole = boxesOf([
      [
        [0, 0],
        [1, 0],
        [1, 1],
        [0, 1],
      ],
    ]);
    expect(whole).toEqual([{ left: 0, right: 128, top: 0, bottom: 72 }]);
  });
});
