// The fold and the table of moves, walked at random: what people try, what is let through, and where it ends.
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { LogEvent } from '../live/events.js';
import { type AssignmentState, type Stage, stages } from '../vocabulary.js';
import { foldIncident } from './fold.js';
import { areaId, eventOf, joined, opened, overdue, type Try, walk } from './histories.fixture.js';
import { type Incident, incidentSchema } from './incident.js';
import { assignmentMoves, incidentMoves, isActive, legalMoves } from './moves.js';

const onwards = ['receive', 'send', 'sign', 'setOut', 'arrive', 'feedBack'] as const;
const aside = [
  'recall',
  'decline',
  'release',
  'note',
  'rate',
  'takeOver',
  'transfer',
  'merge',
  'close',
] as const;
const triesArbitrary: fc.Arbitrary<Try[]> = fc.array(
  fc.record({
    move: fc.oneof(
      { weight: 6, arbitrary: fc.constantFrom(...onwards) },
      { weight: 1, arbitrary: fc.constantFrom(...aside) },
    ),
    which: fc.nat({ max: 2 }),
  }),
  { maxLength: 80, size: 'max' },
);

/** Where the sentence lets a stage go. Written here by hand, so that table and fold are held against it. */
const stageSteps: Readonly<Record<Stage, readonly Stage[]>> = {
  // Closed without being received: merged into another one.
  reported: ['received', 'closed'],
  received: ['assisting', 'closed'],
  assisting: ['handling', 'received', 'closed'],
  handling: ['closed'],
  closed: [],
};
/** The same for an assignment: sent → signed → set out → arrived → fed back → released, recalled or declined on the way. */
const assignmentSteps: Readonly<Record<AssignmentState, readonly AssignmentState[]>> = {
  sent: ['signed', 'recalled', 'declined'],
  signed: ['setOut', 'recalled', 'declined', 'released'],
  setOut: ['arrived', 'recalled', 'declined', 'released'],
  arrived: ['fedBack', 'released'],
  fedBack: ['released'],
  released: [],
  recalled: [],
  declined: [],
};

describe('the walk along the table', () => {
  test('I1 no history makes a move outside the table', () => {
    fc.assert(
      fc.property(triesArbitrary, (tries) => {
        const { states } = walk(tries);
        const wrong = states.slice(1).flatMap((after, index) => wrongSteps(states[index]!, after));
        expect(wrong).toEqual([]);
      }),
    );
  });

  test('I1 every legal history folds to a legal state', () => {
    fc.assert(
      fc.property(triesArbitrary, (tries) => {
        expect(walk(tries).states.flatMap(faultsOf)).toEqual([]);
      }),
    );
  });

  test('I1 the stage is what the sentence of the rule says, whatever the way there', () => {
    fc.assert(
      fc.property(triesArbitrary, (tries) => {
        const { states, events } = walk(tries);
        for (const [index, incident] of states.entries())
          expect(incident.stage).toBe(stageBySentence(events.slice(0, index + 1)));
      }),
    );
  });

  test('I1 the walks reach every stage and every move, so the properties above speak of all of them', () => {
    const seen = new Set<string>();
    fc.assert(
      fc.property(triesArbitrary, (tries) => {
        const { states, moves } = walk(tries);
        for (const each of [...states.map((incident) => incident.stage), ...moves]) seen.add(each);
      }),
      { seed: 20_261_123 },
    );
    // Splitting needs a second alarm, and has a test of its own.
    const single = Object.keys(incidentMoves).filter((move) => move !== 'split');
    const all = [...stages, ...single, ...Object.keys(assignmentMoves)];
    expect([...seen].toSorted()).toEqual(all.toSorted());
  });
});

