// Thresholds held against what people notice: a trouble is told once when it lasts, once when it is over, and never flaps.
import type { CameraReading, Readings } from '@haixi/proto/mqtt/messages';
import { troubles } from '@haixi/proto/vocabulary';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { SiteHealth } from './health.js';
import { agentThresholds, cameraThresholds } from './thresholds.js';

const t0 = 1_800_000_000_000;
const camera = (change: Partial<CameraReading> = {}): CameraReading => ({
  sourceId: 'camera-1',
  state: 'ok',
  codec: 'h264',
  width: 1_280,
  height: 720,
  fps: 25,
  kbps: 2_000,
  keyFrameEveryMs: 2_000,
  lastFrameAtMs: t0,
  reconnects: 0,
  soundDb: null,
  armed: true,
  watched: false,
  fault: null,
  masking: null,
  ...change,
});
const readings = (change: Partial<Readings> = {}, ...cameras: CameraReading[]): Readings => ({
  v: 3,
  atMs: t0,
  held: 0,
  refused: 0,
  snapshotsHeld: 0,
  snapshotsLost: 0,
  load: { cpuPercent: 20, memoryMb: 300, machineMemoryMb: 1_000 },
  cameras,
  ...change,
});

/** Readings each 10 s; gives what was told, with its second. */
function told(each: readonly (readonly [Readings, skewMs?: number])[], health = new SiteHealth([])) {
  return each.flatMap(([reading, skewMs = 0], at) =>
    health.judge(reading, skewMs, t0 + at * 10_000).map(({ type, trouble, sourceId, value, limit }) => ({
      atS: at * 10,
      what: `${type} ${sourceId ?? 'agent'} ${trouble}`,
      value,
      limit,
    })),
  );
}
const times = <T>(count: number, one: T): T[] => Array.from({ length: count }, () => one);
const cameraTimes = (count: number, change: Partial<CameraReading>) =>
  times(count, [readings({}, camera(change))] as const);

test('every trouble has its threshold', () => {
  expect(Object.keys({ ...cameraThresholds, ...agentThresholds }).toSorted()).toEqual(troubles.toSorted());
});

test('R1 frames below 4 a second are told after 30 s with what was measured, and their end after 30 s of 5 or more', () => {
  const story = [
    ...cameraTimes(5, { fps: 2.5 }),
    ...cameraTimes(3, { fps: 4.5 }),
    ...cameraTimes(5, { fps: 6 }),
  ];
  expect(told(story)).toEqual([
    { atS: 30, what: 'troubled camera-1 frames-few', value: 2.5, limit: 4 },
    { atS: 110, what: 'recovered camera-1 frames-few', value: 6, limit: 4 },
  ]);
});

test('R1 frames are not counted while there is no picture, and what was not measured is no trouble', () => {
  expect(told(cameraTimes(10, { fps: 0, state: 'lost' }))).toEqual([]);
  expect(told(cameraTimes(10, { fps: null, keyFrameEveryMs: null, codec: null }))).toEqual([]);
});

test('R2 key frames more than 10 s apart and a codec that browsers can’t play are told at once', () => {
  expect(told(cameraTimes(2, { keyFrameEveryMs: 12_000, codec: 'hevc' }))).toEqual([
    { atS: 0, what: 'troubled camera-1 key-frames-far', value: 12_000, limit: 10_000 },
    { atS: 0, what: 'troubled camera-1 codec-unplayable', value: null, limit: null },
  ]);
  expect(told(cameraTimes(2, { keyFrameEveryMs: 10_000 }))).toEqual([]);
});

test('R3 five reconnects within five minutes are told once, and their end when they have become few', () => {
  const counts = [0, 1, 2, 3, 4, 5, 6, ...times(40, 6)];
  const story = counts.map((reconnects) => [readings({}, camera({ reconnects }))] as const);
  const [begin, end, ...more] = told(story);
  expect(begin).toEqual({ atS: 50, what: 'troubled camera-1 reconnecting', value: 5, limit: 5 });
  expect(end).toMatchObject({ what: 'recovered camera-1 reconnecting' });
  expect(end!.atS).toBeGreaterThan(300);
  expect(more).toEqual([]);
  const slowly = times(60, 0).map(
    (_, at) => [readings({}, camera({ reconnects: Math.floor(at / 9) }))] as const,
  );
  expect(told(slowly)).toEqual([]);
});

test('R3 counters that an agent’s restart set back are no trouble, and what grew before a restart of ours counts', () => {
  const back = [90, 90, 0, 0].map(
    (reconnects) => [readings({ snapshotsLost: reconnects }, camera({ reconnects }))] as const,
  );
  expect(told(back)).toEqual([]);
  const resumed = new SiteHealth([]);
  resumed.resume(readings({ snapshotsLost: 3 }, camera({ reconnects: 1 })), t0 - 60_000);
  expect(told([[readings({ snapshotsLost: 4 }, camera({ reconnects: 8 }))]], resumed)).toEqual([
    { atS: 0, what: 'troubled camera-1 reconnecting', value: 7, limit: 5 },
    { atS: 0, what: 'troubled agent snapshot-not-kept', value: 1, limit: 0 },
  ]);
});

