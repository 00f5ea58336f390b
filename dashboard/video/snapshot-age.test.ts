// A snapshot that is older than its alarm says so.
import { expect, it } from 'vitest';
import { anIncident } from '../store/incident.fixture';
import { snapshotAge } from './snapshot-age';

const alarm = {
  alarmId: 'al-1',
  kind: 'picture-lost',
  siteId: 'shop-01',
  sourceId: 'camera-1',
  unitId: null,
  entry: null,
  occurredAtMs: 60_000,
  agentAtMs: 100_000,
  note: '',
} as const;
const taken = (takenAtMs: number) =>
  snapshotAge(anIncident({ alarms: [alarm] }), {
    alarmId: 'al-1',
    siteId: 'shop-01',
    sourceId: 'camera-1',
    takenAtMs,
  });

it('of the alarm’s moment it is not older, by the agent’s own clock', () => {
  expect(taken(99_000)).toBeNull();
  expect(taken(101_000)).toBeNull();
});

it('a lost picture’s last one is as old as it is', () => {
  expect(taken(60_000)).toBe(40_000);
});
