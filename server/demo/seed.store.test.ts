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
  }).toEqual({ areas: 9, heads: 9, sites: 12, units: 6, grants: 5, tablets: 2 });

  const shop = await db.selectFrom('sites').selectAll().where('site_id', '=', 'shop-01').executeTakeFirst();
  expect(shop).toMatchObject({
    presence: 'never',
    key_hash: createHash('sha256').update('shop-01-first').digest('hex'),
  });
  const places = await db.selectFrom('positions').select(['unit_id', 'at_ms']).execute();
  expect(places.map(({ at_ms }) => at_ms)).toEqual(Array(6).fill(1_000));
});

test('a seed without a key for a site is refused, naming the site', async () => {
  const { 'shop-01': _without, ...keys } = keysOf('third');
  await expect(seedDemo(db, { nowMs: 3_000, keys })).rejects.toThrow(/shop-01/);
});
