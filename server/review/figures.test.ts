// Golden figures, worked out by hand: exact boundaries of every bucket and target, medians by nearest rank, what is left out.
import type { Assignment } from '@haixi/proto/incident/assignment';
import type { Incident } from '@haixi/proto/incident/incident';
import { reviewSchema } from '@haixi/proto/review/review';
import { expect, test } from 'vitest';
import { percentile, reviewOf } from './figures.js';
import { reviewColumns, reviewLines } from './review-lines.js';

const t0 = 1_790_000_000_000;
const time = { fromMs: t0, toMs: t0 + 8 * 3_600_000, nowMs: t0 + 8 * 3_600_000 };
const minute = 60_000;

let count = 0;
function incident(otherwise: Partial<Incident> = {}): Incident {
  count += 1;
  const incidentId = otherwise.incidentId ?? `i-${String(count).padStart(3, '0')}`;
  const alarm = {
    alarmId: `al-${incidentId}`,
    kind: 'panic' as const,
    siteId: 'shop-01',
    sourceId: 'button-1',
    unitId: null,
    entry: null,
    occurredAtMs: t0,
    agentAtMs: null,
    note: '',
  };
  return {
    incidentId,
    areaId: '350902002001',
    siteId: 'shop-01',
    origin: 'site',
    kind: 'panic',
    priority: 1,
    position: null,
    address: '南漈路 88 号',
    stage: 'closed',
    openedAtMs: t0,
    lastAlarmAtMs: t0,
    alarmCount: 1,
    alarms: [alarm],
    snapshots: [],
    rings: 0,
    caller: null,
    receivedBy: 'op-lin',
    receivedAtMs: t0,
    level: null,
    evidence: null,
    assignments: [],
    overdue: [],
    transfers: [],
    outcome: 'genuine',
    done: '',
    reason: '',
    closedAtMs: t0 + 10 * minute,
    fromId: null,
    mergedInto: null,
    ...otherwise,
  };
}

const sent = (after: Partial<Record<'signed' | 'setOut' | 'arrived' | 'fedBack', number>>): Assignment => ({
  assignmentId: `as-${Object.values(after).join('-')}`,
  unitId: 'unit-01',
  state: 'fedBack',
  atMs: {
    sent: t0,
    ...Object.fromEntries(Object.entries(after).map(([step, ms]) => [step, t0 + ms])),
  },
  note: '',
  marks: {},
  messages: [],
});
const received = (afterMs: number, otherwise: Partial<Incident> = {}) =>
  incident({ receivedAtMs: t0 + afterMs, ...otherwise });

test('R1 what lies on the end of a bucket belongs to it: 30.000 s is in the first, 30.001 s in the second', () => {
  const signedMs = [0, 30_000, 30_001, 60_000, 60_001, 120_000, 120_001, 180_000, 180_001];
  const setOutMs = [5 * minute, 5 * minute + 1, 10 * minute, 15 * minute, 30 * minute, 30 * minute + 1];
  const fedBackMs = [30 * minute, 30 * minute + 1, 60 * minute, 120 * minute, 240 * minute, 240 * minute + 1];
  const { buckets } = reviewOf(
    [
      ...signedMs.map((signed) => incident({ assignments: [sent({ signed })] })),
      ...setOutMs.map((setOut) => incident({ assignments: [sent({ setOut })] })),
      ...fedBackMs.map((fedBack) => incident({ assignments: [sent({ fedBack })] })),
    ],
    [],
    time,
  );
  const counts = (step: string) => buckets.filter((one) => one.step === step).map((one) => one.count);
  expect(counts('sign')).toEqual([2, 2, 2, 2, 1]);
  expect(counts('setOut')).toEqual([1, 2, 1, 1, 1]);
  expect(counts('feedBack')).toEqual([1, 2, 1, 1, 1]);
  expect(buckets.filter(({ step }) => step === 'sign').map(({ fromMs, toMs }) => [fromMs, toMs])).toEqual([
    [0, 30_000],
    [30_000, 60_000],
    [60_000, 120_000],
    [120_000, 180_000],
    [180_000, null],
  ]);
});

