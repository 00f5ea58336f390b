// A tablet's state at the centre: the best of its person's pages, closed at once with the last, and after a killed server.
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { freshStore, type FreshStore, TestWorld } from '../store/fresh.store.js';
import type { Screen } from './screen.js';
import { readTablets, sinceEver } from './latest.store.js';
import { Tablets } from './tablets.service.js';

let store: FreshStore;
let world: TestWorld;
let tablets: Tablets;

beforeAll(async () => {
  store = await freshStore();
});
afterAll(() => store.stop());
beforeEach(async () => {
  await store.empty();
  world = new TestWorld();
  tablets = new Tablets(store.db, world);
});

/** Only whose it is counts here. */
const page = (personId: string) => ({ holder: { personId } }) as Partial<Screen> as Screen;
async function shown(): Promise<string[]> {
  await tablets.settled();
  const areas = await store.db.selectFrom('areas').select('area_id').execute();
  const areaIds = areas.map(({ area_id }) => area_id);
  const read = await readTablets(store.db, areaIds, sinceEver);
  return read.map(({ value }) => `${value.unitId} ${value.state} since ${value.sinceMs - world.now}`);
}

test('T3 a tablet that falls asleep, or whose page is closed, shows as such at once, and since when', async () => {
  const own = page('po-wang');
  tablets.tells(own, 'ready');
  expect(await shown()).toEqual(['unit-01 ready since 0']);
  world.now += 60_000;
  tablets.tells(own, 'ready');
  expect(await shown()).toEqual(['unit-01 ready since -60000']);
  tablets.tells(own, 'asleep');
  expect(await shown()).toEqual(['unit-01 asleep since 0']);
  tablets.leaves(own);
  expect(await shown()).toEqual(['unit-01 closed since 0']);
});

test('T3 of two pages of one officer the one that would ring counts, and a console is no tablet', async () => {
  const [one, other] = [page('po-wang'), page('po-wang')];
  tablets.tells(one, 'asleep');
  tablets.tells(other, 'ready');
  expect(await shown()).toEqual(['unit-01 ready since 0']);
  tablets.leaves(other);
  expect(await shown()).toEqual(['unit-01 asleep since 0']);
  tablets.tells(page('op-lin'), 'ready');
  tablets.leaves(page('op-chen'));
  expect(await shown()).toEqual(['unit-01 asleep since 0']);
});

test('T3 what a killed server could not tell is closed when the next one starts', async () => {
  tablets.tells(page('po-wang'), 'ready');
  await tablets.settled();
  tablets = new Tablets(store.db, world);
  tablets.start();
  expect(await shown()).toEqual(['unit-01 closed since 0']);
});
