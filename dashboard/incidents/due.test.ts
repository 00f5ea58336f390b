// Which clock the queue counts down, and that only the server calls a step overdue.
import { describe, expect, it } from 'vitest';
import { anAssignment, anIncident } from '../store/incident.fixture';
import { dueOf } from './due';

describe('due', () => {
  it('counts down the clock that runs, by priority', () => {
    expect(dueOf(anIncident({ priority: 1 }), 12_000)).toEqual({
      step: 'receive',
      leftMs: 18_000,
      overdue: false,
    });
    const received = anIncident({
      stage: 'received',
      receivedAtMs: 10_000,
      receivedBy: 'op-lin',
      priority: 2,
    });
    expect(dueOf(received, 20_000)).toEqual({ step: 'dispatch', leftMs: 110_000, overdue: false });
    const sent = {
      ...received,
      stage: 'assisting' as const,
      assignments: [anAssignment({ atMs: { sent: 15_000 } })],
    };
    expect(dueOf(sent, 20_000)).toEqual({ step: 'sign', leftMs: 55_000, overdue: false });
  });

  it('I4 stands at zero until the server says that it is overdue, then counts what is over', () => {
    const late = anIncident({ priority: 1 });
    expect(dueOf(late, 45_000)).toMatchObject({ leftMs: 0, overdue: false });
    const to = { role: 'leader' as const, personId: null };
    const told = {
      ...late,
      overdue: [{ step: 'receive' as const, assignmentId: null, dueAtMs: 30_000, atMs: 30_100, to }],
    };
    expect(dueOf(told, 45_000)).toEqual({ step: 'receive', leftMs: -15_000, overdue: true });
  });

  it('no clock runs once a unit is there', () => {
    const atMs = { sent: 2, signed: 3, arrived: 4 };
    const assignments = [anAssignment({ state: 'arrived', atMs })];
    expect(dueOf(anIncident({ stage: 'handling', receivedAtMs: 1, assignments }), 99)).toBeNull();
  });
});
