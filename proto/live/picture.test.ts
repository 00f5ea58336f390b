// The picture on a screen: the next event changes it, one it already has is passed over, a missing one is told.
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import type { EventDraft, LogEvent } from './events.js';
import { applyEvents, type Picture, pictureSchema } from './picture.js';

type GapEvent = Extract<EventDraft, { type: `gap.${string}` }>;

const areaId = '350902002001';
const otherAreaId = '350902002002';
const startMs = 1_790_000_000_000;

const empty: Picture = {
  vector: {},
  areas: {},
  sites: {
    'shop-01': {
      siteId: 'shop-01',
      areaId,
      type: 'shop',
      name: '示意商铺',
      nameEn: 'Example shop',
      address: '示意路 1 号',
      addressEn: '',
      position: { lon: 119.5, lat: 26.6 },
      sources: [],
      presence: 'never',
      presenceAtMs: null,
      troubles: [],
      unprovenSinceMs: null,
      gaps: [],
      onTestUntilMs: null,
    },
  },
  units: {
    'unit-01': {
      unitId: 'unit-01',
      areaId,
      kind: 'patrol',
      name: '巡逻一组',
      nameEn: 'Patrol 1',
      personIds: ['po-wang'],
      onDuty: false,
      dutyAtMs: null,
    },
  },
  people: {},
  incidents: {},
};

test('L1 the next number changes the picture and moves its vector', () => {
  const picture = applied(empty, story.slice(0, 3));
  expect(picture.vector).toEqual({ [areaId]: 3 });
  expect(picture.incidents['i-1']?.stage).toBe('received');
  expect(picture.sites['shop-01']?.presence).toBe('online');
  expect(pictureSchema.safeParse(picture).success).toBe(true);
});

test('L1 an event that the picture already has is passed over', () => {
  const once = applied(empty, story);
  expect(applied(once, story)).toEqual(once);
  const alarms = once.incidents['i-1']?.alarmCount;
  expect(applied(once, story.slice(1, 2)).incidents['i-1']?.alarmCount).toBe(alarms);
});

test('D5 a gap is in the picture from its finding until it is filled, or acknowledged where it is lost', () => {
  const about = { epoch: 'abcdefgh12345678', fromSeq: 3, toSeq: 7, missing: 2 };
  const gap = (n: number, draft: Pick<GapEvent, 'type' | 'data'>) =>
    numbered(n, { areaId, actor: { kind: 'system' }, ...draft } as EventDraft);
  const found = gap(1, { type: 'gap.found', data: { siteId: 'shop-01', gapId: 'g-1', ...about } });
  const lost = gap(2, { type: 'gap.lost', data: { siteId: 'shop-01', gapId: 'g-1', ...about, missing: 1 } });
  const end = (type: 'gap.filled' | 'gap.acknowledged', n: number) =>
    gap(n, {
      type,
      data: { siteId: 'shop-01', gapId: 'g-1', ...(type === 'gap.filled' ? {} : { note: '' }) },
    } as GapEvent);
  const gapsOf = (...events: LogEvent[]) => applied(empty, events).sites['shop-01']?.gaps;
  expect(gapsOf(found)).toEqual([{ gapId: 'g-1', ...about, sinceMs: found.atMs, lostAtMs: null }]);
  expect(gapsOf(found, lost)).toEqual([
    { gapId: 'g-1', ...about, missing: 1, sinceMs: found.atMs, lostAtMs: lost.atMs },
  ]);
  expect(gapsOf(found, end('gap.filled', 2))).toEqual([]);
  expect(gapsOf(found, lost, end('gap.acknowledged', 3))).toEqual([]);
});

test('P3 a site is unproven from the event that says so to the one that ends it', () => {
  const missed = { type: 'site.unproven' as const, data: { siteId: 'shop-01', lastProvedAtMs: null } };
  const unproven = numbered(1, { areaId, actor: { kind: 'system' }, ...missed });
  const back = { type: 'site.proven' as const, data: { siteId: 'shop-01' } };
  const proven = numbered(2, { areaId, actor: { kind: 'site', id: 'shop-01' }, ...back });
  expect(applied(empty, [unproven]).sites['shop-01']?.unprovenSinceMs).toBe(unproven.atMs);
  expect(applied(empty, [unproven, proven]).sites['shop-01']?.unprovenSinceMs).toBeNull();
});

