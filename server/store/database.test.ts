// The pool when PostgreSQL goes away without a word: what was under way fails, and the program lives on.
import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';
import { sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openDatabase } from './database.store.js';
import { freshStore, type FreshStore } from './fresh.store.js';

let store: FreshStore;
beforeAll(async () => {
  store = await freshStore();
});
afterAll(() => store?.stop());

test('D2 a connection that is lost in use fails its own statement or transaction, and nothing else', async () => {
  const ends: Socket[] = [];
  const relay = createServer((near) => {
    const far = connect(Number(new URL(store.url).port), '127.0.0.1');
    for (const end of [near, far]) ends.push(end.on('error', () => {}));
    near.pipe(far).pipe(near);
  }).listen(0, '127.0.0.1');
  await once(relay, 'listening');
  const cut = () => {
    for (const end of ends.splice(0)) end.destroy();
  };
  const url = new URL(store.url);
  url.port = String((relay.address() as AddressInfo).port);
  const db = openDatabase(url.href, { size: 2 });

  // Between two statements of a transaction nobody waits for an answer.
  const idle = db.transaction().execute(async (tx) => {
    await sql`select 1`.execute(tx);
    const lost = once(ends.at(-2)!, 'close');
    cut();
    await lost;
    await sql`select 2`.execute(tx);
  });
  await expect(idle).rejects.toThrow(/connection/i);
  const busy = sql`select pg_sleep(30)`.execute(db).then(
    () => 'done',
    (error: Error) => error.message,
  );
  await expect.poll(() => ends.length).toBeGreaterThan(0);
  await expect
    .poll(async () => {
      const asked = await sql`select 1 from pg_stat_activity where query like 'select pg_sleep(30)'`.execute(
        store.db,
      );
      return asked.rows.length;
    })
    .toBe(1);
  cut();
  expect(await busy).toMatch(/connection/i);
  expect((await sql<{ one: number }>`select 1 as one`.execute(db)).rows).toEqual([{ one: 1 }]);

  await db.destroy();
  cut();
  relay.close();
});
