// A tail whose PostgreSQL goes away and comes back: it tries at leisure, listens once again, and tells what it missed.
import { connect, createServer, type Server, type Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import type { LogEvent } from '@haixi/proto/live/events';
import { sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { freshStore, type FreshStore, TestWorld } from '../store/fresh.store.js';
import { testEnvironment } from '../test-house.js';
import { append, hintChannel } from './log.store.js';
import { PgHints } from './pg-hints.service.js';
import { readHeads, Tail } from './tail.service.js';

let store: FreshStore;
const world = new TestWorld();

beforeAll(async () => {
  store = await freshStore();
});
afterAll(() => store?.stop());

/** A way to PostgreSQL that can be cut; it counts who tries it. */
async function layCable() {
  const ends: Socket[] = [];
  const cable = { tries: 0, isCut: false, url: '', cut, close: () => {} };
  const server: Server = createServer((near) => {
    cable.tries += 1;
    near.on('error', () => {});
    if (cable.isCut) {
      near.destroy();
      return;
    }
    const far = connect(Number(new URL(store.url).port), '127.0.0.1').on('error', () => near.destroy());
    near.pipe(far).pipe(near);
    ends.push(near, far);
  });
  function cut() {
    cable.isCut = true;
    for (const end of ends.splice(0)) end.destroy();
  }
  cable.close = () => {
    cut();
    server.close();
  };
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  const address = server.address();
  const url = new URL(store.url);
  url.port = String(typeof address === 'object' ? address?.port : '');
  cable.url = url.href;
  return cable;
}

const say = (areaId: string) =>
  store.db.transaction().execute((tx) =>
    append(
      tx,
      [
        {
          areaId,
          type: 'site.online',
          actor: { kind: 'site', id: 'shop-01' },
          data: { siteId: 'shop-01' },
        },
      ],
      { nowMs: world.nowMs(), salt: world.salt },
    ),
  );

const listening = async () => {
  const { rows } = await sql<{ count: number }>`
    select count(*) from pg_stat_activity where query = ${`listen ${hintChannel}`}`.execute(store.db);
  return rows[0]!.count;
};

test('R1 while PostgreSQL is away a tail tries once a second; back again it listens by one connection and tells all', async () => {
  const cable = await layCable();
  const told: LogEvent[] = [];
  const tail = new Tail({
    db: store.db,
    world,
    hints: new PgHints(testEnvironment(cable.url, ''), world),
    onEvents: (events) => told.push(...events),
    onOtherLog: () => {},
  });
  const heads = await readHeads(store.db);
  const [areaId] = Object.keys(heads) as [string];
  tail.start(heads);
  try {
    await expect.poll(listening, { timeout: 5_000 }).toBe(1);
    expect(cable.tries).toBe(1);
    cable.cut();
    await sleep(5_500);
    const tries = cable.tries - 1;
    expect(tries).toBeGreaterThanOrEqual(3);
    expect(tries).toBeLessThanOrEqual(6);
    await say(areaId);
    cable.isCut = false;
    await say(areaId);
    await expect.poll(listening, { timeout: 5_000 }).toBe(1);
    await sleep(2_500);
    expect([cable.tries, await listening()]).toEqual([tries + 2, 1]);
    await say(areaId);
    await expect.poll(() => told.map((event) => event.n), { timeout: 5_000 }).toEqual([1, 2, 3]);
  } finally {
    await tail.stop();
    cable.close();
  }
  await expect.poll(listening, { timeout: 5_000 }).toBe(0);
});
