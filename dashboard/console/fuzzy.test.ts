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

  it('a place as a caller says it: part of a name, street and number without spaces, a code; and nothing by chance', () => {
    const places = [
      '碑山路便利店 碑山社区 · 碑山路 22 号 · shop-07',
      '人民路银饰店 崇文社区 · 人民路 120 号 · shop-12',
    ];
    expect(best('碑山便利', places)).toEqual([places[0]]);
    expect(best('人民路120', places)).toEqual([places[1]]);
    expect(best('shop-12', places)).toEqual([places[1]]);
    expect(best('碑文号', places)).toEqual([]);
    expect(best('人民路 22', places)).toEqual([]);
  });
});
