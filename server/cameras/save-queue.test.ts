// The queue of what sites tell, on a real store: batches, what can't be saved, and a commit of which nobody knows.
import { sql } from 'kysely';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { canonical } from '../log/chain.js';
import { eventOf } from '../log/log.store.js';
import type { Tx } from '../store/database.store.js';
import { freshStore, type FreshStore, TestWorld } from '../store/fresh.store.js';
import { mergeNews, type News, newsAgain, saveNews } from './presence.store.js';
import { type Batch, SaveQueue } from './save-queue.store.js';

let store: FreshStore;
let world: TestWorld;

beforeAll(async () => {
  store = await freshStore();
});
afterAll(() => store.stop());
beforeEach(async () => {
  await store.empty();
  world = new TestWorld();
});

const saveNames = async (tx: Tx, batch: Batch<string>): Promise<void> => {
  for (const [siteId, agent] of [...batch].toSorted())
    await tx.updateTable('sites').set({ agent }).where('site_id', '=', siteId).execute();
};
function queueOf<T>(
  parts: Pick<ConstructorParameters<typeof SaveQueue<T>>[0], 'merge' | 'save'> & { again?: (heard: T) => T },
) {
  return new SaveQueue<T>({ db: store.db, world, name: 'test', again: (heard) => heard, ...parts });
}
const latest = (_: string, later: string) => later;
const names = async () => {
  const rows = await store.db
    .selectFrom('sites')
    .select('agent')
    .where('agent', 'is not', null)
    .orderBy('site_id')
    .execute();
  return rows.map((row) => row.agent);
};

test('P2 what many sites tell at once is saved in few transactions, the latest of each', async () => {
  const sites = await store.db.selectFrom('sites').select('site_id').orderBy('site_id').execute();
  let saves = 0;
  const queue = queueOf<string>({
    merge: latest,
    save: (tx, batch) => {
      saves += 1;
      return saveNames(tx, batch);
    },
  });
  for (const round of [1, 2, 3]) for (const { site_id } of sites) queue.add(site_id, `${site_id} ${round}`);
  await queue.drained();
  expect(await names()).toEqual(sites.map(({ site_id }) => `${site_id} 3`));
  expect(saves).toBe(1);
});

test('D6 a value the store can’t take is given up alone: it holds up no other site', async () => {
  const queue = queueOf<string>({ merge: latest, save: saveNames });
  queue.add('shop-01', 'good');
  queue.add('shop-02', 'a\u0000b');
  queue.add('shop-03', 'good as well');
  await queue.drained();
  expect(await names()).toEqual(['good', 'good as well']);
  queue.add('shop-02', 'mended');
  await queue.drained();
  expect(await names()).toHaveLength(3);
});

test('D6 what no log can take is given up alone too, and is not tried for ever', async () => {
  const queue = queueOf<string>({
    merge: latest,
    save: async (tx, batch) => {
      for (const heard of batch.values()) canonical(heard);
      await saveNames(tx, batch);
    },
  });
  queue.add('shop-01', 'half a character \ud800');
  queue.add('shop-02', 'good');
  await queue.drained();
  expect(await names()).toEqual(['good']);
});

test('P2 a store that is away is tried until it takes the batch, and what comes meanwhile is one with what waits', async () => {
  let away = 2;
  const seen: string[] = [];
  const queue = queueOf<string>({
    merge: (earlier, later) => `${earlier}+${later}`,
    save: async (tx, batch) => {
      away -= 1;
      if (away >= 0) throw new Error('the store is away');
      seen.push(...batch.values());
      await saveNames(tx, batch);
    },
  });
  queue.add('shop-01', 'a');
  await Promise.resolve();
  await Promise.resolve();
  queue.add('shop-01', 'b');
  queue.add('shop-01', 'c');
  expect(queue.holds('shop-01')).toBe(true);
  await queue.drained();
  expect(seen).toEqual(['a', 'b+c']);
  expect(queue.holds('shop-01')).toBe(false);
});

test('P2 a batch that was committed, and whose answer was lost, tells nothing twice', async () => {
  let isLost = true;
  const queue = queueOf<News>({
    merge: mergeNews,
    again: newsAgain,
    save: async (tx, batch) => {
      if (!isLost) return saveNews(tx, batch, world);
      isLost = false;
      await store.db.transaction().execute((other) => saveNews(other, batch, world));
      throw new Error('connection lost');
    },
  });
  await sql`update sites set presence = 'online' where site_id = 'shop-01'`.execute(store.owner);
  const dark = { to: 'dark', lastHeardAtMs: 1, because: 'silence' } as const;
  queue.add('shop-01', { birth: null, held: null, turns: [dark, { to: 'online' }] });
  await queue.drained();
  const events = (await store.db.selectFrom('log').selectAll().orderBy('n').execute()).map(eventOf);
  expect(events.map(({ type }) => type)).toEqual(['site.dark', 'site.online']);
});

test('stopping ends what runs and waits for no store that is away', async () => {
  const queue = queueOf<string>({
    merge: latest,
    save: () => Promise.reject(new Error('the store is away')),
  });
  queue.add('shop-01', 'a');
  await new Promise((done) => setTimeout(done, 20));
  await queue.stop();
  queue.add('shop-01', 'b');
  await queue.drained();
  expect(await names()).toEqual([]);
});
