// A small true history over two areas, for the tests of the live picture: incidents that open, go their way and close.
import type { EventDraft, LogEvent } from '@haixi/proto/live/events';
import type { Picture } from '@haixi/proto/live/picture';

export const areaIds = ['350902002001', '350902002002'] as const;

/** One site and one unit in the first area, and no event yet. */
export const emptyPicture: Picture = {
  vector: {},
  areas: {},
  sites: {
    'shop-01': {
      siteId: 'shop-01',
      areaId: areaIds[0],
      type: 'shop',
      name: '林记海味',
      nameEn: 'Lin’s Seafood',
      address: '鹤峰路 12 号',
      addressEn: '12 Hefeng Road',
      position: { lon: 119.5265, lat: 26.666 },
      sources: [],
      presence: 'online',
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
      areaId: areaIds[0],
      kind: 'patrol',
      name: '一号巡逻组',
      nameEn: 'Patrol 1',
      personIds: ['po-wang'],
      onDuty: true,
      dutyAtMs: null,
    },
  },
  people: {},
  incidents: {},
};

/** The first `count` events, numbered per area; every incident is one of six steps from opened to closed. */
export function history(count: number): LogEvent[] {
  const heads: Record<string, number> = {};
  return Array.from({ length: count }, (_, index) => {
    const draft = drafts(Math.floor(index / 6), index)[index % 6]!;
    const n = (heads[draft.areaId] ?? 0) + 1;
    heads[draft.areaId] = n;
    return { ...draft, n, atMs: 1_800_000_000_000 + index * 1000 };
  });
}

function drafts(number: number, index: number): EventDraft[] {
  const areaId = areaIds[number % 2]!;
  const incidentId = `inc-${number}`;
  const head = { areaId, actor: { kind: 'system' } } as const;
  const assignment = { incidentId, assignmentId: `as-${number}`, unitId: 'unit-01' };
  const alarm = {
    alarmId: `al-${number}`,
    kind: 'panic',
    siteId: 'shop-01',
    sourceId: 'button-1',
    unitId: null,
    entry: null,
    occurredAtMs: index,
    agentAtMs: null,
    note: '',
  } as const;
  const opened = {
    incidentId,
    origin: 'site',
    siteId: 'shop-01',
    kind: 'panic',
    priority: 1,
    position: null,
    address: '',
    alarm,
  } as const;
  const step = { ...assignment, note: '', photoIds: [], occurredAtMs: index };
  return [
    { ...head, type: 'incident.opened', data: opened },
    { ...head, type: 'incident.received', data: { incidentId, personId: 'op-lin' } },
    { ...head, type: 'assignment.sent', data: { ...assignment, note: '' } },
    { ...head, type: 'assignment.signed', data: step },
    { ...head, type: 'incident.noted', data: { incidentId, text: '在路上', photoIds: [], unitId: null } },
    {
      ...head,
      type: 'incident.closed',
      data: { incidentId, outcome: 'genuine', done: '已处置', reason: '' },
    },
  ];
}
