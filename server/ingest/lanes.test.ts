// The lanes: who is stored next and what is let go, for whatever comes from whatever sites (D7).
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type Lane, lanes, Lanes, type Waiting } from './lanes.js';

const share = { panic: 8, live: 4, backlog: 3, refusals: 2 };
const bounds = { bytesMax: 1_000, siteBytesMax: 300, share };
const wide = { bytesMax: 1e9, siteBytesMax: 1e9, share };
type One = Waiting<One>;

let made = 0;
function one(lane: Lane, siteId: string, bytes = 1, key: string | null = null): One {
  made += 1;
  const it: { -readonly [K in keyof One]?: One[K] } = { lane, siteId, bytes, key: key ?? String(made) };
  it.what = it as One;
  return it as One;
}
const anyOne = fc
  .tuple(fc.constantFrom(...lanes), fc.constantFrom('a', 'b', 'c', 'd'), fc.integer({ min: 1, max: 120 }))
  .map(([lane, siteId, bytes]) => one(lane, siteId, bytes));

function filled(list: readonly One[], of = wide): { lanes: Lanes<One>; gone: One[] } {
  const waiting = new Lanes<One>(of);
  return { lanes: waiting, gone: list.flatMap((each) => waiting.add(each)) };
}
const countOf = (list: readonly One[], lane: Lane) => list.filter((each) => each.lane === lane).length;

test('D7 whatever waits, a batch has every panic that fits, then live ones, then the rest, and each lane its share', () => {
  fc.assert(
    fc.property(fc.array(anyOne, { maxLength: 80 }), fc.integer({ min: 20, max: 60 }), (list, most) => {
      const { lanes: waiting } = filled(list);
      const batch = waiting.take(most);
      expect(batch.length).toBeLessThanOrEqual(most);
      for (const [at, lane] of lanes.entries()) {
        const [of, all] = [countOf(batch, lane), countOf(list, lane)];
        expect(of).toBeGreaterThanOrEqual(Math.min(share[lane], all));
        if (of === all || lane === 'backlog' || lane === 'refusals') continue;
        // Some of it has to wait: then nothing behind it has more than its share.
        for (const later of lanes.slice(at + 1))
          expect(countOf(batch, later)).toBeLessThanOrEqual(share[later]);
      }
    }),
  );
});

test('D7 while a panic or a live one is in the batch, backlog and refusals have their share alone', () => {
  const backlog = Array.from({ length: 50 }, () => one('backlog', 'a'));
  expect(filled(backlog).lanes.take(40)).toHaveLength(40);
  expect(filled([...backlog, one('live', 'b')]).lanes.take(40)).toHaveLength(1 + share.backlog);
});

test('D7 in each lane sites take turns, and a site’s own come in their order', () => {
  fc.assert(
    fc.property(fc.constantFrom(...lanes), fc.array(fc.constantFrom('a', 'b', 'c')), (lane, siteIds) => {
      const list = siteIds.map((siteId) => one(lane, siteId));
      const { lanes: waiting } = filled(list);
      const taken = list.map(() => waiting.take(1)[0]!);
      for (const siteId of new Set(siteIds)) {
        const own = taken.filter((each) => each.siteId === siteId);
        expect(own).toEqual(list.filter((each) => each.siteId === siteId));
      }
      // The first n of each of s sites are all among the first n × s.
      const fewest = Math.min(
        ...Object.values(Object.groupBy(siteIds, (id) => id)).map((ids) => ids!.length),
      );
      const sites = new Set(siteIds).size;
      for (let n = 1; sites > 0 && n <= fewest; n += 1)
        for (const siteId of new Set(siteIds))
          expect(
            taken.slice(0, n * sites).filter((each) => each.siteId === siteId).length,
          ).toBeGreaterThanOrEqual(n);
    }),
  );
});

test('D7 what is let go is never a panic while its site’s panics have room, and memory stays within its bound', () => {
  fc.assert(
    fc.property(fc.array(anyOne, { maxLength: 120 }), (list) => {
      const waiting = new Lanes<One>(bounds);
      const kept = new Set<One>();
      for (const each of list) {
        const gone = waiting.add(each);
        kept.add(each);
        for (const less of gone) expect(kept.delete(less)).toBe(true);
        const ofSite = [...kept].filter(({ siteId }) => siteId === each.siteId);
        const panicBytes = ofSite
          .filter(({ lane }) => lane === 'panic')
          .reduce((sum, { bytes }) => sum + bytes, 0);
        for (const less of gone.filter(({ lane }) => lane === 'panic')) {
          expect(less).toBe(each);
          expect(panicBytes + each.bytes).toBeGreaterThan(bounds.siteBytesMax);
        }
        const bytes = [...kept].reduce((sum, other) => sum + other.bytes, 0);
        expect(waiting.bytes).toBe(bytes);
        if (bytes > bounds.bytesMax) expect([...kept].every(({ lane }) => lane === 'panic')).toBe(true);
      }
      const all: One[] = [];
      for (let batch = waiting.take(50); batch.length > 0; batch = waiting.take(50)) all.push(...batch);
      expect(new Set(all)).toEqual(kept);
      expect([waiting.size, waiting.bytes]).toEqual([0, 0]);
    }),
  );
});

test('D7 one flooding site is let go of before any other’s, in every lane but the first', () => {
  for (const lane of ['live', 'backlog', 'refusals'] as const) {
    const flood = Array.from({ length: 400 }, () => one(lane, 'flood', 10));
    const others = ['a', 'b', 'c'].map((siteId) => one(lane, siteId, 10));
    const { gone } = filled([...flood, ...others], bounds);
    expect(new Set(gone.map(({ siteId }) => siteId))).toEqual(new Set(['flood']));
  }
});

test('D3 an entry that is sent again while it waits does not wait twice', () => {
  const { lanes: waiting, gone } = filled([
    one('live', 'a', 1, 'e/7'),
    one('live', 'a', 1, 'e/7'),
    one('live', 'b', 1, 'e/7'),
  ]);
  expect([waiting.size, gone]).toEqual([2, []]);
});