test('R4 a snapshot that could not be kept is told once, until none was lost for ten minutes', () => {
  const story = [0, 2, 2, 3, ...times(70, 3)].map((snapshotsLost) => [readings({ snapshotsLost })] as const);
  expect(told(story)).toEqual([
    { atS: 10, what: 'troubled agent snapshot-not-kept', value: 2, limit: 0 },
    { atS: 630, what: 'recovered agent snapshot-not-kept', value: 0, limit: 0 },
  ]);
});

test('R5 an agent’s clock, processor and memory are told when they stay over their limits', () => {
  const load = { cpuPercent: 97, memoryMb: 850, machineMemoryMb: 1_000 };
  expect(told(times(8, [readings({ load }), -6_000]))).toEqual([
    { atS: 30, what: 'troubled agent clock-skewed', value: -6_000, limit: 5_000 },
    { atS: 60, what: 'troubled agent processor-busy', value: 97, limit: 85 },
    { atS: 60, what: 'troubled agent memory-full', value: 850, limit: 800 },
  ]);
  const peaks = times(20, 0).map((_, at) => [readings(at % 5 ? { load } : {}), at % 3 ? 9_000 : 0] as const);
  expect(told(peaks)).toEqual([]);
});

test('R6 a trouble that was told before a restart is not told again, and ends when it is over', () => {
  const open = () => new SiteHealth([{ sourceId: 'camera-1', trouble: 'frames-few' }]);
  expect(told(cameraTimes(10, { fps: 1 }), open())).toEqual([]);
  expect(told(cameraTimes(10, { fps: 25 }), open())).toMatchObject([
    { atS: 30, what: 'recovered camera-1 frames-few' },
  ]);
});

test('R7 a silence is no evidence: nothing ends by it, and what was nearly over its time begins anew', () => {
  const health = new SiteHealth([{ sourceId: 'camera-2', trouble: 'frames-few' }]);
  told(cameraTimes(3, { fps: 1 }), health);
  const later = t0 + 600_000;
  expect(health.judge(readings({}, camera({ fps: 1 })), 0, later)).toEqual([]);
  expect(health.judge(readings({}, camera({ fps: 1 })), 0, later + 20_000)).toEqual([]);
  expect(health.judge(readings({}, camera({ fps: 1 })), 0, later + 30_000)).toMatchObject([
    { type: 'troubled' },
  ]);
});

const soon = fc.integer({ min: 1, max: 30_000 });

test('R8 whatever is measured, a trouble begins and ends by turns, and no two beginnings are less than 30 s apart', () => {
  const measured = fc.record({
    fps: fc.option(fc.double({ min: 0, max: 12, noNaN: true })),
    keyFrameEveryMs: fc.option(fc.integer({ min: 8_000, max: 11_000 })),
    codec: fc.constantFrom('h264', 'hevc', null),
    reconnects: fc.integer({ min: 0, max: 12 }),
    lost: fc.integer({ min: 0, max: 3 }),
    skewMs: fc.integer({ min: -7_000, max: 7_000 }),
    load: fc.record({
      cpuPercent: fc.integer({ min: 60, max: 100 }),
      memoryMb: fc.integer({ min: 700, max: 900 }),
      machineMemoryMb: fc.constant(1_000),
    }),
    pauseMs: fc.oneof(soon, fc.integer({ min: 1, max: 120_000 })),
  });
  fc.assert(
    fc.property(fc.array(measured, { maxLength: 80 }), (all) => {
      const health = new SiteHealth([]);
      const last = new Map<string, { type: string; troubledAtMs: number }>();
      let nowMs = t0;
      for (const { pauseMs, lost, skewMs, load, ...change } of all) {
        nowMs += pauseMs;
        for (const { type, trouble } of health.judge(
          readings({ snapshotsLost: lost, load }, camera(change)),
          skewMs,
          nowMs,
        )) {
          const before = last.get(trouble);
          expect(type).toBe(before?.type === 'troubled' ? 'recovered' : 'troubled');
          if (type === 'troubled' && before)
            expect(nowMs - before.troubledAtMs).toBeGreaterThanOrEqual(30_000);
          last.set(trouble, { type, troubledAtMs: type === 'troubled' ? nowMs : before!.troubledAtMs });
        }
      }
    }),
  );
});

test('R8 a value that wavers about its limit is told once at most', () => {
  const wavering = fc.record({
    fps: fc.double({ min: 3, max: 4.99, noNaN: true }),
    keyFrameEveryMs: fc.integer({ min: 9_001, max: 11_000 }),
    skewMs: fc.integer({ min: 4_001, max: 6_000 }),
    cpuPercent: fc.integer({ min: 76, max: 95 }),
    memoryMb: fc.integer({ min: 751, max: 850 }),
    pauseMs: soon,
  });
  fc.assert(
    fc.property(fc.array(wavering, { maxLength: 100 }), (all) => {
      const health = new SiteHealth([]);
      let nowMs = t0;
      const changes = all.flatMap(({ fps, keyFrameEveryMs, skewMs, cpuPercent, memoryMb, pauseMs }) => {
        nowMs += pauseMs;
        const load = { cpuPercent, memoryMb, machineMemoryMb: 1_000 };
        return health.judge(readings({ load }, camera({ fps, keyFrameEveryMs })), skewMs, nowMs);
      });
      expect(changes.every(({ type }) => type === 'troubled')).toBe(true);
      expect(new Set(changes.map(({ trouble }) => trouble)).size).toBe(changes.length);
    }),
  );
});
