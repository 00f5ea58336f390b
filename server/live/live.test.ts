// The pure parts of the live socket: when a frame goes, what is sent again, who is behind, what is news.
import type { LogEvent } from '@haixi/proto/live/events';
import { expect, test } from 'vitest';
import { behindBytes, drainWithinMs, type Flow, look } from './flow.js';
import { type AreaEvents, Gather, gatherForMs } from './gather.js';
import { News } from './latest.js';
import { Recent } from './recent.js';
import { howToResume } from './resume.js';

const event = (areaId: string, n: number): LogEvent => ({
  areaId,
  n,
  atMs: 1_000 + n,
  type: 'site.online',
  actor: { kind: 'system' },
  data: { siteId: 'shop-01' },
});
const events = (areaId: string, from: number, to: number) =>
  Array.from({ length: to - from + 1 }, (_, i) => event(areaId, from + i));
const told = (frames: readonly AreaEvents[]) =>
  frames.map((frame) => `${frame.areaId}:${frame.events.map(({ n }) => n).join()}`);

function gathering() {
  const sent: AreaEvents[] = [];
  const due: (() => void)[] = [];
  const gather = new Gather({
    after: (ms, run) => {
      expect(ms).toBe(gatherForMs);
      due.push(run);
    },
    send: (frame) => sent.push(frame),
  });
  return { gather, sent, pass: () => due.shift()!(), waiting: () => due.length };
}

test('L1 a frame goes at once when idle; what comes meanwhile goes together, one frame an area, in order', () => {
  const { gather, sent, pass, waiting } = gathering();
  gather.add([event('a', 1)]);
  expect(told(sent)).toEqual(['a:1']);
  gather.add([event('a', 2), event('b', 1)]);
  gather.add([event('a', 3)]);
  expect(sent).toHaveLength(1);
  pass();
  expect(told(sent)).toEqual(['a:1', 'a:2,3', 'b:1']);
  pass();
  expect(waiting()).toBe(0);
  gather.add([event('a', 4)]);
  expect(told(sent).at(-1)).toBe('a:4');
});

test('L1 a large catch-up goes as several frames without a gap', () => {
  const { gather, sent } = gathering();
  gather.add(events('a', 1, 1_200));
  expect(sent.map((frame) => frame.events.length)).toEqual([500, 500, 200]);
  expect(sent.flatMap((frame) => frame.events).map(({ n }) => n)).toEqual(
    events('a', 1, 1_200).map(({ n }) => n),
  );
});

test('L2 what was just sent is sent again from memory, as far as it reaches', () => {
  const recent = new Recent({ a: 10, b: 0 });
  recent.add([...events('a', 11, 13), ...events('b', 1, 1)]);
  expect(recent.sent).toEqual({ a: 13, b: 1 });
  expect(recent.since({ a: 11, b: 0 })?.map(({ areaId, n }) => `${areaId}${n}`)).toEqual([
    'a12',
    'a13',
    'b1',
  ]);
  expect(recent.since({ a: 13, b: 9 })).toEqual([]);
  expect(recent.since({ a: 9, b: 1 })).toBeNull();
});

test('L2 memory is bounded, and what fell out of it is asked of the store', () => {
  const recent = new Recent({ a: 0 });
  recent.add(events('a', 1, 10_000));
  expect(recent.since({ a: 0 })).toBeNull();
  expect(recent.since({ a: 8_900 })).toBeNull();
  expect(recent.since({ a: 9_600 })).toHaveLength(400);
});

test('L2 a screen goes on from its vector, or starts afresh where that would be wrong or long', () => {
  const sent = { a: 5_000, b: 7 };
  expect(howToResume({ a: 4_990, b: 7 }, ['a', 'b'], sent)).toBe('events');
  expect(howToResume({}, ['a', 'b'], sent)).toBe('snapshot');
  expect(howToResume({ a: 4_990 }, ['a', 'b'], sent)).toBe('snapshot');
  expect(howToResume({ a: 4_990, b: 7, c: 1 }, ['a', 'b'], sent)).toBe('snapshot');
  expect(howToResume({ a: 2_999, b: 7 }, ['a', 'b'], sent)).toBe('snapshot');
  expect(howToResume({ a: 5_001, b: 7 }, ['a', 'b'], sent)).toBe('snapshot');
});

test('L4 a slow screen leaves, starts afresh when it has drained, and is let go when it does not', () => {
  const flowing: Flow = { state: 'flowing', sinceMs: 0, snapshotBytes: 0 };
  expect(look(flowing, behindBytes, 1_000).step).toBe('nothing');
  const left = look(flowing, behindBytes + 1, 1_000);
  expect(left.step).toBe('leaveRooms');
  expect(look(left.flow, 100_000, 2_000).step).toBe('nothing');
  expect(look(left.flow, 100_000, 1_001 + drainWithinMs).step).toBe('letGo');
  const drained = look(left.flow, 0, 2_000);
  expect(drained.step).toBe('startAfresh');
  expect(look(drained.flow, behindBytes * 2, 3_000).step).toBe('nothing');
});

test('L4 a snapshot larger than the limit does not count against its screen until it has gone out', () => {
  const fresh: Flow = { state: 'flowing', sinceMs: 0, snapshotBytes: 5 * behindBytes };
  const stillGoing = look(fresh, 5 * behindBytes, 1_000);
  expect(stillGoing.step).toBe('nothing');
  const out = look(stillGoing.flow, 0, 2_000);
  expect(look(out.flow, behindBytes + 1, 3_000).step).toBe('leaveRooms');
});

test('a latest value is told once, although overlapping looks find it again', () => {
  const news = new News();
  const position = (changedBy: string, atMs = 1) => ({
    changedBy,
    value: {
      unitId: 'unit-01',
      areaId: 'a',
      position: { lon: 119, lat: 26 },
      accuracyM: null,
      headingDeg: null,
      atMs,
    },
  });
  expect(news.of([position('7')], [], []).get('a')?.positions).toHaveLength(1);
  expect(news.of([position('7')], [], []).size).toBe(0);
  expect(news.of([position('8')], [], []).get('a')?.positions).toHaveLength(1);
});
