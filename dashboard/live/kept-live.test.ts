// A tablet's picture of before, until the live one is there: shown, but never vouched for.
import { expect, test, vi } from 'vitest';
import { type Following, nothingYet } from './follow';
import { emptyPicture } from './history.fixture';
import { keptLive } from './kept-live';
import type { Live } from './live';

test('L3 what a tablet has kept is shown stale since then, until the live picture takes its place', () => {
  const kept = { ...emptyPicture };
  const live = keptLive({ picture: kept, asOfMs: 1_000 }, () => 9_000);
  expect([live.state().picture, live.staleSinceMs(), live.nowMs()]).toEqual([kept, 1_000, 9_000]);

  const real = new Real();
  const changed = vi.fn<() => void>();
  live.tellTablet('ready');
  live.subscribe(changed);
  live.goOn(real);
  expect(real.tablet).toBe('ready');
  real.become({ ...nothingYet, connected: true });
  expect([live.state().connected, live.state().picture, live.staleSinceMs()]).toEqual([true, kept, 1_000]);
  expect(live.state()).toBe(live.state());

  const fresh = { ...emptyPicture };
  real.become({ ...nothingYet, connected: true, picture: fresh });
  expect([live.state().picture, live.staleSinceMs(), live.nowMs()]).toEqual([fresh, null, 20_000]);
  expect(changed).toHaveBeenCalledTimes(3);
});

class Real implements Live {
  now: Following = nothingYet;
  tablet: string | null = null;
  #told = () => {};
  become(state: Following) {
    this.now = state;
    this.#told();
  }
  state = () => this.now;
  nowMs = () => (this.now.picture === null ? 0 : 20_000);
  asOfMs = () => 20_000;
  staleSinceMs = () => null;
  subscribe = (changed: () => void) => {
    this.#told = changed;
    return () => {};
  };
  awake = () => {};
  slept = () => {};
  close = () => {};
  tellTablet = (told: string | null) => {
    this.tablet = told;
  };
}
