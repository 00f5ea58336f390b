// What the palette finds by a few letters, and in which order.
import { describe, expect, it } from 'vitest';
import { bestOf, fitOf } from './fuzzy';

const best = (typed: string, names: string[]) => bestOf(typed, names, (name) => name, 9);

describe('fuzzy', () => {
  it('a beginning before a middle, a whole run before scattered letters', () => {
    expect(best('shop', ['Workshop 3', 'Shop 1', 'south-harbour-op'])).toEqual([
      'Shop 1',
      'Workshop 3',
      'south-harbour-op',
    ]);
    expect(best('海滨', ['闽东海滨社区', '海滨便利店', '塔山路口'])).toEqual(['海滨便利店', '闽东海滨社区']);
  });

  it('every word counts, in any order, and letters may be left out', () => {
    expect(fitOf('gate north', 'North gate camera')).not.toBeNull();
    expect(fitOf('gate south', 'North gate camera')).toBeNull();
    expect(fitOf('ngc', 'North gate camera')).not.toBeNull();
    expect(best('', ['b', 'a'])).toEqual(['b', 'a']);
  });
});
