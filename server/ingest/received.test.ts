// What has come from an outbox, on a real store: exactly the numbers that came, as few ranges as there can be (D5).
import fc from 'fast-check';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { freshStore, type FreshStore } from '../store/fresh.store.js';
import { holds, rangesOf } from './ranges.js';
import { type Numbered, Received } from './received.store.js';

let store: FreshStore;

beforeAll(async () => {
  store = await freshStore();
});
afterAll(() => store?.stop());
beforeEach(() => store.empty());

const epochs = ['a'.repeat(16), 'b'.repeat(16)];
const numbered = fc.record({
  siteId: fc.constantFrom('shop-01', 'shop-02'),
  epoch: fc.constantFrom(...epochs),
  seq: fc.nat(40),
});
const keyOf = ({ siteId, epoch, seq }: Numbered) => `${siteId}/${epoch}/${seq}`;

/** Keeps a batch's numbers, and tells which of them had come before. */
const save = (numbers: readonly Numbered[]) =>
  store.db.transaction().execute(async (tx) => {
    const received = await Received.of(tx, numbers);
    await received.save(tx);
    return numbers.filter((number) => received.has(number));
  });

test('D5 whatever comes in whatever batches, the store has these numbers and no others, in ranges that do not touch', async () => {
  const batches = fc.array(fc.array(numbered, { maxLength: 12 }), { maxLength: 8 });
  await fc.assert(
    fc.asyncProperty(batches, async (list) => {
      await store.db.deleteFrom('received').execute();
      const came = new Map<string, Numbered>();
      for (const batch of list) {
        expect((await save(batch)).map(keyOf)).toEqual(batch.map(keyOf).filter((key) => came.has(key)));
        for (const number of batch) came.set(keyOf(number), number);
      }
      const rows = await store.db.selectFrom('received').selectAll().execute();
      const stored = [...Map.groupBy(rows, (row) => `${row.site_id}/${row.epoch}`)].map(([key, ofOne]) => ({
        key,
        ranges: ofOne
          .map((row) => ({ fromSeq: row.from_seq, toSeq: row.to_seq }))
          .toSorted((a, b) => a.fromSeq - b.fromSeq),
      }));
      const expected = [...Map.groupBy(came.values(), ({ siteId, epoch }) => `${siteId}/${epoch}`)].map(
        ([key, ofOne]) => ({ key, ranges: rangesOf(ofOne.map(({ seq }) => seq)) }),
      );
      const byKey = (a: { key: string }, b: { key: string }) => (a.key < b.key ? -1 : 1);
      expect(stored.toSorted(byKey)).toEqual(expected.toSorted(byKey));
    }),
    { numRuns: 60 },
  );
});

test('D5 ranges of numbers hold these numbers and no others', () => {
  fc.assert(
    fc.property(fc.array(fc.nat(60)), (seqs) => {
      const ranges = rangesOf(seqs);
      for (let seq = 0; seq <= 61; seq += 1) expect(holds(ranges, seq)).toBe(seqs.includes(seq));
      for (const [at, { fromSeq }] of ranges.slice(1).entries())
        expect(fromSeq).toBeGreaterThan(ranges[at]!.toSeq + 1);
    }),
  );
});
