// Datums: numbers out of other maps come to their place, and numbers in the wrong datum are noticed.
import { metresBetween } from '@haixi/proto/devices/placing';
import { expect, it } from 'vitest';
import { betterDatum, looksSwapped, pastedPair, toWgs84, typedPosition } from './datum';

const here = { lon: 119.548, lat: 26.6667 };
/** The same place as AMap and Baidu write it. */
const amap = { lon: 119.552582, lat: 26.663204 };

it('GCJ-02 is brought to WGS-84 within a metre, CGCS2000 is left as it is', () => {
  expect(metresBetween(toWgs84(amap, 'gcj02'), here)).toBeLessThan(1);
  expect(toWgs84(here, 'cgcs2000')).toEqual(here);
});

it('numbers from a map in GCJ-02 that are called WGS-84 are noticed by the phone’s own place', () => {
  expect(betterDatum(amap, 'wgs84', here)).toBe('gcj02');
  expect(betterDatum(amap, 'gcj02', here)).toBeNull();
});

it('a camera some way off is no wrong datum', () => {
  expect(betterDatum({ lon: 119.549, lat: 26.6672 }, 'wgs84', here)).toBeNull();
  expect(betterDatum({ lon: 119.8, lat: 26.9 }, 'wgs84', here)).toBeNull();
});

it('what is typed is read as a person writes it, or not at all', () => {
  expect(typedPosition(' 119.548', '26.6667 ')).toEqual(here);
  expect(['', 'abc', '1e3', '200'].map((lon) => typedPosition(lon, '26'))).toEqual([null, null, null, null]);
  expect(pastedPair('119.548, 26.6667')).toEqual(['119.548', '26.6667']);
  expect(pastedPair('119.548')).toBeNull();
  expect([looksSwapped('26.6667', '119.548'), looksSwapped('119.548', '26.6667')]).toEqual([true, false]);
});