test('L2 a missing number is told with what is there and what came, and the picture stays as it was', () => {
  const picture = applied(empty, story.slice(0, 2));
  const before = structuredClone(picture);
  expect(applyEvents(picture, story.slice(3))).toEqual({ ok: false, reason: 'gap', areaId, have: 2, got: 4 });
  expect(picture).toEqual(before);
});

test('L2 an area’s own first number counts, whatever the others are at', () => {
  const picture = applied(empty, story);
  const foreign = { ...onDuty(2), areaId: otherAreaId };
  expect(applyEvents(picture, [foreign])).toMatchObject({ ok: false, areaId: otherAreaId, have: 0, got: 2 });
  expect(applied(picture, [{ ...foreign, n: 1 }]).vector).toEqual({
    [areaId]: story.length,
    [otherAreaId]: 1,
  });
});

test('L2 a closed incident leaves the picture, and a note after its close changes nothing but the number', () => {
  const closed = applied(applied(empty, story), [
    numbered(6, {
      areaId,
      type: 'incident.closed',
      actor: { kind: 'person', id: 'op-lin' },
      data: { incidentId: 'i-1', outcome: 'false-alarm', done: '', reason: '误按' },
    }),
  ]);
  expect(closed.incidents).toEqual({});
  const noted = applied(closed, [
    numbered(7, {
      areaId,
      type: 'incident.noted',
      actor: { kind: 'person', id: 'op-lin' },
      data: { incidentId: 'i-1', text: '店主回电', photoIds: [], unitId: null },
    }),
  ]);
  expect(noted).toEqual({ ...closed, vector: { [areaId]: 7 } });
});

test('L2 events of a site or a unit that the picture does not show change nothing but the number', () => {
  const picture = applied({ ...empty, sites: {}, units: {} }, [online(1), onDuty(2)]);
  expect(picture).toEqual({ ...empty, sites: {}, units: {}, vector: { [areaId]: 2 } });
});

test('L2 however the events are cut into frames and sent again, the picture ends the same', () => {
  const whole = applied(empty, story);
  fc.assert(
    fc.property(fc.array(fc.tuple(fc.nat({ max: 4 }), fc.nat({ max: 5 }))), (cuts) => {
      let picture = empty;
      for (const [from, to] of cuts) {
        const after = applyEvents(picture, story.slice(from, to));
        if (after.ok) picture = after.picture;
      }
      expect(applied(picture, story)).toEqual(whole);
    }),
  );
});

function applied(picture: Picture, events: readonly LogEvent[]): Picture {
  const result = applyEvents(picture, events);
  if (!result.ok) throw new Error(`a gap at ${result.have}, got ${result.got}`);
  return result.picture;
}

function numbered(n: number, draft: EventDraft): LogEvent {
  return { ...draft, n, atMs: startMs + n * 1_000 };
}

function online(n: number): LogEvent {
  return numbered(n, {
    areaId,
    type: 'site.online',
    actor: { kind: 'site', id: 'shop-01' },
    data: { siteId: 'shop-01' },
  });
}

function onDuty(n: number): LogEvent {
  return numbered(n, {
    areaId,
    type: 'unit.onDuty',
    actor: { kind: 'person', id: 'po-wang' },
    data: { unitId: 'unit-01' },
  });
}

function alarm(seq: number) {
  return {
    alarmId: `al-${seq}`,
    kind: 'panic' as const,
    siteId: 'shop-01',
    sourceId: 'button-1',
    unitId: null,
    entry: { epoch: 'abcdefgh12345678', seq },
    occurredAtMs: startMs,
    agentAtMs: startMs,
    note: '',
  };
}

const story: readonly LogEvent[] = [
  online(1),
  numbered(2, {
    areaId,
    type: 'incident.opened',
    actor: { kind: 'site', id: 'shop-01' },
    data: {
      incidentId: 'i-1',
      origin: 'site',
      siteId: 'shop-01',
      kind: 'panic',
      priority: 1,
      position: null,
      address: '示意路 1 号',
      alarm: alarm(0),
    },
  }),
  numbered(3, {
    areaId,
    type: 'incident.received',
    actor: { kind: 'person', id: 'op-lin' },
    data: { incidentId: 'i-1', personId: 'op-lin' },
  }),
  numbered(4, {
    areaId,
    type: 'alarm.joined',
    actor: { kind: 'site', id: 'shop-01' },
    data: { incidentId: 'i-1', rings: true, priority: 1, alarm: alarm(1) },
  }),
  onDuty(5),
];
