// What the map marks of a picture: where an incident stands, whether it calls, who is on the way, how old a position is.
import type { Incident } from '@haixi/proto/incident/incident';
import type { Site, Source, Unit, UnitPosition } from '@haixi/proto/live/picture';
import type { AssignmentState } from '@haixi/proto/vocabulary';
import { describe, expect, it } from 'vitest';
import { incidentMarks, wayMarks } from './incidents';
import { siteMarks } from './sites';
import { unitMarks } from './units';

const nowMs = 1_800_000_000_000;
const site: Site = {
  siteId: 'shop-01',
  areaId: '350902002004',
  type: 'shop',
  name: '南漈路便利店',
  nameEn: 'Nanji Road Convenience Store',
  address: '南漈路 88 号',
  addressEn: '88 Nanji Road',
  position: { lon: 119.52618, lat: 26.66797 },
  sources: [],
  presence: 'online',
  presenceAtMs: nowMs,
  troubles: [],
  unprovenSinceMs: null,
  gaps: [],
  onTestUntilMs: null,
};
const unit: Unit = {
  unitId: 'unit-01',
  areaId: '350902002004',
  kind: 'patrol',
  name: '巡逻 01 车',
  nameEn: 'Patrol Car 01',
  personIds: [],
  onDuty: true,
  dutyAtMs: nowMs,
};
const position = (unitId: string, agoMs: number): UnitPosition => ({
  unitId,
  areaId: '350902002004',
  position: { lon: 119.53, lat: 26.66 },
  accuracyM: null,
  headingDeg: null,
  atMs: nowMs - agoMs,
});
const incident = (incidentId: string, more: Partial<Incident> = {}): Incident => ({
  incidentId,
  areaId: '350902002004',
  siteId: 'shop-01',
  origin: 'site',
  kind: 'panic',
  priority: 1,
  position: null,
  address: '',
  stage: 'reported',
  openedAtMs: nowMs,
  lastAlarmAtMs: nowMs,
  alarmCount: 1,
  alarms: [],
  snapshots: [],
  rings: 0,
  caller: null,
  receivedBy: null,
  receivedAtMs: null,
  level: null,
  evidence: null,
  assignments: [],
  overdue: [],
  outcome: null,
  done: '',
  reason: '',
  closedAtMs: null,
  transfers: [],
  fromId: null,
  mergedInto: null,
  ...more,
});
const marksOf = (incidents: Incident[], positions: UnitPosition[] = []) =>
  incidentMarks(
    Object.fromEntries(incidents.map((each) => [each.incidentId, each])),
    { 'shop-01': site },
    { 'unit-01': unit },
    positions,
  );

const bound = (unitId: string, state: AssignmentState) => ({
  assignmentId: `of-${unitId}`,
  unitId,
  state,
  atMs: {},
  note: '',
  marks: {},
  messages: [],
});

describe('incidents on the map', () => {
  it('stand at their site, at a caller’s place, or where the officer in need is now', () => {
    const alarm = {
      alarmId: 'a',
      kind: 'sos',
      siteId: null,
      sourceId: null,
      unitId: 'unit-01',
      entry: null,
    } as const;
    const times = { occurredAtMs: nowMs, agentAtMs: null, note: '' };
    const { marks } = marksOf(
      [
        incident('at-site'),
        incident('by-call', {
          siteId: null,
          origin: 'caller',
          priority: 3,
          position: { lon: 119.5, lat: 26.6 },
        }),
        incident('sos', {
          siteId: null,
          origin: 'sos',
          position: { lon: 119.4, lat: 26.5 },
          alarms: [{ ...alarm, ...times }],
        }),
      ],
      [position('unit-01', 0)],
    );
    expect(Object.fromEntries(marks.map((mark) => [mark.incidentId, mark.position]))).toEqual({
      'at-site': [119.52618, 26.66797],
      'by-call': [119.5, 26.6],
      sos: [119.53, 26.66],
    });
    const sos = marks.find(({ incidentId }) => incidentId === 'sos');
    expect([sos?.where, sos?.whereEn]).toEqual(['巡逻 01 车', 'Patrol Car 01']);
  });

  it('are counted where they have no place, instead of being lost', () => {
    const { marks, unplaced } = marksOf([
      incident('nowhere', { siteId: null }),
      incident('unknown', { siteId: 'gone' }),
    ]);
    expect({ marks, unplaced }).toEqual({ marks: [], unplaced: 2 });
  });

  it('call until somebody has received them, and again when a clock has run out', () => {
    const overdue = {
      step: 'dispatch',
      assignmentId: null,
      dueAtMs: nowMs,
      atMs: nowMs,
      to: { role: 'leader', personId: null },
    } as const;
    const { marks } = marksOf([
      incident('new'),
      incident('taken', { stage: 'received' }),
      incident('late', { stage: 'received', overdue: [overdue] }),
    ]);
    expect(
      Object.fromEntries(marks.map(({ incidentId, calls, icon }) => [incidentId, [calls, icon]])),
    ).toEqual({
      new: [true, 'incident-1-new'],
      taken: [false, 'incident-1-taken'],
      late: [true, 'incident-1-taken'],
    });
  });

  it('of one spot stand side by side, and the most urgent is drawn last', () => {
    const { marks } = marksOf([incident('panic'), incident('lens', { kind: 'lens-covered', priority: 2 })]);
    expect(marks.map(({ incidentId }) => incidentId)).toEqual(['lens', 'panic']);
    expect(new Set(marks.map(({ shiftPx }) => shiftPx)).size).toBe(2);
  });

  it('show a way from every bound unit whose position is known, and none from one that was recalled', () => {
    const one = incident('i', {
      assignments: [bound('unit-01', 'sent'), bound('unit-02', 'recalled'), bound('unit-03', 'sent')],
    });
    const positions = [position('unit-01', 0), position('unit-02', 0)];
    const ways = wayMarks({ i: one }, marksOf([one]).marks, positions);
    expect(ways).toEqual([
      { unitId: 'unit-01', incidentId: 'i', from: [119.53, 26.66], to: [119.52618, 26.66797], state: 'sent' },
    ]);
  });
});

