// Gaps held against a plain list of numbers: whatever comes in whatever order, each missing number is shown until its end.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { rangesOf } from '../ingest/ranges.js';
import { askEveryMs, isToAsk, type Lack, lastingEnd, lastsMs, standsStillMs, watched } from './gap-watch.js';
import { endOf, type Gap, judge, missingIn, type Outbox } from './gaps.js';

const epoch = 'e'.repeat(16);
const outbox = (came: number[], change: Partial<Outbox> = {}): Outbox => ({
  epoch,
  isPresent: true,
  oldestHeld: 0,
  next: 0,
  received: rangesOf(came),
  readTo: Infinity,
  ...change,
});
const gap = (fromSeq: number, toSeq: number, isLost = false): Gap => {
  return { gapId: `gap-${fromSeq}`, epoch, fromSeq, toSeq, isLost };
};
const numbersIn = (ranges: readonly { fromSeq: number; toSeq: number }[]) =>
  ranges.flatMap(({ fromSeq, toSeq }) => Array.from({ length: toSeq - fromSeq + 1 }, (_, i) => fromSeq + i));
const upTo = (end: number) => Array.from({ length: end }, (_, seq) => seq);

test('D5 what is missing is what has not come, number for number', () => {
  fc.assert(
    fc.property(
      fc.uniqueArray(fc.nat(40)),
      fc.nat(40),
      fc.nat(45),
      fc.nat(45),
      (came, next, fromSeq, endSeq) => {
        const expected = upTo(endSeq).filter((seq) => seq >= fromSeq && !came.includes(seq));
        expect(numbersIn(missingIn(rangesOf(came), fromSeq, endSeq))).toEqual(expected);
        expect(endOf(outbox(came, { next }))).toBe(Math.max(next, ...came.map((seq) => seq + 1)));
      },
    ),
  );
});

test('D5 a hundred thousand held are one gap, told in three numbers', () => {
  const far = 9_007_199_254_740_990;
  const held = outbox([], { next: 100_000 });
  expect(judge(held, [], 100_000)).toEqual([
    { kind: 'found', epoch, fromSeq: 0, toSeq: 99_999, missing: 100_000 },
  ]);
  expect(judge(outbox([far]), [], far + 1)).toEqual([
    { kind: 'found', epoch, fromSeq: 0, toSeq: far - 1, missing: far },
  ]);
});

test('D5 a gap is filled by its last number, and lost when its last missing one can never come', () => {
  const lost = { kind: 'lost', gap: gap(2, 6), missing: 2 };
  const some = [0, 1, 2, 4, 6];
  expect(judge(outbox(some, { next: 7, oldestHeld: 5 }), [gap(2, 6)], 7)).toEqual([]);
  expect(judge(outbox(some, { next: 7, oldestHeld: 6 }), [gap(2, 6)], 7)).toEqual([lost]);
  expect(judge(outbox(some, { isPresent: false }), [gap(2, 6)], 0)).toEqual([lost]);
  expect(judge(outbox(upTo(7), { oldestHeld: 6 }), [gap(2, 6)], 7)).toMatchObject([{ kind: 'filled' }]);
});

test('D5 a lost gap is told once, and filled where its numbers come after all', () => {
  expect(judge(outbox([0], { isPresent: false }), [gap(1, 2, true)], 0)).toEqual([]);
  expect(judge(outbox([0, 1, 2], { isPresent: false }), [gap(1, 2, true)], 0)).toMatchObject([
    { kind: 'filled' },
  ]);
});

test('D5 while a gap is open nothing further is told; what is missing beyond it is a further one', () => {
  const came = [0, 2, 4];
  expect(judge(outbox(came), [gap(1, 1)], 5)).toEqual([]);
  const beyond = { kind: 'found', epoch, fromSeq: 3, toSeq: 3, missing: 1 };
  expect(judge(outbox(came), [gap(1, 1, true)], 5)).toEqual([beyond]);
  expect(judge(outbox([0, 1, 2, 4]), [gap(1, 1)], 5)).toMatchObject([{ kind: 'filled' }, beyond]);
});

test('D5 what was not read is neither filled nor found', () => {
  const cut = outbox([0, 1, 4], { next: 50, readTo: 5 });
  expect(judge(cut, [gap(2, 9)], 50)).toEqual([]);
  expect(judge(cut, [], 50)).toMatchObject([{ fromSeq: 2, toSeq: 3 }]);
});