test('R1 p50 and p90 are by nearest rank', () => {
  const made = (...all: number[]) => all.map((ms) => ({ ms }));
  expect([percentile([], 50), percentile(made(7), 50), percentile(made(7), 90)]).toEqual([null, 7, 7]);
  const ten = made(100, 10, 90, 20, 80, 30, 70, 40, 60, 50);
  expect([percentile(ten, 50), percentile(ten, 90)]).toEqual([50, 90]);
  const eleven = made(...Array.from({ length: 11 }, (_, n) => n + 1));
  expect([percentile(eleven, 50), percentile(eleven, 90)]).toEqual([6, 10]);
});

test('R1 the share received in time has exact ends, and who is still waiting counts once the time is over', () => {
  const waiting = (openedAgoMs: number) =>
    incident({
      stage: 'reported',
      receivedBy: null,
      receivedAtMs: null,
      outcome: null,
      closedAtMs: null,
      openedAtMs: time.nowMs - openedAgoMs,
    });
  const late = received(30_001);
  const { targets } = reviewOf(
    [
      received(30_000),
      late,
      waiting(30_000),
      waiting(60_000),
      received(90_000, { priority: 3 }),
      received(90_001, { priority: 4 }),
    ],
    [],
    time,
  );
  expect(targets.map(({ met, of }) => [met, of])).toEqual([
    [1, 3],
    [2, 2],
    [1, 2],
    [2, 2],
  ]);
  expect(targets[0]!.lateIds).toContain(late.incidentId);
});

test('R1 tests and merged ones are listed and not counted; who opened one for a caller has no receiving clock', () => {
  const review = reviewOf(
    [
      received(10_000),
      received(99_000, { outcome: 'test' }),
      received(99_000, { outcome: 'duplicate', mergedInto: 'i-900' }),
      // A duplicate that somebody closed by hand did ask for work.
      received(20_000, { outcome: 'duplicate' }),
      received(0, { origin: 'caller', kind: 'call' }),
      received(0, { fromId: 'i-901', kind: 'motion' }),
    ],
    [received(5_000), received(7_000)],
    time,
  );
  expect([review.count, review.beforeCount, review.incidents.length]).toEqual([4, 2, 6]);
  const receive = review.steps.find(({ step }) => step === 'receive')!;
  expect(receive).toMatchObject({ count: 2, p50Ms: 10_000, p90Ms: 20_000, beforeP50Ms: 5_000 });
  expect(review.byKind.map(({ kind, count: n }) => [kind, n])).toEqual([
    ['panic', 2],
    ['call', 1],
    ['motion', 1],
  ]);
  expect(reviewSchema.safeParse(review).success).toBe(true);
});

test('R1 a unit that was recalled on the way counts in the steps it made, and each number names its incidents', () => {
  const recalled = { ...sent({ signed: 4_000, setOut: 9_000 }), state: 'recalled' as const };
  const one = incident({
    incidentId: 'i-two',
    assignments: [recalled, sent({ signed: 6_000, arrived: 300_000 })],
  });
  const { steps, unfinished } = reviewOf(
    [one, incident({ stage: 'handling', closedAtMs: null, outcome: null })],
    [],
    time,
  );
  const of = (step: string) => steps.find((each) => each.step === step)!;
  expect([of('sign').count, of('sign').p50Ms, of('sign').incidentIds]).toEqual([2, 4_000, ['i-two']]);
  expect([of('arrive').count, of('feedBack').count]).toEqual([1, 0]);
  expect(unfinished).toMatchObject([{ stage: 'handling', count: 1 }]);
});

test('R1 the lines for a spreadsheet have the same clocks, a line a unit', () => {
  const { incidents } = reviewOf(
    [
      received(30_001, {
        incidentId: 'i-csv',
        assignments: [sent({ signed: 1_500 }), sent({ arrived: 2_000 })],
      }),
    ],
    [],
    time,
  );
  const lines = reviewLines(incidents);
  const cell = (line: number, column: (typeof reviewColumns)[number]) =>
    lines[line]![reviewColumns.indexOf(column)];
  expect(lines.map((line) => line.length)).toEqual([reviewColumns.length, reviewColumns.length]);
  expect([cell(0, 'receive_s'), cell(0, 'sign_s'), cell(1, 'sign_s'), cell(1, 'arrive_s')]).toEqual([
    '30.001',
    '1.500',
    '',
    '2.000',
  ]);
  expect(cell(0, 'opened_at')).toBe(new Date(t0).toISOString());
});
