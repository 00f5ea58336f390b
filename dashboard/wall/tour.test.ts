// A tour by a clock that the test holds: what is shown, what comes next, and whose pause it is.
import type { CameraRef, Tour } from '@haixi/proto/accounts/desk';
import { describe, expect, it } from 'vitest';
import {
  begun,
  camerasOf,
  comingNext,
  goneOn,
  leftMs,
  pagesOf,
  passed,
  refitted,
  stopped,
  type Touring,
  turned,
} from './tour';

const camera = (n: number): CameraRef => ({ siteId: 'road-01', sourceId: `camera-${n}` });
const tour: Tour = { name: '夜间', eachS: 10, cameras: [1, 2, 3, 4, 5].map(camera) };
const start = (size: 1 | 4 = 4): Touring => begun(tour, size, () => true, 1_000)!;
const shown = (cameras: readonly CameraRef[]) => cameras.map(({ sourceId }) => sourceId.slice(7)).join('');

describe('tour', () => {
  it('fills the wall with as many as it has tiles, says what comes next, and begins again at the end', () => {
    const first = start();
    expect([shown(camerasOf(first)), shown(comingNext(first)), pagesOf(first)]).toEqual(['1234', '5', 2]);
    expect(shown(camerasOf(passed(first, 10_999)))).toBe('1234');
    const second = passed(first, 11_000);
    expect([shown(camerasOf(second)), shown(comingNext(second))]).toEqual(['5', '1234']);
    expect(leftMs(second, 11_000)).toBe(10_000);
    expect(shown(camerasOf(passed(second, 21_000)))).toBe('1234');
  });

  it('cameras that are gone are left out, and a tour without any does not begin', () => {
    const some = begun(tour, 1, ({ sourceId }) => sourceId > 'camera-3', 0)!;
    expect([shown(camerasOf(some)), shown(comingNext(some))]).toEqual(['4', '5']);
    expect(begun(tour, 1, () => false, 0)).toBeNull();
  });

  it('a pause keeps the rest of the time, and a press on the arrows gives a whole one', () => {
    const paused = stopped(start(), 'person', 4_000);
    expect([leftMs(paused, 99_000), passed(paused, 99_000).page]).toEqual([7_000, 0]);
    expect(leftMs(goneOn(paused, 'person', 99_000), 99_000)).toBe(7_000);
    const back = turned(paused, -1, 99_000);
    expect([back.page, leftMs(back, 200_000)]).toEqual([1, 10_000]);
  });

  it('a page that was hidden goes on where it was when it is seen; what the person stopped stays stopped', () => {
    const hidden = stopped(start(), 'hidden', 4_000);
    expect(leftMs(goneOn(hidden, 'hidden', 60_000), 60_000)).toBe(7_000);
    const both = stopped(hidden, 'person', 5_000);
    const seen = goneOn(both, 'hidden', 60_000);
    expect(passed(seen, 99_000).page).toBe(0);
    expect(goneOn(seen, 'person', 60_000).clock).toEqual({ is: 'running', untilMonoMs: 67_000 });
  });

  it('on a wall of another size it goes on with what is shown', () => {
    const third = turned(turned(turned(turned(start(1), 1, 0), 1, 0), 1, 0), 1, 0);
    expect(shown(camerasOf(third))).toBe('5');
    expect(shown(camerasOf(refitted(third, 4)))).toBe('5');
    expect(shown(camerasOf(refitted(refitted(third, 4), 1)))).toBe('5');
  });
});
