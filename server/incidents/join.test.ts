// Joining, held against the rule: 60 s of the last alarm at the same site, a panic never to another source's incident.
import { foldIncident } from '@haixi/proto/incident/fold';
import type { Incident } from '@haixi/proto/incident/incident';
import type { Alarm } from '@haixi/proto/live/events';
import type { AlarmKind } from '@haixi/proto/vocabulary';
import { expect, test } from 'vitest';
import { admit } from './decide.js';
import { joining } from './join.js';

const t0 = 1_800_000_000_000;

function opened(incidentId: string, kind: AlarmKind, sourceId: string | null, atMs = t0): Incident {
  const alarm: Alarm = {
    alarmId: `alarm-${incidentId}`,
    kind,
    siteId: 'shop-01',
    sourceId,
    unitId: null,
    entry: null,
    occurredAtMs: atMs,
    agentAtMs: null,
    note: '',
  };
  const place = { areaId: 'area-1', siteId: 'shop-01', position: null, address: '' };
  const draft = admit(alarm, 'site', place, { joins: null }, { kind: 'site', id: 'shop-01' }, incidentId);
  return foldIncident(null, { ...draft, n: 1, atMs });
}
const arrival = (kind: AlarmKind, sourceId: string | null) => ({ kind, sourceId, unitId: null });

test('an alarm joins its site’s open incident up to 60 s after that incident’s last alarm, and not a moment later', () => {
  const open = [opened('i1', 'lens-covered', 'camera-1')];
  const alarm = arrival('picture-lost', 'camera-2');
  expect(joining(alarm, open, t0 + 60_000)).toEqual({ joins: open[0], rings: false });
  expect(joining(alarm, open, t0 + 60_001)).toEqual({ joins: null });
});

test('I5 a panic never joins another source’s incident, however near', () => {
  const open = [opened('i1', 'lens-covered', 'camera-1'), opened('i2', 'panic', 'button-2')];
  expect(joining(arrival('panic', 'button-1'), open, t0 + 1)).toEqual({ joins: null });
});

test('I5 the same button joins its own open incident, however late, and rings again', () => {
  const open = [opened('i1', 'panic', 'button-1'), opened('i2', 'help', 'button-2')];
  expect(joining(arrival('panic', 'button-1'), open, t0 + 3_600_000)).toEqual({
    joins: open[0],
    rings: true,
  });
  expect(joining(arrival('help', 'button-2'), open, t0 + 3_600_000)).toEqual({ joins: open[1], rings: true });
});

test('I5 a camera’s alarm beside a fresh panic joins it as evidence and does not ring', () => {
  const open = [opened('i1', 'panic', 'button-1')];
  expect(joining(arrival('lens-covered', 'camera-1'), open, t0 + 5_000)).toEqual({
    joins: open[0],
    rings: false,
  });
});

test('of several open incidents the one with the latest alarm is joined', () => {
  const open = [opened('i1', 'help', 'button-1', t0), opened('i2', 'lens-covered', 'camera-1', t0 + 10)];
  expect(joining(arrival('picture-lost', 'camera-1'), open.toReversed(), t0 + 20)).toMatchObject({
    joins: { incidentId: 'i2' },
  });
});

test('a fault of the system joins only such a fault, and nothing else joins that', () => {
  const open = [opened('i1', 'technical', null)];
  expect(joining(arrival('technical', null), open, t0 + 3_600_000)).toEqual({ joins: open[0], rings: false });
  expect(joining(arrival('lens-covered', 'camera-1'), open, t0 + 1)).toEqual({ joins: null });
  expect(joining(arrival('technical', null), [opened('i2', 'help', 'button-1')], t0 + 1)).toEqual({
    joins: null,
  });
});

test('what a camera notices again and again is one incident, without ringing, until ten quiet minutes have passed', () => {
  for (const kind of ['motion', 'sound', 'picture-lost', 'picture-frozen'] as const) {
    const open = [opened('i1', kind, 'camera-1')];
    expect(joining(arrival(kind, 'camera-1'), open, t0 + 600_000)).toEqual({ joins: open[0], rings: false });
    expect(joining(arrival(kind, 'camera-1'), open, t0 + 600_001)).toEqual({ joins: null });
    expect(joining(arrival(kind, 'camera-2'), open, t0 + 60_001)).toEqual({ joins: null });
    expect(joining(arrival('lens-covered', 'camera-1'), open, t0 + 60_001)).toEqual({ joins: null });
  }
});

test('a lens that is covered again, and a camera that is turned again, is each time an incident of its own', () => {
  for (const kind of ['lens-covered', 'scene-moved'] as const)
    expect(joining(arrival(kind, 'camera-1'), [opened('i1', kind, 'camera-1')], t0 + 60_001)).toEqual({
      joins: null,
    });
});

test('I5 a movement that was evidence in a panic’s incident goes on being that, and a panic beside it has its own', () => {
  const panic = opened('i1', 'panic', 'button-1');
  const moved = opened('i2', 'motion', 'camera-1').alarms[0]!;
  const joined = { ...panic, alarms: [...panic.alarms, moved], lastAlarmAtMs: t0 + 20_000 };
  expect(joining(arrival('motion', 'camera-1'), [joined], t0 + 300_000)).toEqual({
    joins: joined,
    rings: false,
  });
  const motion = [opened('i3', 'motion', 'camera-1')];
  expect(joining(arrival('panic', 'button-1'), motion, t0 + 1)).toEqual({ joins: null });
});

test('a call for help is heard: it joins no incident that only a device noticed', () => {
  for (const kind of ['motion', 'sound', 'lens-covered', 'picture-lost'] as const)
    expect(joining(arrival('help', 'button-1'), [opened('i1', kind, 'camera-1')], t0 + 1)).toEqual({
      joins: null,
    });
  const help = [opened('i1', 'help', 'button-1')];
  expect(joining(arrival('motion', 'camera-1'), help, t0 + 1)).toEqual({ joins: help[0], rings: false });
});
