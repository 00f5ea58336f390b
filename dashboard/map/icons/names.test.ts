// Every site, camera, unit and incident has an icon of its own, and each icon its own place on the atlas.
import { expect, test } from 'vitest';
import { iconMapping } from './atlas';
import { iconNames } from './names';

test('each of the icons has a place that no other has, incidents held by their point', () => {
  expect(iconNames).toHaveLength(12 + 2 + 5 + 4 + 10 + 8 + 5);
  const places = iconNames.map((name) => iconMapping[name]!);
  expect(new Set(places.map(({ x, y }) => `${x} ${y}`)).size).toBe(46);
  expect(iconMapping['incident-1-new']).toMatchObject({ anchorY: 80 });
  expect(iconMapping['site-shop-dark']).toMatchObject({ anchorY: 40 });
});
