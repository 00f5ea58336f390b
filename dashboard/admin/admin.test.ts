// What the administrators' page works out by itself: who may have which role, how areas stand below one another.
import type { Area } from '@haixi/proto/live/picture';
import { expect, it } from 'vitest';
import { inTree } from './areas-context';
import { type Grant, areasOf, keptFrom, ticked } from './grant-rules';
import { freshId } from './fresh-id';

const grants: Grant[] = [{ role: 'installer', areaId: 'east' }];

it('W1 roles that are kept apart are kept apart whatever the area', () => {
  expect(keptFrom('auditor', grants)).toBe('installer');
  expect(keptFrom('administrator', grants)).toBeNull();
  expect(keptFrom('operator', [{ role: 'administrator', areaId: 'west' }])).toBe('administrator');
  expect(keptFrom('administrator', [{ role: 'operator', areaId: 'west' }])).toBe('operator');
  expect(keptFrom('installer', grants)).toBeNull();
});

it('a tick gives a role in one area and takes it there alone', () => {
  const both = ticked(grants, { role: 'installer', areaId: 'west' });
  expect(areasOf(both)).toEqual(['east', 'west']);
  expect(ticked(both, { role: 'installer', areaId: 'east' })).toEqual([
    { role: 'installer', areaId: 'west' },
  ]);
});

it('each area stands below its parent, and one whose parent is beyond stands at the top', () => {
  const area = (areaId: string, parentId: string | null): Area => ({
    areaId,
    parentId,
    name: areaId,
    nameEn: '',
    outline: null,
    illustrative: true,
  });
  const all = [area('b', 'root'), area('b-1', 'b'), area('a', 'root'), area('root', 'beyond')];
  expect(inTree(all).map(({ area: { areaId }, depth }) => `${depth} ${areaId}`)).toEqual([
    '0 root',
    '1 a',
    '1 b',
    '2 b-1',
  ]);
});

it('a new id is made of the name where it has letters, and is never one that is taken', () => {
  expect(freshId('p', 'Lin.Jing', [])).toBe('p-lin-jing');
  expect(freshId('p', 'lin.jing', ['p-lin-jing'])).toBe('p-lin-jing-2');
  expect(freshId('unit', '一号巡逻组', ['unit-1'])).toBe('unit-2');
  expect(freshId('wo', 'x'.repeat(60), [])).toMatch(/^[a-z0-9-]{1,32}$/);
});
