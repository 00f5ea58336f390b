// The demo's seed on a real PostgreSQL with the real tables: whole, and the same after a second run.
import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { startPostgres, type Cluster } from '../start/postgres.js';
import { type Db, openDatabase } from '../store/database.store.js';
import { migrate } from '../store/migrate.js';
import { demoSites } from './district.js';
import { seedDemo } from './seed.store.js';

// Waits for a real cluster to be made, on a machine that other tests share.
vi.setConfig({ testTimeout: 30_000, hookTimeout: 60_000 });

let dir: string;
let cluster: Cluster;
let db: Db;

beforeAll(async () => {
  dir = mkdtempSync(join(tmpdir(), 'haixi-seed-'));
  cluster = await startPostgres({ dir: join(dir, 'postgres'), say: () => {} });
  db = openDatabase(cluster.url('owner'), { size: 2 });
  await migrate(db);
});

afterAll(async () => {
  await db?.destroy();
  await cluster?.stop();
  rmSync(dir, { recursive: true, force: true });
});

const keysOf = (letter: string) =>
  Object.fromEntries(demoSites.map(({ siteId }) => [siteId, `${siteId}-${letter}`]));

test('a seed is whole, and a second one keeps keys and positions as they are', async () => {
  await seedDemo(db, { nowMs: 1_000, keys: keysOf('first') });
  await seedDemo(db, { nowMs: 2_000, keys: keysOf('second') });

  const count = async (table: 'areas' | 'area_heads' | 'sites' | 'units' | 'grants' | 'unit_people') =>
    Number((await db.selectFrom(table).select(db.fn.countAll().as('n')).executeTakeFirstOrThrow()).n);
  expect({
    areas: await count('areas'),
    heads: await count('area_heads'),
    sites: await count('sites'),
    units: await count('units'),
    grants: await count('grants'),
    tablets: await count('unit_people'),
  }).toEqual({ areas: 9, heads: 9, sites: 40, units: 12, grants: 30, tablets: 15 });

  const shop = await db.selectFrom('sites').selectAll().where('site_id', '=', 'shop-01').executeTakeFirst();
  expect(shop).toMatchObject({
    presence: 'never',
    key_hash: createHash('sha256').update('shop-01-first').digest('hex'),
  });
  const places = await db.selectFrom('positions').select(['unit_id', 'at_ms']).execute();
  expect(places.map(({ at_ms }) => at_ms)).toEqual(Array(12).fill(1_000));
});

test('a seed without a key for a site is refused, naming the site', async () => {
  const { 'shop-01': _without, ...keys } = keysOf('third');
  await expect(seedDemo(db, { nowMs: 3_000, keys })).rejects.toThrow(/shop-01/);
});

test('a camera that was seeded without a place gets it, and one that was moved since stays where it is', async () => {
  const source = (source_id: string) =>
    db.updateTable('sources').where('site_id', '=', 'shop-01').where('source_id', '=', source_id);
  const nowhere = { lon: null, lat: null, heading_deg: null, fov_deg: null, range_m: null };
  await source('camera-1').set(nowhere).execute();
  await source('camera-2').set({ heading_deg: 7 }).execute();
  await seedDemo(db, { nowMs: 4_000, keys: keysOf('fourth') });
  const rows = await db
    .selectFrom('sources')
    .selectAll()
    .where('site_id', '=', 'shop-01')
    .orderBy('source_id')
    .execute();
  expect(rows).toMatchObject([
    { source_id: 'button-1', lon: null },
    { source_id: 'camera-1', lon: 119.52626, heading_deg: 120, fov_deg: 85, range_m: 35 },
    { source_id: 'camera-2', heading_deg: 7 },
  ]);
});

test('what was seeded without English gets it, and what was renamed or put into English since stays as it is', async () => {
  await db.updateTable('sites').set({ address_en: '' }).execute();
  const site = (site_id: string) => db.updateTable('sites').where('site_id', '=', site_id);
  await site('shop-02').set({ address: '解放路 1 号' }).execute();
  await site('shop-03').set({ address_en: 'Beside the lake' }).execute();
  await db.updateTable('sources').set({ name_en: '' }).execute();
  const shop01 = db.updateTable('sources').where('site_id', '=', 'shop-01');
  await shop01.where('source_id', '=', 'camera-1').set({ name: '后门摄像头' }).execute();
  await shop01.where('source_id', '=', 'camera-2').set({ name_en: 'Tills' }).execute();
  await seedDemo(db, { nowMs: 5_000, keys: keysOf('fifth') });

  const shops = db
    .selectFrom('sites')
    .select('address_en')
    .where('site_id', 'in', ['shop-01', 'shop-02', 'shop-03', 'shop-04'])
    .orderBy('site_id');
  expect((await shops.execute()).map(({ address_en }) => address_en)).toEqual([
    '88 Nanji Road',
    '',
    'Beside the lake',
    '73 Jiefang Road',
  ]);
  const sources = db.selectFrom('sources').select('name_en').where('site_id', '=', 'shop-01');
  expect((await sources.orderBy('source_id').execute()).map(({ name_en }) => name_en)).toEqual([
    'Till Button',
    '',
    'Tills',
  ]);
});
