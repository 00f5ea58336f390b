// The four clocks over the life of an incident: each a difference of two events.
import type { Incident } from '@haixi/proto/incident/incident';
import { describe, expect, it } from 'vitest';
import { anAssignment, anIncident } from '../store/incident.fixture';
import { stepClocks } from './step-clocks';

const told = (incident: Incident, nowMs: number) =>
  stepClocks(incident, nowMs).map(({ state, ms }) => `${state} ${ms}`);

describe('step clocks', () => {
  it('before anybody has received it only the first runs', () => {
    expect(told(anIncident(), 7_000)).toEqual([
      'running 7000',
      'waiting null',
      'waiting null',
      'waiting null',
    ]);
  });

  it('after a unit was sent the sign clock runs, and arrival waits for the signature', () => {
    const incident = anIncident({
      stage: 'assisting',
      receivedAtMs: 10_000,
      assignments: [anAssignment({ atMs: { sent: 14_000 } })],
    });
    expect(told(incident, 20_000)).toEqual(['done 10000', 'done 4000', 'running 6000', 'waiting null']);
  });

  it('of two units the first to sign and the first to arrive stop the clocks', () => {
    const incident = anIncident({
      stage: 'handling',
      receivedAtMs: 0,
      assignments: [
        anAssignment({ state: 'sent', atMs: { sent: 1_000 } }),
        anAssignment({
          state: 'arrived',
          atMs: { sent: 2_000, signed: 5_000, setOut: 6_000, arrived: 9_000 },
        }),
      ],
    });
    expect(told(incident, 99_000)).toEqual(['done 0', 'done 1000', 'done 3000', 'done 4000']);
  });

  it('when the only unit declined, the dispatch clock runs anew from then', () => {
    const incident = anIncident({
      stage: 'received',
      receivedAtMs: 0,
      assignments: [anAssignment({ state: 'declined', atMs: { sent: 1_000, declined: 8_000 } })],
    });
    expect(told(incident, 10_000)).toEqual(['done 0', 'running 2000', 'waiting null', 'waiting null']);
  });

  it('nothing runs any more once it is closed, and what was never done has no time', () => {
    const incident = anIncident({ stage: 'closed', receivedAtMs: 1_000, closedAtMs: 5_000 });
    expect(told(incident, 99_000)).toEqual(['done 1000', 'waiting null', 'waiting null', 'waiting null']);
  });

  it('I4 an overdue clock is marked at its own step', () => {
    const overdue = {
      step: 'sign',
      assignmentId: 'as-1',
      dueAtMs: 1,
      atMs: 2,
      to: { role: 'leader', personId: null },
    } as const;
    const clocks = stepClocks(anIncident({ overdue: [overdue] }), 5_000);
    expect(clocks.filter((clock) => clock.overdue !== null).map(({ step }) => step)).toEqual(['sign']);
  });
});
