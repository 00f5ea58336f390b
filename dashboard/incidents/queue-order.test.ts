// What stands on top of the queue, and that nothing moves under the pointer.
import { describe, expect, it } from 'vitest';
import { anIncident } from '../store/incident.fixture';
import { inOrder, shownQueue } from './queue-order';

const ids = (incidents: readonly { incidentId: string }[]) => incidents.map(({ incidentId }) => incidentId);
const byId = (...incidents: ReturnType<typeof anIncident>[]) =>
  Object.fromEntries(incidents.map((incident) => [incident.incidentId, incident]));

describe('queue order', () => {
  it('priority first, then what nobody has received, then the oldest', () => {
    const open = byId(
      anIncident({ incidentId: 'p2-new', priority: 2, openedAtMs: 10 }),
      anIncident({ incidentId: 'p1-taken-old', priority: 1, openedAtMs: 1, stage: 'handling' }),
      anIncident({ incidentId: 'p1-new-late', priority: 1, openedAtMs: 9 }),
      anIncident({ incidentId: 'p1-new-early', priority: 1, openedAtMs: 5 }),
      anIncident({ incidentId: 'p4-new', priority: 4, openedAtMs: 0 }),
    );
    expect(ids(inOrder(open))).toEqual(['p1-new-early', 'p1-new-late', 'p1-taken-old', 'p2-new', 'p4-new']);
  });

  it('a panic that comes while the pointer is on the list waits above it and moves no row', () => {
    const held = inOrder(
      byId(anIncident({ incidentId: 'a', priority: 2 }), anIncident({ incidentId: 'b', priority: 3 })),
    );
    const now = inOrder(
      byId(
        ...held,
        anIncident({ incidentId: 'late', priority: 3 }),
        anIncident({ incidentId: 'panic', priority: 1 }),
      ),
    );
    const shown = shownQueue(held, now);
    expect(ids(shown.rows)).toEqual(['a', 'b']);
    expect(ids(shown.waiting)).toEqual(['panic', 'late']);
    expect(ids(shownQueue(null, now).rows)).toEqual(['panic', 'a', 'b', 'late']);
  });

  it('a held row tells its present state, and keeps its place when its incident has closed', () => {
    const [a, b] = [anIncident({ incidentId: 'a' }), anIncident({ incidentId: 'b' })];
    const { rows } = shownQueue([a, b], inOrder(byId({ ...b, stage: 'received', receivedBy: 'op-chen' })));
    expect(rows.map(({ incidentId, stage, receivedBy }) => [incidentId, stage, receivedBy])).toEqual([
      ['a', 'closed', null],
      ['b', 'received', 'op-chen'],
    ]);
  });
});
