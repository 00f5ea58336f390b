// The fold of merging, splitting and receipts (I7, T3): nothing is lost on the way from one incident to another.
import { expect, test } from 'vitest';
import { foldIncident } from './fold.js';
import {
  areaId,
  eventOf,
  incidentDraft,
  incidentId,
  joined,
  numbered,
  opened,
  operator,
  walk,
} from './histories.fixture.js';
import { incidentSchema } from './incident.js';
import { legalMoves } from './moves.js';

test('I7 what is merged ends as a duplicate without its bound units, and the other one has them where they stood', () => {
  const { states } = walk([
    { move: 'receive', which: 0 },
    { move: 'send', which: 0 },
    { move: 'sign', which: 0 },
    { move: 'setOut', which: 0 },
    { move: 'arrive', which: 0 },
  ]);
  const source = states.at(-1)!;
  const gone = foldIncident(source, numbered(9, incidentDraft(source, 'merge')));
  expect(gone).toMatchObject({
    stage: 'closed',
    outcome: 'duplicate',
    mergedInto: 'inc-2',
    assignments: [],
  });
  const into = foldIncident(foldIncident(null, opened()), eventOf(states[0]!, 'receive', 0, 2)!);
  const { alarms, alarmCount, snapshots, assignments } = source;
  const data = {
    incidentId,
    fromId: 'i-9',
    priority: 1 as const,
    alarms,
    alarmCount,
    snapshots,
    assignments,
  };
  const after = foldIncident(into, numbered(3, { areaId, actor: operator, type: 'incident.absorbed', data }));
  expect(after).toMatchObject({ stage: 'handling', priority: 1, alarmCount: 2, assignments });
  expect(incidentSchema.safeParse(after).success).toBe(true);
});

test('I7 what is split loses those alarms and counts the others', () => {
  const two = foldIncident(foldIncident(null, opened()), joined(2, 3));
  expect(legalMoves({ ...two, stage: 'received' }).incident).toContain('split');
  const after = foldIncident(two, numbered(3, incidentDraft(two, 'split')));
  expect([after.alarmCount, after.alarms.map(({ alarmId }) => alarmId)]).toEqual([1, ['al-0']]);
  expect(legalMoves({ ...after, stage: 'received' }).incident).not.toContain('split');
});

test('T3 delivered, rung and seen are told once each, of the assignment and of each message', () => {
  const { states } = walk([
    { move: 'receive', which: 0 },
    { move: 'send', which: 0 },
  ]);
  const about = { incidentId, assignmentId: 'as-0', unitId: 'unit-00' };
  const marked = (n: number, mark: 'delivered' | 'rung', message: number | null) =>
    numbered(n, {
      areaId,
      actor: operator,
      type: 'assignment.marked',
      data: { ...about, mark, message, occurredAtMs: 1 },
    });
  const told = numbered(5, {
    areaId,
    actor: operator,
    type: 'assignment.told',
    data: { ...about, personId: 'op-lin', text: '走东门' },
  });
  const events = [marked(4, 'delivered', null), told, marked(6, 'rung', 0), marked(7, 'delivered', null)];
  const after = events.reduce((before, event) => foldIncident(before, event), states.at(-1)!);
  const [one] = after.assignments;
  expect(Object.keys(one!.marks)).toEqual(['delivered']);
  expect(one!.marks.delivered).toBe(events[0]!.atMs);
  expect(one!.messages).toMatchObject([{ text: '走东门', marks: { rung: events[2]!.atMs } }]);
  expect(one!.state).toBe('sent');
});
