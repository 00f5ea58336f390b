// The base layer: the same town every time, names that can be read upright, and a style without an address in it.
import { describe, expect, it } from 'vitest';
import { drawTown } from './draw';
import { place } from './plan';
import { streetNames } from './street-names';
import { baseStyle } from './style';

const town = drawTown();

describe('the base layer', () => {
  it('draws the same town every time', () => {
    expect(drawTown()).toEqual(town);
  });

  it('has streets of every rank, houses, and a bridge for each main street over the river', () => {
    const of = (rank: string) =>
      town.streets.features.filter(({ properties }) => properties?.['rank'] === rank);
    for (const rank of ['main', 'collector', 'street', 'lane']) expect(of(rank).length).toBeGreaterThan(4);
    expect(of('main').filter(({ properties }) => properties?.['bridge'])).toHaveLength(5);
    expect(town.buildings.features.length).toBeGreaterThan(200);
  });

  it('stands in downtown Jiaocheng', () => {
    const [lon, lat] = place([0, 0]);
    expect(Math.hypot(lon - 119.527, lat - 26.664)).toBeLessThan(0.002);
  });

  it('turns no street name upside down, in any of its places', () => {
    const names = streetNames(town.named, town.spots);
    expect(names.every(({ angle }) => angle > -90 && angle <= 90)).toBe(true);
    expect(new Set(names.map(({ text }) => text))).toContain('南漈路');
    expect(names.every(({ text, textEn }) => text !== '' && textEn !== '')).toBe(true);
  });

  it('asks no network for anything: no glyphs, no sprite, no tiles, and no layer that needs them', () => {
    const style = baseStyle(town, 'night');
    expect(style.glyphs).toBeUndefined();
    expect(style.sprite).toBeUndefined();
    const addresses = Object.values(style.sources).filter(
      (source) => source.type !== 'geojson' || typeof source.data !== 'object',
    );
    expect(addresses).toEqual([]);
    expect(style.layers.filter(({ type }) => type === 'symbol')).toEqual([]);
  });

  it('names OpenStreetMap under the sea, as its licence asks', () => {
    const { sea } = baseStyle(town, 'night').sources;
    expect(sea && 'attribution' in sea ? sea.attribution : '').toMatch(/OpenStreetMap.*ODbL/);
  });
});
