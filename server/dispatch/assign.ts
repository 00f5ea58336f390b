// Sending units and what they report: the moves of an assignment 派警. Pure.
import type { CommandBody } from '@haixi/proto/commands/commands';
import { messagesMax } from '@haixi/proto/incident/assignment';
import type { Assignment, Incident } from '@haixi/proto/incident/incident';
import {
  type AssignmentMove,
  assignmentMoves,
  isActive,
  mayMoveAssignment,
} from '@haixi/proto/incident/moves';
import type { EventDraft } from '@haixi/proto/live/events';
import type { AssignmentState } from '@haixi/proto/vocabulary';
import { type Decision, draft, no, unlessStage, yes } from '../incidents/decide.js';

/** 派警: send a unit that is on duty and not yet in this incident. */
export function send(
  incident: Incident,
  body: CommandBody<'incident.send'>,
  unit: { unitId: string; onDuty: boolean },
  personId: string,
  assignmentId: string,
): Decision {
  const wrong = unlessStage(incident, body.expects, 'send');
  if (wrong) return wrong;
  const { incidentId } = incident;
  const { unitId } = unit;
  if (!unit.onDuty) return no('unit_off_duty', 'unitId', 'only a unit on duty is sent');
  if (incident.assignments.some((one) => one.unitId === unitId && isActive(one)))
    return no('unit_busy', 'unitId', 'this unit is in this incident already');
  return yes([
    draft(incident, personId, 'assignment.sent', { incidentId, assignmentId, unitId, note: body.note }),
  ]);
}

/** A message to a unit that is bound in this incident. */
export function tell(incident: Incident, body: CommandBody<'assignment.tell'>, personId: string): Decision {
  const { incidentId } = incident;
  const { assignmentId, text } = body;
  const assignment = incident.assignments.find((one) => one.assignmentId === assignmentId);
  if (!assignment) return no('not_found', 'assignmentId', 'this incident has no such assignment');
  if (incident.stage === 'closed' || !isActive(assignment))
    return no('stage_gone', 'assignmentId', `I3: this unit is not bound here any more`);
  if (assignment.messages.length >= messagesMax)
    return no('illegal_move', 'text', `one assignment has at most ${messagesMax} messages: speak by radio`);
  const { unitId } = assignment;
  return yes([
    draft(incident, personId, 'assignment.told', { incidentId, assignmentId, unitId, personId, text }),
  ]);
}

/**
 * What the unit's tablet tells of an assignment or message (T3). The first time counts; null where it is known already,
 * or the incident is over.
 */
export function mark(
  incident: Incident,
  body: CommandBody<'assignment.mark'>,
  personId: string,
): Decision | null {
  const { incidentId } = incident;
  const { assignmentId, mark: what, message, occurredAtMs } = body;
  const assignment = incident.assignments.find((one) => one.assignmentId === assignmentId);
  if (!assignment) return no('not_found', 'assignmentId', 'this incident has no such assignment');
  const marks = message === null ? assignment.marks : assignment.messages[message]?.marks;
  if (!marks) return no('not_found', 'message', 'this assignment has no message of this number');
  if (incident.stage === 'closed' || marks[what] !== undefined) return null;
  const { unitId } = assignment;
  const data = { incidentId, assignmentId, unitId, mark: what, message, occurredAtMs };
  return yes([draft(incident, personId, 'assignment.marked', data)]);
}

export interface Step {
  readonly assignmentId: string;
  readonly expects: AssignmentState;
  readonly note: string;
  readonly photoIds: string[];
  readonly occurredAtMs: number;
}

export type StepDecision =
  Decision | { ok: 'late'; reason: 'stage_gone' | 'illegal_move'; rule: string; drafts: EventDraft[] };

/**
 * A step of an assignment. Where the move has gone, what an officer reports is still logged, as reported late; only
 * a repetition of what already stands is refused without a trace.
 */
export function step(incident: Incident, move: AssignmentMove, body: Step, personId: string): StepDecision {
  const { assignmentId, note, photoIds, occurredAtMs } = body;
  const assignment = incident.assignments.find((one) => one.assignmentId === assignmentId);
  if (!assignment) return no('not_found', 'assignmentId', 'this incident has no such assignment');
  const { incidentId } = incident;
  const { unitId } = assignment;
  const refused = refusal(incident, assignment, move, body.expects);
  if (!refused) {
    const data = { incidentId, assignmentId, unitId, note, photoIds, occurredAtMs };
    return yes([draft(incident, personId, eventOfMove[move], data)]);
  }
  const repeated =
    assignment.atMs[assignmentMoves[move].to] !== undefined && note === '' && photoIds.length === 0;
  if (assignmentMoves[move].by !== 'unit' || repeated) return no(refused.reason, 'expects', refused.rule);
  const data = {
    incidentId,
    assignmentId,
    unitId,
    move,
    because: refused.reason,
    note,
    photoIds,
    occurredAtMs,
  };
  return { ok: 'late', ...refused, drafts: [draft(incident, personId, 'assignment.reportedLate', data)] };
}

const eventOfMove = {
  sign: 'assignment.signed',
  setOut: 'assignment.setOut',
  arrive: 'assignment.arrived',
  feedBack: 'assignment.fedBack',
  release: 'assignment.released',
  recall: 'assignment.recalled',
  decline: 'assignment.declined',
} as const satisfies Record<AssignmentMove, EventDraft['type']>;

function refusal(
  incident: Incident,
  assignment: Assignment,
  move: AssignmentMove,
  expects: AssignmentState,
): { reason: 'stage_gone' | 'illegal_move'; rule: string } | null {
  if (incident.stage === 'closed') return { reason: 'stage_gone', rule: 'I3: the incident is closed' };
  if (assignment.state !== expects)
    return { reason: 'stage_gone', rule: `I3: expected ${expects}, it is ${assignment.state}` };
  if (!mayMoveAssignment(assignment.state, move))
    return { reason: 'illegal_move', rule: `I1: ${move} is not a move from ${assignment.state}` };
  return null;
}