test('D5 through any story each missing number is shown in one gap, and each gap ends as it should', () => {
  const step = fc.oneof(
    fc.record({ is: fc.constant('told' as const), by: fc.nat(6) }),
    fc.record({ is: fc.constant('comes' as const), which: fc.nat() }),
    fc.record({ is: fc.constant('drops' as const), which: fc.nat() }),
    fc.record({ is: fc.constant('ends' as const) }),
  );
  fc.assert(
    fc.property(fc.array(step, { maxLength: 40 }), (story) => {
      /** The agent's side: what it holds; and the server's: what came, what it was told, what it shows. */
      const held = new Set<number>();
      const came = new Set<number>();
      let [next, isPresent, shown] = [0, true, [] as Gap[]];
      const oldestHeld = () => Math.min(next, ...held);
      const look = () => {
        const now = outbox([...came], { next, isPresent, oldestHeld: oldestHeld() });
        for (const verdict of judge(now, shown, isPresent ? next : 0)) {
          if (verdict.kind === 'found') shown.push(gap(verdict.fromSeq, verdict.toSeq));
          else shown = shown.filter((each) => each !== verdict.gap);
          if (verdict.kind === 'lost') shown.push({ ...verdict.gap, isLost: true });
          if (verdict.kind !== 'filled') expect(verdict.missing).toBeGreaterThan(0);
        }
      };
      for (const move of story) {
        const some = [...held];
        if (move.is === 'told' && isPresent) for (let i = 0; i < move.by; i += 1) held.add(next++);
        if (move.is === 'comes' && some.length > 0) came.add(some[move.which % some.length]!);
        if (move.is === 'comes' && some.length > 0) held.delete(some[move.which % some.length]!);
        // A damaged entry leaves an outbox without having come.
        if (move.is === 'drops' && some.length > 0) held.delete(some[move.which % some.length]!);
        if (move.is === 'ends') {
          look();
          isPresent = false;
        }
        look();
      }
      // One look tells what ended, and the next what it hid.
      for (let i = 0; i < 3; i += 1) look();
      const missing = upTo(next).filter((seq) => !came.has(seq));
      const covered = shown.flatMap((each) => numbersIn([each]));
      expect(new Set(covered).size).toBe(covered.length);
      const open = shown.find(({ isLost }) => !isLost);
      for (const seq of missing)
        expect(covered.includes(seq) || !isPresent || (open && seq > open.toSeq)).toBeTruthy();
      for (const each of shown) {
        const lacking = numbersIn([each]).filter((seq) => !came.has(seq));
        expect(lacking.length).toBeGreaterThan(0);
        expect(each.isLost).toBe(lacking.every((seq) => !isPresent || seq < oldestHeld()));
      }
    }),
    { numRuns: 300 },
  );
});

const lack = (change: Partial<Lack> = {}): Lack => ({ epoch, endSeq: 10, lacking: 3, ...change });

test('D5 a number counts as missing when it has lasted 10 s, and not what became known since', () => {
  const first = watched(undefined, lack(), 0);
  expect(lastingEnd(first, lastsMs - 1)).toBe(0);
  const grown = watched(first, lack({ endSeq: 25 }), 5_000);
  expect(lastingEnd(grown, lastsMs)).toBe(10);
  expect(lastingEnd(watched(grown, lack({ endSeq: 30 }), lastsMs), 5_000 + lastsMs)).toBe(25);
});

test('D5 marks of a site that lacks numbers for long stay few', () => {
  let watch = watched(undefined, lack(), 0);
  for (let ms = 0; ms < 3_600_000; ms += 3_000) watch = watched(watch, lack({ endSeq: 10 + ms }), ms);
  expect(watch.marks.length).toBeLessThan(8);
});

test('D5 another outbox begins anew', () => {
  const other = watched(watched(undefined, lack(), 0), lack({ epoch: 'f'.repeat(16) }), lastsMs);
  expect(lastingEnd(other, lastsMs)).toBe(0);
});

test('D5 an agent is asked when nothing has come for 10 s, and again each 30 s, and not while it sends', () => {
  let watch = watched(undefined, lack({ lacking: 100 }), 0);
  expect(isToAsk(watch, standsStillMs - 1)).toBe(false);
  expect(isToAsk(watch, standsStillMs)).toBe(true);
  watch = { ...watched(watch, lack({ lacking: 100 }), standsStillMs), askedMs: standsStillMs };
  expect(isToAsk(watch, standsStillMs + askEveryMs - 1)).toBe(false);
  expect(isToAsk(watch, standsStillMs + askEveryMs)).toBe(true);
  const sends = watched(watch, lack({ lacking: 99 }), standsStillMs + askEveryMs);
  expect(isToAsk(sends, standsStillMs + askEveryMs)).toBe(false);
});
