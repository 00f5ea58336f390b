// The table of legal moves (rule I1): from where each move starts. Server, screens and tests read this one table.
import type { AlarmKind, AssignmentState, Stage } from '../vocabulary.js';
import type { Assignment, Incident } from './incident.js';

/** Moves of an incident, each with the stages it is legal in. */
export const incidentMoves = {
  receive: { from: ['reported'] },
  takeOver: { from: ['received', 'assisting', 'handling'] },
  rate: { from: ['received', 'assisting', 'handling'] },
  note: { from: ['reported', 'received', 'assisting', 'handling', 'closed'] },
  send: { from: ['received', 'assisting', 'handling'] },
  merge: { from: ['reported', 'received', 'assisting', 'handling'] },
  split: { from: ['received', 'assisting', 'handling'] },
  transfer: { from: ['received', 'assisting', 'handling'] },
  close: { from: ['received', 'assisting', 'handling'] },
} as const satisfies Record<string, { from: readonly Stage[] }>;
export type IncidentMove = keyof typeof incidentMoves;

/** Moves of an assignment: from which states, to which one, and whose move it is. */
export const assignmentMoves = {
  sign: { from: ['sent'], to: 'signed', by: 'unit' },
  setOut: { from: ['signed'], to: 'setOut', by: 'unit' },
  arrive: { from: ['setOut'], to: 'arrived', by: 'unit' },
  feedBack: { from: ['arrived'], to: 'fedBack', by: 'unit' },
  release: { from: ['signed', 'setOut', 'arrived', 'fedBack'], to: 'released', by: 'operator' },
  recall: { from: ['sent', 'signed', 'setOut'], to: 'recalled', by: 'operator' },
  decline: { from: ['sent', 'signed', 'setOut'], to: 'declined', by: 'unit' },
} as const satisfies Record<
  string,
  { from: readonly AssignmentState[]; to: AssignmentState; by: 'unit' | 'operator' }
>;
export type AssignmentMove = keyof typeof assignmentMoves;

const ended: readonly AssignmentState[] = ['released', 'recalled', 'declined'];

/** Kinds that are never put into another incident (rule I5): a panic, and an officer in need. */
const standsAlone: readonly AlarmKind[] = ['panic', 'sos'];

/** Whether this incident may be put into another one by a person. */
export function mayBeMergedAway(incident: Incident): boolean {
  return !standsAlone.includes(incident.kind) && mayMoveIncident(incident.stage, 'merge');
}

/** Whether another incident may be put into this one: somebody has received it. */
export function mayTakeIn(incident: Incident): boolean {
  return mayMoveIncident(incident.stage, 'split');
}

/** Whether the unit is still bound by this assignment. */
export function isActive(assignment: Assignment): boolean {
  return !ended.includes(assignment.state);
}

/** Whether the incident's stage allows this move. */
export function mayMoveIncident(stage: Stage, move: IncidentMove): boolean {
  return (incidentMoves[move].from as readonly Stage[]).includes(stage);
}

/** Whether the assignment's state allows this move. */
export function mayMoveAssignment(state: AssignmentState, move: AssignmentMove): boolean {
  return (assignmentMoves[move].from as readonly AssignmentState[]).includes(state);
}

/** The stage allows it, and so does what the incident is: only what has two alarms can be split. */
function mayNow(incident: Incident, move: IncidentMove): boolean {
  if (move === 'merge') return mayBeMergedAway(incident);
  if (move === 'split' && incident.alarms.length < 2) return false;
  return mayMoveIncident(incident.stage, move);
}

/** The moves that are legal now, for the screen to offer; a closed incident's assignments do not move. */
export function legalMoves(incident: Incident): {
  incident: IncidentMove[];
  assignments: Record<string, AssignmentMove[]>;
} {
  const all = Object.keys(assignmentMoves) as AssignmentMove[];
  return {
    incident: (Object.keys(incidentMoves) as IncidentMove[]).filter((move) => mayNow(incident, move)),
    assignments: Object.fromEntries(
      incident.assignments.map((assignment) => [
        assignment.assignmentId,
        incident.stage === 'closed' ? [] : all.filter((move) => mayMoveAssignment(assignment.state, move)),
      ]),
    ),
  };
}
