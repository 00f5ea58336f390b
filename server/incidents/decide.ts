// What a command or an alarm makes of an incident: the events that follow, or why not. Pure; the one judge of moves.
import type { CommandBody, RejectReason } from '@haixi/proto/commands/commands';
import type { Incident } from '@haixi/proto/incident/incident';
import { isActive, mayMoveIncident, type IncidentMove } from '@haixi/proto/incident/moves';
import type { Actor, Alarm, EventDraft } from '@haixi/proto/live/events';
import type { Origin, Stage } from '@haixi/proto/vocabulary';
import { priorityOf } from '@haixi/proto/vocabulary';
import type { Position } from '@haixi/proto/basics';
import type { Joining } from './join.js';

export type Decision =
  | { ok: true; drafts: EventDraft[] }
  | { ok: false; reason: RejectReason; where: string; rule: string; holder: string | null };

export interface Place {
  readonly areaId: string;
  readonly siteId: string | null;
  readonly position: Position | null;
  readonly address: string;
}

/** An alarm joins an incident, or opens the one that gets `newId`. */
export function admit(
  alarm: Alarm,
  origin: Origin,
  place: Place,
  where: Joining,
  actor: Actor,
  newId: string,
): EventDraft {
  if (where.joins) {
    const { incidentId, areaId } = where.joins;
    const data = { incidentId, rings: where.rings, priority: priorityOf[alarm.kind], alarm };
    return { areaId, type: 'alarm.joined', actor, data };
  }
  const { areaId, siteId, position, address } = place;
  const priority = priorityOf[alarm.kind];
  const data = { incidentId: newId, origin, siteId, kind: alarm.kind, priority, position, address, alarm };
  return { areaId, type: 'incident.opened', actor, data };
}

/** 接警. Exclusive (I2): who comes second learns who was first. */
export function receive(incident: Incident, expects: Stage, personId: string): Decision {
  if (incident.stage !== expects || !mayMoveIncident(incident.stage, 'receive')) {
    const taken = incident.receivedBy !== null && incident.stage !== 'closed';
    return taken
      ? no('already_received', 'expects', 'I2: receiving is exclusive; somebody has it', incident.receivedBy)
      : staged(incident, expects, 'receive');
  }
  return yes([draft(incident, personId, 'incident.received', { incidentId: incident.incidentId, personId })]);
}

export function takeOver(incident: Incident, expects: Stage, personId: string): Decision {
  const wrong = unlessStage(incident, expects, 'takeOver');
  if (wrong) return wrong;
  const { incidentId, receivedBy } = incident;
  if (receivedBy === personId)
    return no('already_received', 'incidentId', 'I2: you have this incident already', personId);
  if (receivedBy === null) throw new Error(`incident ${incidentId} is ${incident.stage} without a receiver`);
  return yes([
    draft(incident, personId, 'incident.takenOver', { incidentId, personId, fromPersonId: receivedBy }),
  ]);
}

export function rate(incident: Incident, body: CommandBody<'incident.rate'>, personId: string): Decision {
  const wrong = unlessStage(incident, body.expects, 'rate');
  if (wrong) return wrong;
  const { incidentId, level, evidence } = body;
  return yes([draft(incident, personId, 'incident.rated', { incidentId, level, evidence })]);
}

/** Handing over to another centre is written down; whoever has the incident goes on having it. */
export function transfer(
  incident: Incident,
  body: CommandBody<'incident.transfer'>,
  personId: string,
): Decision {
  const wrong = unlessStage(incident, body.expects, 'transfer');
  if (wrong) return wrong;
  const { incidentId, to, reference, note: words } = body;
  const handedOver = [...new Set(body.handedOver)];
  return yes([
    draft(incident, personId, 'incident.transferred', {
      incidentId,
      personId,
      to,
      handedOver,
      reference,
      note: words,
    }),
  ]);
}

export function note(
  incident: Incident,
  body: CommandBody<'incident.note'>,
  personId: string,
  unitId: string | null,
): Decision {
  const { incidentId, text, photoIds } = body;
  return yes([draft(incident, personId, 'incident.noted', { incidentId, text, photoIds, unitId })]);
}

/** 办结 (I6). Units that are still bound are released with it, before it. */
export function close(incident: Incident, body: CommandBody<'incident.close'>, personId: string): Decision {
  const wrong = unlessStage(incident, body.expects, 'close');
  if (wrong) return wrong;
  if (body.outcome === 'genuine' && body.done === '')
    return no('needs_done', 'done', 'I6: a genuine incident is closed with what was done');
  if (body.outcome === 'transferred' && incident.transfers.length === 0)
    return no('needs_transfer', 'outcome', 'I6: write down first to whom it was handed over');
  const nobodySent = incident.assignments.length === 0 && body.outcome !== 'transferred';
  if (nobodySent && body.reason === '')
    return no('needs_reason', 'reason', 'I6: closing without a dispatch needs a reason');
  const { incidentId } = incident;
  const released = incident.assignments.filter(isActive).map(({ assignmentId, unitId }) =>
    draft(incident, personId, 'assignment.released', {
      incidentId,
      assignmentId,
      unitId,
      note: '',
      photoIds: [],
      occurredAtMs: body.occurredAtMs,
    }),
  );
  const { outcome, done, reason } = body;
  return yes([
    ...released,
    draft(incident, personId, 'incident.closed', { incidentId, outcome, done, reason }),
  ]);
}

/** The refusal where the incident is not in the stage the command expects, or that stage has no such move. */
export function unlessStage(incident: Incident, expects: Stage, move: IncidentMove): Decision | null {
  if (incident.stage === expects && mayMoveIncident(incident.stage, move)) return null;
  return staged(incident, expects, move);
}

export function yes(drafts: EventDraft[]): Decision {
  return { ok: true, drafts };
}

export function no(
  reason: RejectReason,
  where: string,
  rule: string,
  holder: string | null = null,
): Decision {
  return { ok: false, reason, where, rule, holder };
}

/** An event of this incident made by a person. */
export function draft<T extends EventDraft['type']>(
  incident: Incident,
  personId: string,
  type: T,
  data: Extract<EventDraft, { type: T }>['data'],
): EventDraft {
  return { areaId: incident.areaId, type, actor: { kind: 'person', id: personId }, data } as EventDraft;
}

function staged(incident: Incident, expects: Stage, move: IncidentMove): Decision {
  if (incident.stage !== expects)
    return no(
      'stage_gone',
      'expects',
      `I3: expected ${expects}, it is ${incident.stage}`,
      incident.receivedBy,
    );
  return no(
    'illegal_move',
    'expects',
    `I1: ${move} is not a move from ${incident.stage}`,
    incident.receivedBy,
  );
}
