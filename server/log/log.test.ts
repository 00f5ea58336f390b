// The log over two connections and many areas: numbers, locks, chains, rights and what a changed byte does.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { EventDraft, LogEvent } from '@haixi/proto/live/events';
import { sql } from 'kysely';
import { afterAll, beforeAll, beforeEach, expect, onTestFinished, test } from 'vitest';
import { openDatabase, type Db } from '../store/database.store.js';
import { freshStore, type FreshStore, TestWorld } from '../store/fresh.store.js';
import { testEnvironment } from '../test-house.js';
import { append } from './log.store.js';
import { PgHints } from './pg-hints.service.js';
import { readAfter, readHeads, Tail } from './tail.service.js';
import { exportLog, verifyFile, verifyStore } from './verify-log.store.js';

let store: FreshStore;
let areaIds: string[];
const world = new TestWorld();

beforeAll(async () => {
  store = await freshStore();
  areaIds = Object.keys(await readHeads(store.db)).toSorted();
});
afterAll(() => store.stop());
beforeEach(() => store.empty());

const draft = (areaId: string, siteId = 'site-1'): EventDraft => ({
  areaId,
  type: 'site.online',
  actor: { kind: 'site', id: siteId },
  data: { siteId },
});

const appendTo = (db: Db, ids: readonly string[]) =>
  db.transaction().execute((tx) =>
    append(
      tx,
      ids.map((id) => draft(id)),
      { nowMs: world.nowMs(), salt: world.salt },
    ),
  );

test('L1 1,000 concurrent appends over 9 areas through two connections leave no gap, no deadlock and whole chains', async () => {
  expect(areaIds).toHaveLength(9);
  const connections = [openDatabase(store.url, { size: 1 }), openDatabase(store.url, { size: 1 })];
  try {
    // Each takes some areas in an order of its own, so that locks taken in call order would deadlock.
    const appends = Array.from({ length: 1_000 }, (_, i) => {
      const ids = [areaIds[i % 9]!, areaIds[(i * 7 + 3) % 9]!, areaIds[(i * 5 + 1) % 9]!];
      return appendTo(connections[i % 2]!, i % 3 === 0 ? ids : ids.toReversed());
    });
    const told = (await Promise.all(appends)).flat();
    expect(told).toHaveLength(3_000);
    for (const areaId of areaIds) {
      const numbers = told.filter((event) => event.areaId === areaId).map((event) => event.n);
      expect(numbers.toSorted((a, b) => a - b)).toEqual(numbers.map((_, i) => i + 1));
    }
    const verified = await verifyStore(store.db);
    expect(verified).toEqual({ events: 3_000, areas: 9, erased: 0, broken: null });
  } finally {
    await Promise.all(connections.map((db) => db.destroy()));
  }
});

test('L1 an append that is rolled back leaves no number behind', async () => {
  const [areaId] = areaIds as [string];
  await appendTo(store.db, [areaId]);
  await expect(
    store.db.transaction().execute(async (tx) => {
      await append(tx, [draft(areaId)], { nowMs: world.nowMs(), salt: world.salt });
      throw new Error('changed my mind');
    }),
  ).rejects.toThrow('changed my mind');
  const [event] = await appendTo(store.db, [areaId]);
  expect(event!.n).toBe(2);
});

test('D4 an event is never told to be before the last one of its area, whatever the clock does', async () => {
  const [areaId] = areaIds as [string];
  const [first] = await appendTo(store.db, [areaId]);
  world.now -= 60_000;
  const [second] = await appendTo(store.db, [areaId]);
  world.now += 60_000;
  expect(second!.atMs).toBe(first!.atMs);
});

test('L1 the application’s role can neither change nor delete what is in the log', async () => {
  const [areaId] = areaIds as [string];
  await appendTo(store.db, [areaId]);
  await expect(store.db.updateTable('log').set({ data: '{}' }).execute()).rejects.toThrow(
    /permission denied/,
  );
  await expect(store.db.deleteFrom('log').execute()).rejects.toThrow(/permission denied/);
  await expect(sql`truncate log`.execute(store.db)).rejects.toThrow(/permission denied/);
});

const changes: Record<string, string> = {
  data: `update log set data = replace(data, 'site-1', 'site-2') where n = 3`,
  type: `update log set type = 'site.dark' where n = 3`,
  actor: `update log set actor = replace(actor, 'site-1', 'site-2') where n = 3`,
  time: `update log set at_ms = at_ms + 1 where n = 3`,
  'a deleted event': `delete from log where n = 3`,
  'the newest event cut off': `delete from log where n = 5`,
};
test.each(Object.keys(changes))('L1 verify names the first broken link: %s', async (what) => {
  const [areaId] = areaIds as [string];
  for (let i = 0; i < 5; i += 1) await appendTo(store.db, [areaId]);
  await sql.raw(changes[what]!).execute(store.owner);
  const { broken } = await verifyStore(store.db);
  expect(broken).toMatchObject({
    areaId,
    n: { 'a deleted event': 4, 'the newest event cut off': 5 }[what] ?? 3,
  });
});

test('L1 one changed byte in an exported file is found and named; content erased when due is told and no break', async () => {
  const [areaId] = areaIds as [string];
  for (let i = 0; i < 5; i += 1) await appendTo(store.db, [areaId]);
  await sql`update log set data = null, salt = null where n = 2`.execute(store.owner);
  const folder = mkdtempSync(join(tmpdir(), 'haixi-export-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const file = join(folder, 'log.jsonl');
  expect(await exportLog(store.db, file)).toBe(5);
  expect(await verifyFile(file)).toEqual({ events: 5, areas: 9, erased: 1, broken: null });
  writeFileSync(file, readFileSync(file, 'utf8').replace('site-1', 'site-7'));
  expect((await verifyFile(file)).broken).toMatchObject({ areaId, n: 1 });
});

test('L1 a tail tells each area’s events in order, once, from where it started', async () => {
  await appendTo(store.db, areaIds);
  const told: LogEvent[] = [];
  const tail = new Tail({
    db: store.db,
    world,
    hints: new PgHints(testEnvironment(store.url, ''), world),
    onEvents: (events) => told.push(...events),
    onOtherLog: () => {},
  });
  tail.start(await readHeads(store.db));
  try {
    await Promise.all(Array.from({ length: 60 }, (_, i) => appendTo(store.db, [areaIds[i % 9]!])));
    await expect.poll(() => told.length, { timeout: 10_000 }).toBe(60);
    for (const areaId of areaIds) {
      const numbers = told.filter((event) => event.areaId === areaId).map((event) => event.n);
      expect(numbers).toEqual(numbers.map((_, i) => i + 2));
    }
    const after = await readAfter(store.db, { [areaIds[0]!]: 1 });
    expect(after.map((event) => event.n)).toEqual(
      told.filter((e) => e.areaId === areaIds[0]).map((e) => e.n),
    );
  } finally {
    await tail.stop();
  }
});
