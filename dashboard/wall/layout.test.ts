// A hand at the wall: what is put, dragged, cleared and resized, and what of it is kept.
import type { CameraRef } from '@haixi/proto/accounts/desk';
import { expect, it } from 'vitest';
import { keepWall, keptWall } from './kept-wall';
import {
  beside,
  cleared,
  emptyLayout,
  isSaved,
  keyOfCamera,
  type Layout,
  layoutOf,
  nextEmpty,
  placed,
  resized,
  shownOf,
  stepped,
  swapped,
  wallOf,
} from './layout';

const a: CameraRef = { siteId: 'shop-01', sourceId: 'camera-1' };
const b: CameraRef = { siteId: 'shop-01', sourceId: 'camera-2' };
const c: CameraRef = { siteId: 'road-01', sourceId: 'camera-1' };

const letters = new Map([a, b, c].map((camera, at) => [keyOfCamera(camera), 'abc'[at]!]));
const said = (layout: Layout) =>
  shownOf(layout)
    .map((each) => (each === null ? '-' : letters.get(keyOfCamera(each))))
    .join('');

it('a camera that is dropped stands where it was dropped, and one that was there goes', () => {
  const wall = placed(placed(emptyLayout(4), 2, a), 2, b);
  expect(said(wall)).toBe('--b-');
});

it('a camera is on the wall once: dropped again, it changes places with what is there', () => {
  const wall = placed(placed(emptyLayout(4), 0, a), 3, b);
  expect(said(placed(wall, 3, a))).toBe('b--a');
  expect(said(placed(wall, 1, a))).toBe('-a-b');
  expect(said(swapped(wall, 0, 3))).toBe('b--a');
});

it('what a smaller wall does not show comes back with a larger one, but never twice', () => {
  const four = placed(placed(emptyLayout(4), 0, a), 3, b);
  const one = resized(four, 1);
  expect([said(one), said(resized(one, 4))]).toEqual(['a', 'a--b']);
  expect(said(resized(placed(one, 0, b), 4))).toBe('b---');
  expect([1, 4, 9, 16].map((size) => stepped(resized(four, size as 4), 1).size)).toEqual([4, 9, 16, 16]);
});

it('from the list one tile after another is filled, around the end', () => {
  const wall = placed(placed(emptyLayout(4), 2, a), 3, b);
  expect([nextEmpty(wall, 2), nextEmpty(placed(wall, 0, c), 2), nextEmpty(emptyLayout(1), 0)]).toEqual([
    0, 1, 0,
  ]);
  expect(nextEmpty(placed(emptyLayout(1), 0, a), 0)).toBeNull();
  expect(said(cleared(wall, 2))).toBe('---b');
});

it('the arrows go from tile to tile and stop at the edge', () => {
  expect((['left', 'right', 'up', 'down'] as const).map((way) => beside(4, 9, way))).toEqual([3, 5, 1, 7]);
  expect((['left', 'up'] as const).map((way) => beside(0, 16, way))).toEqual([0, 0]);
  expect((['right', 'down'] as const).map((way) => beside(15, 16, way))).toEqual([15, 15]);
});

it('a saved wall is what was in sight, opens as it was, and tells when it was changed since', () => {
  const wall = placed(placed(emptyLayout(4), 1, a), 3, b);
  const saved = wallOf('早班', resized(wall, 4));
  expect(saved.tiles).toEqual([null, a, null, b]);
  expect(said(layoutOf(saved))).toBe('-a-b');
  expect([isSaved(wall, saved), isSaved(cleared(wall, 1), saved), isSaved(resized(wall, 9), saved)]).toEqual([
    true,
    false,
    false,
  ]);
  expect(said(layoutOf({ size: 4, tiles: [a, a, b] }))).toBe('a-b-');
});

it('the wall is found again as it was left, by its own person', () => {
  const kept = new Map<string, string>();
  const storage = {
    getItem: (key: string) => kept.get(key) ?? null,
    setItem: (key: string, value: string) => void kept.set(key, value),
  };
  const layout = placed(emptyLayout(9), 8, c);
  keepWall(storage, 'op-lin', { name: '早班', layout });
  expect(keptWall(storage, 'op-lin')).toEqual({ name: '早班', layout });
  expect(keptWall(storage, 'op-chen')).toBeNull();
  storage.setItem('haixi-wall/op-chen', '{"size":5}');
  expect(keptWall(storage, 'op-chen')).toBeNull();
});
