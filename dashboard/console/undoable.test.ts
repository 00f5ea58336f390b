// What U takes back: the last unit that this screen sent, while it can be recalled.
import { describe, expect, it } from 'vitest';
import { anAssignment, anIncident } from '../store/incident.fixture';
import { undoable } from './undoable';

const sent = (assignmentId: string) => ({
  incidentId: 'inc-1',
  assignmentId,
  unitId: `unit-of-${assignmentId}`,
});
const incidentWith = (...assignments: ReturnType<typeof anAssignment>[]) => ({
  'inc-1': anIncident({ stage: 'assisting', receivedBy: 'op-lin', receivedAtMs: 1, assignments }),
});

describe('undoable', () => {
  it('the last one sent comes first, in the state that the recall expects', () => {
    const incidents = incidentWith(
      anAssignment({ assignmentId: 'a', state: 'signed', atMs: { sent: 1, signed: 2 } }),
      anAssignment({ assignmentId: 'b' }),
    );
    expect(undoable([sent('a'), sent('b')], incidents)).toEqual([
      { ...sent('b'), expects: 'sent' },
      { ...sent('a'), expects: 'signed' },
    ]);
  });

  it('nothing to undo once the unit has arrived, was recalled, or its incident is gone', () => {
    const there = anAssignment({
      assignmentId: 'a',
      state: 'arrived',
      atMs: { sent: 1, signed: 2, arrived: 3 },
    });
    expect(undoable([sent('a')], incidentWith(there))).toEqual([]);
    const back = anAssignment({ assignmentId: 'a', state: 'recalled', atMs: { sent: 1, recalled: 2 } });
    expect(undoable([sent('a')], incidentWith(back))).toEqual([]);
    expect(undoable([sent('a')], {})).toEqual([]);
  });
});
