// Commands that move an incident or an assignment: load and lock, ask, decide, record.
import type { CommandBody } from '@haixi/proto/commands/commands';
import type { Incident } from '@haixi/proto/incident/incident';
import { type AssignmentMove, assignmentMoves } from '@haixi/proto/incident/moves';
import type { Action } from '@haixi/proto/commands/commands';
import type { EventDraft } from '@haixi/proto/live/events';
import { send, step } from '../dispatch/assign.js';
import { lockUnit, sendableUnits, speaksFor, unitIdsOf } from '../dispatch/units.store.js';
import { close, type Decision, note, rate, receive, takeOver } from '../incidents/decide.js';
import { lockIncident, record } from '../incidents/incidents.store.js';
import { type Carrying, done, type Handled, type Handlers, refused, type Refused } from './handled.js';

export const incidentCommands: Handlers = {
  'incident.open': open,
  'incident.receive': (carrying, body) =>
    onIncident(carrying, 'incident.receive', body.incidentId, (incident) =>
      receive(incident, body.expects, carrying.caller.personId),
    ),
  'incident.takeOver': (carrying, body) =>
    onIncident(carrying, 'incident.receive', body.incidentId, (incident) =>
      takeOver(incident, body.expects, carrying.caller.personId),
    ),
  'incident.rate': (carrying, body) =>
    onIncident(carrying, 'incident.handle', body.incidentId, (incident) =>
      rate(incident, body, carrying.caller.personId),
    ),
  'incident.note': writeNote,
  'incident.send': sendUnit,
  'incident.close': (carrying, body) =>
    onIncident(carrying, 'incident.handle', body.incidentId, (incident) =>
      close(incident, body, carrying.caller.personId),
    ),
  'assignment.sign': (carrying, body) => takeStep(carrying, 'sign', body),
  'assignment.setOut': (carrying, body) => takeStep(carrying, 'setOut', body),
  'assignment.arrive': (carrying, body) => takeStep(carrying, 'arrive', body),
  'assignment.feedBack': (carrying, body) => takeStep(carrying, 'feedBack', body),
  'assignment.decline': (carrying, body) => takeStep(carrying, 'decline', body),
  'assignment.release': (carrying, body) => takeStep(carrying, 'release', body),
  'assignment.recall': (carrying, body) => takeStep(carrying, 'recall', body),
};

/**
 * Opens an incident for a caller. Whoever opens it has received it, unless it is another system's token, which can't:
 * then it rings. The contact is an event of its own (X3).
 */
async function open({ tx, caller, world }: Carrying, body: CommandBody<'incident.open'>): Promise<Handled> {
  if (!caller.may('incident.open', body.areaId))
    return refused('not_allowed', 'areaId', 'your roles do not let you open an incident in this area');
  if (body.siteId !== null) {
    const site = await tx
      .selectFrom('sites')
      .select('area_id')
      .where('site_id', '=', body.siteId)
      .forNoKeyUpdate()
      .executeTakeFirst();
    if (!site) return refused('not_found', 'siteId', 'there is no such site');
    if (site.area_id !== body.areaId)
      return refused('bad_body', 'areaId', `the site ${body.siteId} belongs to area ${site.area_id}`);
  }
  const incidentId = world.newId();
  const { areaId, siteId, position, address, priority } = body;
  const actor = { kind: 'person' as const, id: caller.personId };
  const alarm = {
    alarmId: world.newId(),
    kind: 'call' as const,
    siteId,
    sourceId: null,
    unitId: null,
    entry: null,
    occurredAtMs: body.occurredAtMs,
    agentAtMs: null,
    note: body.note,
  };
  const drafts: EventDraft[] = [
    {
      areaId,
      type: 'incident.opened',
      actor,
      data: { incidentId, origin: 'caller', siteId, kind: 'call', priority, position, address, alarm },
    },
  ];
  if (body.caller) drafts.push({ areaId, type: 'caller.noted', actor, data: { incidentId, ...body.caller } });
  if (caller.may('incident.receive', areaId))
    drafts.push({
      areaId,
      type: 'incident.received',
      actor,
      data: { incidentId, personId: caller.personId },
    });
  const events = await record(tx, drafts, new Map(), world);
  return done(incidentId, null, events[0]!.atMs);
}

async function writeNote(carrying: Carrying, body: CommandBody<'incident.note'>): Promise<Handled> {
  const unknown = await unknownPhoto(carrying, body.incidentId, body.photoIds);
  if (unknown) return unknown;
  const { personId } = carrying.caller;
  const own = await unitIdsOf(carrying.tx, personId);
  return onIncident(carrying, 'incident.note', body.incidentId, (incident) => {
    const unitId = incident.assignments.find((one) => own.includes(one.unitId))?.unitId ?? null;
    return note(incident, body, personId, unitId);
  });
}