describe('the fold', () => {
  test('I1 a second unit on its way does not bring an incident that is handled back to assisting', () => {
    const { states } = walk([
      { move: 'receive', which: 0 },
      { move: 'send', which: 0 },
      { move: 'sign', which: 0 },
      { move: 'setOut', which: 0 },
      { move: 'arrive', which: 0 },
      { move: 'release', which: 0 },
      { move: 'send', which: 0 },
      { move: 'recall', which: 1 },
    ]);
    expect(states.map((incident) => incident.stage)).toEqual([
      'reported',
      'received',
      'assisting',
      'assisting',
      'assisting',
      'handling',
      'handling',
      'handling',
      'handling',
    ]);
  });

  test('I1 one of two units declining leaves the incident assisting', () => {
    const { states } = walk([
      { move: 'receive', which: 0 },
      { move: 'send', which: 0 },
      { move: 'send', which: 0 },
      { move: 'decline', which: 0 },
    ]);
    expect(states.at(-1)?.stage).toBe('assisting');
  });

  test('D3 an incident of many alarms counts them all and shows the first and the latest', () => {
    let incident = foldIncident(null, opened());
    for (let index = 1; index <= 50; index += 1)
      incident = foldIncident(incident, joined(index + 1, 2, index % 2 === 0));
    expect(incident.alarmCount).toBe(51);
    expect(incident.rings).toBe(25);
    expect(incident.alarms).toHaveLength(20);
    expect(incident.alarms[0]?.alarmId).toBe('al-0');
    expect(incident.alarms.at(-1)?.alarmId).toBe('al-51');
    expect(incidentSchema.safeParse(incident).success).toBe(true);
  });

  test('I5 a joined alarm can raise the priority and never lowers it', () => {
    const lower = foldIncident(foldIncident(null, opened()), joined(2, 4));
    expect(lower.priority).toBe(2);
    expect(foldIncident(lower, joined(3, 1)).priority).toBe(1);
  });

  test('I4 an overdue clock shows until the step it asked for is made', () => {
    const late = foldIncident(foldIncident(null, opened()), overdue(2, 'receive', null));
    expect(late.overdue.map((clock) => clock.step)).toEqual(['receive']);
    const received = foldIncident(late, eventOf(late, 'receive', 0, 3)!);
    expect(received.overdue).toEqual([]);
    const sent = foldIncident(received, eventOf(received, 'send', 0, 4)!);
    const unsigned = foldIncident(sent, overdue(5, 'sign', 'as-0'));
    expect(unsigned.overdue.map((clock) => clock.assignmentId)).toEqual(['as-0']);
    expect(foldIncident(unsigned, eventOf(unsigned, 'sign', 0, 6)!).overdue).toEqual([]);
  });

  test('L1 an event of an incident that was never opened is a broken history, and is told as one', () => {
    const received = eventOf(foldIncident(null, opened()), 'receive', 0, 7)!;
    expect(() => foldIncident(null, received)).toThrow(`${areaId}/7 incident.received`);
  });
});
/** The steps between two states that the sentences do not know. */
function wrongSteps(before: Incident, after: Incident): string[] {
  const wrong = after.assignments
    .map((assignment) => ({
      from: before.assignments.find((each) => each.assignmentId === assignment.assignmentId)?.state,
      to: assignment.state,
    }))
    .filter(({ from, to }) => from !== to && !(from ? assignmentSteps[from].includes(to) : to === 'sent'))
    .map(({ from, to }) => `${from} → ${to}`);
  const stage = before.stage === after.stage || stageSteps[before.stage].includes(after.stage);
  return stage ? wrong : [...wrong, `${before.stage} → ${after.stage}`];
}

/** What is wrong with a state, by name: nothing, for any that a legal history can leave behind. */
function faultsOf(incident: Incident): string[] {
  const { stage, assignments } = incident;
  const active = assignments.filter(isActive).length;
  const arrived = assignments.some((assignment) => assignment.atMs.arrived !== undefined);
  const order = ['sent', 'signed', 'setOut', 'arrived', 'fedBack'] as const;
  const holds = {
    'keeps the schema': incidentSchema.safeParse(incident).success,
    'somebody has it, once received':
      incident.mergedInto !== null || (stage === 'reported') === (incident.receivedBy === null),
    'no unit is bound before one is sent': active === 0 || !['reported', 'received'].includes(stage),
    'somebody assists while assisting': active > 0 || stage !== 'assisting',
    'handling since the first arrival': stage === 'closed' || arrived === (stage === 'handling'),
    'closed with a time': (stage === 'closed') === (incident.closedAtMs !== null),
    'closed with an outcome': (stage === 'closed') === (incident.outcome !== null),
    'closed for good': stage !== 'closed' || legalMoves(incident).incident.join() === 'note',
    'the state an assignment is in has its time': assignments.every(({ atMs, state }) => state in atMs),
    'no step was left out': assignments.every(({ atMs }) => {
      const made = order.filter((state) => state in atMs);
      return made.join() === order.slice(0, made.length).join();
    }),
  };
  return Object.entries(holds)
    .filter(([, good]) => !good)
    .map(([name]) => name);
}

/** The stage told from the bare events by the sentence, without the fold. */
function stageBySentence(events: readonly LogEvent[]): Stage {
  const has = (type: LogEvent['type']) => events.some((event) => event.type === type);
  const count = (...types: LogEvent['type'][]) => events.filter((event) => types.includes(event.type)).length;
  if (has('incident.closed') || has('incident.merged')) return 'closed';
  if (!has('incident.received')) return 'reported';
  if (has('assignment.arrived')) return 'handling';
  const gone = count('assignment.released', 'assignment.declined', 'assignment.recalled');
  return count('assignment.sent') > gone ? 'assisting' : 'received';
}