describe('units on the map', () => {
  it('have an old position from five minutes on, by the server’s clock', () => {
    const at = (agoMs: number) =>
      unitMarks({ units: { 'unit-01': unit }, incidents: {} }, [position('unit-01', agoMs)], nowMs)[0]!
        .oldByMs;
    expect(at(5 * 60_000)).toBeNull();
    expect(at(5 * 60_000 + 1)).toBe(5 * 60_000 + 1);
  });

  it('are left out where the picture does not know them, and hollow off duty', () => {
    const units = { 'unit-01': { ...unit, onDuty: false } };
    const marks = unitMarks(
      { units, incidents: {} },
      [position('unit-01', 0), position('unit-99', 0)],
      nowMs,
    );
    expect(marks.map(({ unitId, icon }) => [unitId, icon])).toEqual([['unit-01', 'unit-patrol-off']]);
  });
});

describe('what units do', () => {
  const sent = (unitId: string, state: AssignmentState) =>
    incident(`i-${unitId}-${state}`, { assignments: [bound(unitId, state)] });
  const mark = (
    states: readonly AssignmentState[],
    headingDeg: number | null = null,
    agoMs = 0,
    onDuty = true,
  ) => {
    const incidents = Object.fromEntries(states.map((state) => [state, sent('unit-01', state)]));
    const units = { 'unit-01': { ...unit, onDuty } };
    return unitMarks({ units, incidents }, [{ ...position('unit-01', agoMs), headingDeg }], nowMs)[0]!;
  };

  it('T3 is what the one does that binds it; who gave word, was recalled or declined is free', () => {
    expect(mark(['sent']).task).toBe('sent');
    expect(mark(['setOut']).task).toBe('setOut');
    expect(mark(['sent', 'arrived', 'signed']).task).toBe('arrived');
    expect(mark(['recalled']).task).toBeNull();
    expect(mark(['declined']).task).toBeNull();
    expect(mark([]).task).toBeNull();
  });

  it('have an arrow where they go, and none once nobody knows, or off duty', () => {
    expect(mark([], 0).headingDeg).toBe(0);
    expect(mark([], 270).headingDeg).toBe(270);
    expect(mark([], null).headingDeg).toBeNull();
    expect(mark([], 90, 5 * 60_000 + 1).headingDeg).toBeNull();
    expect(mark([], 90, 0, false).headingDeg).toBeNull();
  });
});

describe('sites on the map', () => {
  it('tell type and presence by their icon, the dark ones on top', () => {
    const dark: Site = { ...site, siteId: 'road-01', type: 'road', presence: 'dark' };
    const marks = siteMarks({ 'road-01': dark, 'shop-01': site });
    expect(marks.map(({ icon }) => icon)).toEqual(['site-shop-online', 'site-road-dark']);
  });

  it('D5 have the sign of what is lacking of them above the others, away from their cameras', () => {
    const camera = (headingDeg: number): Source => ({
      sourceId: 'camera-1',
      type: 'camera',
      name: '',
      nameEn: '',
      camera: { position: site.position, headingDeg, fovDeg: 60, rangeM: 30 },
    });
    const lost = {
      gapId: 'g',
      epoch: 'e',
      fromSeq: 42,
      toSeq: 42,
      missing: 1,
      sinceMs: nowMs,
      lostAtMs: nowMs,
    };
    const marks = siteMarks({
      lacks: { ...site, siteId: 'lacks', gaps: [lost], sources: [camera(190)] },
      dark: { ...site, siteId: 'dark', presence: 'dark' },
      well: { ...site, siteId: 'well' },
    });
    expect(marks.map(({ siteId }) => siteId)).toEqual(['well', 'dark', 'lacks']);
    expect(marks[2]).toMatchObject({ lacks: [{ lack: 'lost', count: 1 }], lackSide: 'right' });
    expect(marks[0]).toMatchObject({ lacks: [], lackSide: 'below' });
  });
});