async function sendUnit(carrying: Carrying, body: CommandBody<'incident.send'>): Promise<Handled> {
  const { tx, caller, world } = carrying;
  const assignmentId = world.newId();
  // Locked before the incident, as an SOS does, so that it can't go off duty while it is being sent.
  const unit = await lockUnit(tx, body.unitId);
  const found = await lockAllowed(carrying, 'incident.handle', body.incidentId);
  if ('refusal' in found) return found.refusal;
  if (!unit || !caller.areasFor('live.watch').includes(unit.areaId))
    return refused('unknown_unit', 'unitId', 'there is no such unit in your areas');
  const { incident } = found;
  if (!(await sendableUnits(tx, incident.areaId)).has(unit.unitId))
    return refused('unknown_unit', 'unitId', 'nobody of this unit may answer in the incident’s area');
  const decision = send(incident, body, unit, caller.personId, assignmentId);
  return carryOut(carrying, incident, decision, assignmentId);
}

type StepBody = CommandBody<'assignment.sign'>;

async function takeStep(carrying: Carrying, move: AssignmentMove, body: StepBody): Promise<Handled> {
  const { tx, caller, world } = carrying;
  const unknown = await unknownPhoto(carrying, body.incidentId, body.photoIds);
  if (unknown) return unknown;
  const found = await lockAllowed(carrying, actionOf(move), body.incidentId);
  if ('refusal' in found) return found.refusal;
  const { incident } = found;
  const unitId = incident.assignments.find((one) => one.assignmentId === body.assignmentId)?.unitId;
  if (
    assignmentMoves[move].by === 'unit' &&
    unitId !== undefined &&
    !(await speaksFor(tx, caller.personId, unitId))
  )
    return refused('not_allowed', 'assignmentId', 'this assignment is another unit’s');
  const decision = step(incident, move, body, caller.personId);
  if (decision.ok === 'late') {
    await record(tx, decision.drafts, new Map([[incident.incidentId, incident]]), world);
    return refused(decision.reason, 'expects', decision.rule, { present: incident, late: true });
  }
  return carryOut(carrying, incident, decision, body.assignmentId);
}

function actionOf(move: AssignmentMove): Action {
  return assignmentMoves[move].by === 'unit' ? 'assignment.move' : 'incident.handle';
}

async function onIncident(
  carrying: Carrying,
  action: Action,
  incidentId: string,
  decide: (incident: Incident) => Decision,
): Promise<Handled> {
  const found = await lockAllowed(carrying, action, incidentId);
  if ('refusal' in found) return found.refusal;
  return carryOut(carrying, found.incident, decide(found.incident), null);
}

/** The locked incident, or the refusal: what one may not read is not found. */
async function lockAllowed(
  { tx, caller }: Carrying,
  action: Action,
  incidentId: string,
): Promise<{ incident: Incident } | { refusal: Refused }> {
  const incident = await lockIncident(tx, incidentId);
  const isThere = (areaId: string) => caller.may('incident.read', areaId) || caller.may(action, areaId);
  if (!incident || !isThere(incident.areaId))
    return { refusal: refused('not_found', 'incidentId', 'there is no such incident in your areas') };
  if (caller.may(action, incident.areaId)) return { incident };
  return { refusal: refused('not_allowed', 'incidentId', 'your roles do not have this action in its area') };
}

async function carryOut(
  { tx, world }: Carrying,
  incident: Incident,
  decision: Decision,
  assignmentId: string | null,
): Promise<Handled> {
  if (!decision.ok) {
    const { reason, where, rule, holder } = decision;
    return refused(reason, where, rule, { present: incident, holder });
  }
  const events = await record(tx, decision.drafts, new Map([[incident.incidentId, incident]]), world);
  return done(incident.incidentId, assignmentId, events.at(-1)!.atMs);
}

/** The refusal where a photo that is named has not been put up for this incident. */
async function unknownPhoto(
  { tx }: Carrying,
  incidentId: string,
  photoIds: string[],
): Promise<Handled | null> {
  if (photoIds.length === 0) return null;
  const rows = await tx
    .selectFrom('photos')
    .select('photo_id')
    .where('incident_id', '=', incidentId)
    .where('photo_id', 'in', photoIds)
    .execute();
  const missing = photoIds.find((photoId) => !rows.some((row) => row.photo_id === photoId));
  if (missing === undefined) return null;
  return refused(
    'unknown_photo',
    'photoIds',
    `photo ${missing} is not here: put it up first, then send this again`,
  );
}
