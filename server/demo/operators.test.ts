// Who acts when in the demo, on a clock moved by hand: what a visitor has is left alone, and nobody acts before their time.
import { foldIncident } from '@haixi/proto/incident/fold';
import type { Incident } from '@haixi/proto/incident/incident';
import type { EventDraft } from '@haixi/proto/live/events';
import type { Picture, Tablet } from '@haixi/proto/live/picture';
import type { AlarmKind } from '@haixi/proto/vocabulary';
import { priorityOf } from '@haixi/proto/vocabulary';
import { expect, test } from 'vitest';
import { demoUnits } from './district.js';
import { operatorActs } from './operators.js';
import { type Act, calledTo, type Situation } from './situation.js';
import { unitActs } from './tablets.js';

const openedAtMs = 1_800_000_000_000;
const second = 1_000;
const areaId = '350902002004';
const partners = new Map([
  ['unit-01', 'po-jin'],
  ['unit-12', 'po-tang'],
]);
const person = (id: string) => ({ kind: 'person' as const, id });

type Told = readonly [afterS: number, type: EventDraft['type'], who: string, data: object];

/** An incident as these events make it; the first one opens it. */
function incidentOf(
  kind: AlarmKind,
  told: readonly Told[] = [],
  siteId = 'shop-01',
  id = 'incident-1',
): Incident {
  const alarm = { alarmId: `alarm-${id}`, kind, siteId, sourceId: 'button-1', unitId: null, entry: null };
  const opened = { origin: 'site', siteId, kind, priority: priorityOf[kind], address: '南漈路 88 号' };
  const position = { lon: 119.52618, lat: 26.66797 };
  const whole = { ...alarm, occurredAtMs: openedAtMs, agentAtMs: null, note: '' };
  const events: Told[] = [
    [0, 'incident.opened', 'site', { incidentId: id, ...opened, position, alarm: whole }],
    ...told.map(([afterS, type, who, data]): Told => [afterS, type, who, { incidentId: id, ...data }]),
  ];
  let incident: Incident | null = null;
  for (const [nth, [afterS, type, who, data]] of events.entries()) {
    const draft = { areaId, type, actor: person(who), data } as EventDraft;
    incident = foldIncident(incident, { ...draft, n: nth + 1, atMs: openedAtMs + afterS * second });
  }
  return incident!;
}

const sent = (afterS: number, unitId: string): Told => {
  return [afterS, 'assignment.sent', 'op-lin', { assignmentId: `to-${unitId}`, unitId, note: '' }];
};
const stepped = (afterS: number, type: Told[1], unitId: string): Told => {
  const data = { assignmentId: `to-${unitId}`, unitId, note: '', photoIds: [], occurredAtMs: openedAtMs };
  return [afterS, type, 'po-jin', data];
};
const received = (afterS: number, personId: string): Told => [
  afterS,
  'incident.received',
  personId,
  { personId },
];

function situation(afterS: number, incidents: readonly Incident[], more: Partial<Situation> = {}): Situation {
  const units = demoUnits.map((unit) => [unit.unitId, { ...unit, dutyAtMs: null }]);
  const picture: Picture = {
    vector: {},
    areas: {},
    sites: {},
    people: {},
    units: Object.fromEntries(units) as Picture['units'],
    incidents: Object.fromEntries(incidents.map((incident) => [incident.incidentId, incident])),
  };
  const positions = demoUnits.map(({ unitId, areaId: home, position }) => {
    return { unitId, areaId: home, position, accuracyM: 8, headingDeg: null, atMs: openedAtMs };
  });
  const operators = ['op-xu', 'op-fang'];
  const others = { tablets: [], partners, there: new Set<string>(), seed: 's', pace: 1 };
  const nowMs = openedAtMs + afterS * second;
  return {
    nowMs,
    picture,
    positions,
    operators,
    formerOperators: [...operators, 'op-ye'],
    ...others,
    ...more,
  };
}

const namesOf = (acts: readonly Act[]) => acts.map(({ name }) => name);

test('a press waits 45 s for the visitor, then one colleague receives it, and only the one', () => {
  const incident = incidentOf('panic');
  expect(operatorActs(situation(44, [incident]))).toEqual([]);
  const acts = operatorActs(situation(51, [incident]));
  expect(namesOf(acts)).toEqual(['incident.receive']);
  expect(['op-xu', 'op-fang']).toContain(acts[0]!.personId);
  const help = incidentOf('help');
  expect(operatorActs(situation(59, [help]))).toEqual([]);
  expect(namesOf(operatorActs(situation(81, [help])))).toEqual(['incident.receive']);
});

