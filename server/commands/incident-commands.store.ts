// Commands that move an incident or an assignment: load and lock, ask, decide, record.
import type { CommandBody } from '@haixi/proto/commands/commands';
import type { Incident } from '@haixi/proto/incident/incident';
import { type AssignmentMove, assignmentMoves } from '@haixi/proto/incident/moves';
import type { Action } from '@haixi/proto/commands/commands';
import type { EventDraft } from '@haixi/proto/live/events';
import { mark, send, step, tell } from '../dispatch/assign.js';
import { lockUnit, sendableUnits, speaksFor, unitIdsOf } from '../dispatch/units.store.js';
import {
  close,
  type Decision,
  note,
  type Place,
  rate,
  receive,
  takeOver,
  transfer,
} from '../incidents/decide.js';
import { lockIncident, lockIncidents, moveAlarms, presentId, record } from '../incidents/incidents.store.js';
import { merge, split } from '../incidents/regroup.js';
import type { Tx } from '../store/database.store.js';
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
  'incident.merge': mergeIncidents,
  'incident.split': splitIncident,
  'incident.transfer': (carrying, body) =>
    onIncident(carrying, 'incident.handle', body.incidentId, (incident) =>
      transfer(incident, body, carrying.caller.personId),
    ),
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
  'assignment.tell': (carrying, body) =>
    onIncident(carrying, 'incident.handle', body.incidentId, (incident) =>
      tell(incident, body, carrying.caller.personId),
    ),
  'assignment.mark': markAssignment,
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
  // An officer's request for help must not end in an incident that is no more.
  const found = await lockPresent(carrying, 'incident.note', body.incidentId);
  if ('refusal' in found) return found.refusal;
  const { incident } = found;
  const unitId = incident.assignments.find((one) => own.includes(one.unitId))?.unitId ?? null;
  const decision = note(incident, { ...body, incidentId: incident.incidentId }, personId, unitId);
  return carryOut(carrying, incident, decision, null);
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

/** Both are locked in id order; the second one is asked for like the first: what one may not handle takes nothing in. */
async function mergeIncidents(carrying: Carrying, body: CommandBody<'incident.merge'>): Promise<Handled> {
  const { tx, caller, world } = carrying;
  const { incidentId, intoId } = body;
  const both = await lockIncidents(tx, [incidentId, intoId]);
  for (const [id, where] of [
    [incidentId, 'incidentId'],
    [intoId, 'intoId'],
  ] as const) {
    const refusal = unlessAllowed(carrying, 'incident.handle', both.get(id) ?? null, where);
    if (refusal) return refusal;
  }
  const incident = both.get(incidentId)!;
  const decision = merge(incident, both.get(intoId)!, body, caller.personId);
  if (!decision.ok) return unmoved(incident, decision);
  await moveAlarms(tx, incidentId, intoId, 'all');
  const events = await record(tx, decision.drafts, both, world);
  return done(intoId, null, events.at(-1)!.atMs);
}

/** The new one stands where its first alarm came from. */
async function splitIncident(carrying: Carrying, body: CommandBody<'incident.split'>): Promise<Handled> {
  const { tx, caller, world } = carrying;
  const found = await lockAllowed(carrying, 'incident.handle', body.incidentId);
  if ('refusal' in found) return found.refusal;
  const { incident } = found;
  const { areaId, siteId, position, address } = incident;
  const parted = incident.alarms.find(({ alarmId }) => body.alarmIds.includes(alarmId));
  const elsewhere = parted && parted.siteId !== siteId ? await placeOf(tx, parted.siteId) : null;
  const place = elsewhere ?? { areaId, siteId, position, address };
  const newId = world.newId();
  const decision = split(incident, body, caller.personId, place, newId);
  if (!decision.ok) return unmoved(incident, decision);
  await moveAlarms(tx, incident.incidentId, newId, body.alarmIds);
  const events = await record(tx, decision.drafts, new Map([[incident.incidentId, incident]]), world);
  return done(newId, null, events.at(-1)!.atMs);
}

async function placeOf(tx: Tx, siteId: string | null): Promise<Place | null> {
  if (siteId === null) return null;
  const site = await tx
    .selectFrom('sites')
    .select(['area_id', 'lon', 'lat', 'address'])
    .where('site_id', '=', siteId)
    .executeTakeFirst();
  if (!site) return null;
  const { area_id: areaId, lon, lat, address } = site;
  return { areaId, siteId, position: { lon, lat }, address };
}

/** What a tablet tells of itself is no move: told late, or of an incident that is over, it changes nothing. */
async function markAssignment(carrying: Carrying, body: CommandBody<'assignment.mark'>): Promise<Handled> {
  const { tx, caller, world } = carrying;
  const found = await lockPresent(carrying, 'assignment.move', body.incidentId);
  if ('refusal' in found) return found.refusal;
  const { incident } = found;
  const unitId = incident.assignments.find((one) => one.assignmentId === body.assignmentId)?.unitId;
  if (unitId !== undefined && !(await speaksFor(tx, caller.personId, unitId)))
    return refused('not_allowed', 'assignmentId', 'this assignment is another unit’s');
  const decision = mark(incident, body, caller.personId);
  if (decision === null) return done(incident.incidentId, body.assignmentId, world.nowMs());
  return carryOut(carrying, incident, decision, body.assignmentId);
}

type StepBody = CommandBody<'assignment.sign'>;

async function takeStep(carrying: Carrying, move: AssignmentMove, body: StepBody): Promise<Handled> {
  const { tx, caller, world } = carrying;
  const unknown = await unknownPhoto(carrying, body.incidentId, body.photoIds);
  if (unknown) return unknown;
  const found = await lockPresent(carrying, actionOf(move), body.incidentId);
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
  carrying: Carrying,
  action: Action,
  incidentId: string,
): Promise<{ incident: Incident } | { refusal: Refused }> {
  const incident = await lockIncident(carrying.tx, incidentId);
  const refusal = unlessAllowed(carrying, action, incident, 'incidentId');
  return refusal ? { refusal } : { incident: incident! };
}

/** The same for what a tablet names, which may not know yet that its incident was merged: the one that took it in. */
async function lockPresent(
  carrying: Carrying,
  action: Action,
  incidentId: string,
): Promise<{ incident: Incident } | { refusal: Refused }> {
  const found = await lockAllowed(carrying, action, await presentId(carrying.tx, incidentId));
  if ('refusal' in found || found.incident.mergedInto === null) return found;
  return lockPresent(carrying, action, found.incident.mergedInto);
}

function unlessAllowed(
  { caller }: Carrying,
  action: Action,
  incident: Incident | null,
  where: string,
): Refused | null {
  const isThere = (areaId: string) => caller.may('incident.read', areaId) || caller.may(action, areaId);
  if (!incident || !isThere(incident.areaId))
    return refused('not_found', where, 'there is no such incident in your areas');
  if (caller.may(action, incident.areaId)) return null;
  return refused('not_allowed', where, 'your roles do not have this action in its area');
}

function unmoved(
  incident: Incident,
  { reason, where, rule, holder }: Extract<Decision, { ok: false }>,
): Refused {
  return refused(reason, where, rule, { present: incident, holder });
}

async function carryOut(
  { tx, world }: Carrying,
  incident: Incident,
  decision: Decision,
  assignmentId: string | null,
): Promise<Handled> {
  if (!decision.ok) return unmoved(incident, decision);
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
