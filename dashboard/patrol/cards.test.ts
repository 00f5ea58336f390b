// Which cards stand, in which order, and which leave with a word.
import type { Incident } from '@haixi/proto/incident/incident';
import type { Picture } from '@haixi/proto/live/picture';
import type { AssignmentState, Priority } from '@haixi/proto/vocabulary';
import { expect, test } from 'vitest';
import { cardsOf, colleaguesInNeed, emptyBook, ownSos, turnPage } from './cards';

const startMs = 1_790_000_000_000;
const mine = ['unit-01'];

test('I7 the most urgent card is first, and signing one moves nothing under the thumb', () => {
  const before = pictureOf(
    incident('i-a', 3, 'sent'),
    incident('i-b', 1, 'sent'),
    incident('i-c', 2, 'arrived'),
  );
  expect(ids(before)).toEqual(['i-b', 'i-c', 'i-a']);
  const after = pictureOf(
    incident('i-a', 3, 'signed'),
    incident('i-b', 1, 'signed'),
    incident('i-c', 2, 'arrived'),
  );
  expect(ids(after)).toEqual(['i-b', 'i-c', 'i-a']);
});

test('I7 only one’s own active assignments are cards', () => {
  const others = { ...incident('i-a', 1, 'sent'), assignments: [assigned('i-a', 'sent', 'unit-02')] };
  expect(ids(pictureOf(others, incident('i-b', 1, 'recalled'), incident('i-c', 1, 'declined')))).toEqual([]);
});

test('T2 a recall and a close are told until they are read, over a reload too; one’s own decline is not', () => {
  const shown = turnPage(
    emptyBook,
    pictureOf(incident('i-a', 1, 'setOut'), incident('i-b', 2, 'signed'), incident('i-c', 3, 'sent')),
    mine,
  );
  const reloaded = JSON.parse(JSON.stringify(shown)) as typeof shown;
  const after = turnPage(
    reloaded,
    pictureOf(incident('i-a', 1, 'recalled'), incident('i-c', 3, 'declined')),
    mine,
  );
  expect(after.farewells.map(({ assignmentId, why }) => [assignmentId, why])).toEqual([
    ['as-i-a', 'recalled'],
    ['as-i-b', 'closed'],
  ]);
  expect(after.known).toEqual([]);
});

test('T2 an assignment that was fed back leaves without a word', () => {
  const shown = turnPage(emptyBook, pictureOf(incident('i-a', 1, 'fedBack')), mine);
  expect(turnPage(shown, pictureOf(), mine).farewells).toEqual([]);
});

test('I5 a colleague’s call for help is seen, one’s own is kept apart', () => {
  const picture = pictureOf(sos('i-a', 'unit-01'), sos('i-b', 'unit-02'), incident('i-c', 1, 'sent'));
  expect(colleaguesInNeed(picture, mine).map((one) => one.incidentId)).toEqual(['i-b']);
  expect(ownSos(picture, mine)?.incidentId).toBe('i-a');
});

function ids(picture: Picture): string[] {
  return cardsOf(picture, mine).map((card) => card.incident.incidentId);
}

function pictureOf(...incidents: Incident[]): Picture {
  const open = Object.fromEntries(incidents.map((one) => [one.incidentId, one]));
  return { vector: {}, areas: {}, sites: {}, units: {}, people: {}, incidents: open };
}

function assigned(incidentId: string, state: AssignmentState, unitId = 'unit-01') {
  return {
    assignmentId: `as-${incidentId}`,
    unitId,
    state,
    atMs: { sent: startMs },
    note: '',
    marks: {},
    messages: [],
  };
}

function incident(incidentId: string, priority: Priority, state: AssignmentState): Incident {
  return {
    incidentId,
    areaId: '350902002001',
    siteId: null,
    origin: 'caller',
    kind: 'call',
    priority,
    position: null,
    address: '示意路 1 号',
    stage: 'assisting',
    openedAtMs: startMs,
    lastAlarmAtMs: startMs,
    alarmCount: 1,
    alarms: [],
    snapshots: [],
    rings: 0,
    caller: null,
    receivedBy: 'op-lin',
    receivedAtMs: startMs,
    level: null,
    evidence: null,
    assignments: [assigned(incidentId, state)],
    overdue: [],
    outcome: null,
    done: '',
    reason: '',
    closedAtMs: null,
    transfers: [],
    fromId: null,
    mergedInto: null,
  };
}

function sos(incidentId: string, unitId: string): Incident {
  const none = { siteId: null, sourceId: null, entry: null, agentAtMs: null, note: '' };
  const alarm = { ...none, alarmId: 'al-1', kind: 'sos' as const, unitId, occurredAtMs: startMs };
  return { ...incident(incidentId, 1, 'sent'), origin: 'sos', kind: 'sos', alarms: [alarm], assignments: [] };
}
