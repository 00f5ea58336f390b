// Many at the door at once, on a real store: one question for all, one connection, and no key that lives on (B8).
import { sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { hashOfSecret } from '../accounts/secret.js';
import { freshStore, type FreshStore, QuickWorld, testKeyOf } from '../store/fresh.store.js';
import { KeyChecks } from './key-checks.service.js';

let store: FreshStore;
const world = new QuickWorld();

beforeAll(async () => {
  store = await freshStore();
});
afterAll(() => store?.stop());

test('B8 of three thousand who come at once each gets its own answer, by a few questions', async () => {
  let questions = 0;
  const db = store.db.withPlugin({
    transformQuery: ({ node }) => {
      questions += 1;
      return node;
    },
    transformResult: ({ result }) => Promise.resolve(result),
  });
  const keys = new KeyChecks(db, world);
  const answers = await Promise.all(
    Array.from({ length: 3_000 }, (_, at) => {
      const siteId = ['shop-01', 'shop-02', 'no-such-site', 'a\u0000b'][at % 4]!;
      return keys.judge(siteId, at % 8 < 4 ? testKeyOf(siteId) : 'wrong');
    }),
  );
  const right = ['right', 'right', 'wrong', 'wrong', 'wrong', 'wrong', 'wrong', 'wrong'];
  expect(answers).toEqual(answers.map((_, at) => right[at % 8]));
  expect(questions).toBeLessThanOrEqual(8);
});

test('B8 a key that was withdrawn opens nothing from then on', async () => {
  const keys = new KeyChecks(store.db, world);
  expect(await keys.judge('shop-03', testKeyOf('shop-03'))).toBe('right');
  await store.owner
    .updateTable('sites')
    .set({ key_hash: hashOfSecret('new') })
    .where('site_id', '=', 'shop-03')
    .execute();
  expect(await keys.judge('shop-03', testKeyOf('shop-03'))).toBe('wrong');
});

test('B8 where the store can’t be asked nobody is let in, and everybody again when it can', async () => {
  const keys = new KeyChecks(store.db.withSchema('no_such_schema'), world);
  await expect(keys.judge('shop-01', testKeyOf('shop-01'))).rejects.toThrow('no_such_schema');
  await expect(keys.judge('shop-01', testKeyOf('shop-01'))).rejects.toThrow('no_such_schema');
});

test('B8 a question that is never answered keeps nobody out: it is given up, and the next one is asked', async () => {
  const keys = new KeyChecks(store.db, world);
  await store.owner.transaction().execute(async (tx) => {
    await sql`lock table sites in access exclusive mode`.execute(tx);
    await expect(keys.judge('shop-01', testKeyOf('shop-01'))).rejects.toThrow('no answer');
  });
  expect(await keys.judge('shop-01', testKeyOf('shop-01'))).toBe('right');
});