test('what a visitor has received or taken over no colleague touches, however long it takes', () => {
  const own = incidentOf('panic', [received(10, 'op-lin')]);
  const takenOver = incidentOf('help', [
    received(10, 'op-xu'),
    [20, 'incident.takenOver', 'op-lin', { personId: 'op-lin', fromPersonId: 'op-xu' }],
  ]);
  expect(operatorActs(situation(7_200, [own, { ...takenOver, incidentId: 'incident-2' }]))).toEqual([]);
});

test('a colleague goes on with what one of an earlier shift has left behind', () => {
  const left = incidentOf('help', [received(10, 'op-ye')]);
  expect(namesOf(operatorActs(situation(60, [left])))).toEqual(['incident.takeOver']);
});

test('a colleague rates first, then sends the nearest unit whose tablet no visitor has', () => {
  const held = incidentOf('panic', [received(50, 'op-xu')]);
  expect(operatorActs(situation(53, [held]))).toEqual([]);
  expect(namesOf(operatorActs(situation(59, [held])))).toEqual(['incident.rate']);
  const rated = { ...held, level: 3 as const };
  const toWhom = (tablets: Tablet[]) =>
    operatorActs(situation(70, [rated], { tablets })).map(
      ({ intent }) => 'unitId' in intent && intent.unitId,
    );
  expect(toWhom([])).toEqual(['unit-01']);
  expect(toWhom([tablet('ready', 60)])).toEqual(['unit-12']);
  // Closed a minute ago, it may be opened again.
  expect(toWhom([tablet('closed', 10)])).toEqual(['unit-12']);
  expect(toWhom([tablet('closed', -60)])).toEqual(['unit-01']);
});

test('who calls for help is not sent to themselves, and stays where they are', () => {
  const incident = { ...incidentOf('sos', [received(50, 'op-xu')]), level: 4 as const };
  const own = { ...incident, alarms: [{ ...incident.alarms[0]!, unitId: 'unit-01' }] };
  const now = situation(70, [own]);
  expect(operatorActs(now).map(({ intent }) => 'unitId' in intent && intent.unitId)).toEqual(['unit-12']);
  expect(calledTo(now.picture, 'unit-01')).toBe(own);
  expect(calledTo(now.picture, 'unit-12')).toBeNull();
});

test('each has six in hand at most: in a storm the most urgent are received and the others wait', () => {
  const storm = Array.from({ length: 40 }, (_, nth) => ({
    ...incidentOf(nth % 10 === 0 ? 'panic' : 'motion'),
    incidentId: `incident-${nth}`,
  }));
  const acts = operatorActs(situation(300, storm));
  expect(acts).toHaveLength(12);
  const first = acts.slice(0, 4).map(({ id }) => id);
  expect(first.every((id) => /incident-\d?0\//.test(id))).toBe(true);
});

test('a unit that a visitor has sent tells its three marks, signs, sets out, arrives where it stands and feeds back', () => {
  const [own, unit] = [received(5, 'op-lin'), 'unit-01'];
  const doing = (afterS: number, told: readonly Told[], there: string[] = []) =>
    namesOf(unitActs(situation(afterS, [incidentOf('panic', [own, ...told])], { there: new Set(there) })));
  const way = [sent(10, unit)];
  expect(doing(10.1, way)).toEqual([]);
  expect(doing(13, way)).toEqual(['assignment.mark', 'assignment.mark']);
  expect(doing(27, way)).toContain('assignment.sign');
  way.push(stepped(27, 'assignment.signed', unit));
  const steps = (afterS: number, there: string[] = []) =>
    doing(afterS, way, there).filter((name) => name !== 'assignment.mark');
  expect([steps(28), steps(39)]).toEqual([[], ['assignment.setOut']]);
  way.push(stepped(39, 'assignment.setOut', unit));
  // It is there when it stands there, and not before.
  expect([steps(300), steps(41, [unit]), steps(60, [unit])]).toEqual([[], [], ['assignment.arrive']]);
  way.push(stepped(60, 'assignment.arrived', unit));
  expect([steps(75, [unit]), steps(106, [unit])]).toEqual([[], ['assignment.feedBack']]);
  way.push(stepped(106, 'assignment.fedBack', unit));
  expect(steps(3_600, [unit])).toEqual([]);
});

test('a unit whose tablet its own officer has opened does nothing by itself', () => {
  const incident = incidentOf('panic', [received(5, 'op-lin'), sent(10, 'unit-01')]);
  expect(unitActs(situation(60, [incident], { tablets: [tablet('asleep', 0)] }))).toEqual([]);
  expect(unitActs(situation(60, [incident]))).not.toEqual([]);
});

function tablet(state: Tablet['state'], sinceS: number): Tablet {
  const sinceMs = openedAtMs + sinceS * second;
  return { unitId: 'unit-01', areaId, personId: 'po-wang', state, sinceMs };
}
