// What the stage line says has been done, above all of an incident that was closed early.
import { expect, it } from 'vitest';
import { anAssignment, anIncident } from '../store/incident.fixture';
import { stageLine } from './stage-line';

const marks = (incident: Parameters<typeof stageLine>[0]) => stageLine(incident).map(({ mark }) => mark);
const closed = { stage: 'closed', receivedAtMs: 1, closedAtMs: 9 } as const;

it('I1 an incident closed without a dispatch does not claim that anybody was sent', () => {
  expect(marks(anIncident(closed))).toEqual(['past', 'past', 'skipped', 'skipped', 'now']);
});

it('I1 an incident closed before anybody arrived was never handled', () => {
  const assignments = [anAssignment({ state: 'recalled', atMs: { sent: 2, recalled: 3 } })];
  expect(marks(anIncident({ ...closed, assignments }))).toEqual(['past', 'past', 'past', 'skipped', 'now']);
});

it('I1 an incident closed after an arrival has been through every stage', () => {
  const assignments = [
    anAssignment({ state: 'fedBack', atMs: { sent: 2, signed: 3, setOut: 4, arrived: 5, fedBack: 6 } }),
  ];
  expect(marks(anIncident({ ...closed, assignments }))).toEqual(['past', 'past', 'past', 'past', 'now']);
});

it('I1 an incident whose only unit declined is back at received, with the rest still ahead', () => {
  const assignments = [anAssignment({ state: 'declined', atMs: { sent: 2, declined: 3 } })];
  expect(marks(anIncident({ stage: 'received', receivedAtMs: 1, assignments }))).toEqual([
    'past',
    'now',
    'ahead',
    'ahead',
    'ahead',
  ]);
});
