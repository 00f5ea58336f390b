// What a unit does that was sent: its tablet tells of the dispatch, it signs, sets out, arrives and feeds back, or can't come (pure).
import type { Marks } from '@haixi/proto/incident/assignment';
import type { Assignment, Incident } from '@haixi/proto/incident/incident';
import { tabletMarks, type TabletMark } from '@haixi/proto/vocabulary';
import { between, chanceOf, oneOf } from './chance.js';
import { endingOf } from './endings.js';
import { type Act, isLeftAlone, type Order, sinceMsOf, type Situation } from './situation.js';

const second = 1_000;

/** How long after a dispatch or message its tablet tells each of the three. */
const marksAfterMs: Readonly<Record<TabletMark, readonly [least: number, most: number]>> = {
  delivered: [300, 900],
  rung: [1_000, 2_000],
  seen: [3 * second, 8 * second],
};
/** One in so many can't come, where a colleague has sent it. */
const declines = 0.1;
/** Nobody arrives sooner; and where an incident has no place, they arrive after so long. */
const leastWayMs = 10 * second;
const placelessWayMs = 25 * second;

const reasons = ['正在处理另一起警情，走不开', '车辆故障，正在等候换车', '正在护送求助群众，无法脱身'];

/** Everything that units do now. */
export function unitActs(situation: Situation): Act[] {
  return Object.values(situation.picture.incidents).flatMap((incident) =>
    incident.assignments
      .filter(({ unitId }) => isLeftAlone(situation, unitId))
      .flatMap((assignment) => actsFor(incident, assignment, situation)),
  );
}

function actsFor(incident: Incident, assignment: Assignment, situation: Situation): Act[] {
  const { unitId, assignmentId, state } = assignment;
  if (state === 'released' || state === 'recalled' || state === 'declined') return [];
  const personId = situation.partners.get(unitId)!;
  const step = nextStep(incident, assignment, situation);
  const acts: Act[] = step ? [{ ...step, personId, id: `${step.name}/${assignmentId}` }] : [];
  const told: { message: number | null; atMs: number; marks: Marks }[] = [
    { message: null, atMs: assignment.atMs.sent ?? 0, marks: assignment.marks },
    ...assignment.messages.map(({ atMs, marks }, message) => ({ message, atMs, marks })),
  ];
  for (const { message, atMs, marks } of told)
    for (const mark of tabletMarks) {
      const id = `mark/${assignmentId}/${message}/${mark}`;
      const [least, most] = marksAfterMs[mark];
      if (marks[mark] !== undefined || !isDue(atMs, between(least, most, id), situation)) continue;
      const { incidentId } = incident;
      acts.push({
        name: 'assignment.mark',
        intent: { incidentId, assignmentId, mark, message },
        personId,
        id,
      });
    }
  return acts;
}

/** The next step of the assignment, once its time has come. */
function nextStep(incident: Incident, assignment: Assignment, situation: Situation): Order | null {
  const { incidentId, kind, position, receivedBy } = incident;
  const { assignmentId, unitId, state: expects } = assignment;
  const { seed, there, formerOperators } = situation;
  const at = { incidentId, assignmentId, expects };
  const after = (least: number, most: number, word: string) =>
    isDue(sinceMsOf(assignment), between(least, most, word, assignmentId), situation);
  switch (expects) {
    case 'sent': {
      if (!after(7 * second, 16 * second, 'sign')) return null;
      const isOurs = receivedBy !== null && formerOperators.includes(receivedBy);
      const cant = isOurs && incident.priority > 1 && chanceOf('decline', seed, assignmentId) < declines;
      if (cant) return { name: 'assignment.decline', intent: { ...at, note: oneOf(reasons, assignmentId) } };
      return { name: 'assignment.sign', intent: at };
    }
    case 'signed':
      return after(5 * second, 11 * second, 'setOut') ? { name: 'assignment.setOut', intent: at } : null;
    case 'setOut': {
      const isThere = position === null ? after(placelessWayMs, placelessWayMs, '') : there.has(unitId);
      return isThere && after(leastWayMs, leastWayMs, '') ? { name: 'assignment.arrive', intent: at } : null;
    }
    case 'arrived': {
      const { found } = endingOf(kind, seed, incidentId);
      const note = found || '到场查看，情况正常';
      return after(20 * second, 45 * second, 'feedBack')
        ? { name: 'assignment.feedBack', intent: { ...at, note } }
        : null;
    }
    default:
      return null;
  }
}

function isDue(fromMs: number, afterMs: number, { nowMs, pace }: Situation): boolean {
  return nowMs - fromMs >= afterMs / pace;
}
