// Commands by which a unit speaks for itself: an officer in need, duty, and positions.
import type { CommandBody } from '@haixi/proto/commands/commands';
import type { Alarm } from '@haixi/proto/live/events';
import { type LockedUnit, lockUnit, savePosition, setDuty, speaksFor } from '../dispatch/units.store.js';
import { admit } from '../incidents/decide.js';
import { lockOpenOfUnit, record } from '../incidents/incidents.store.js';
import { joining } from '../incidents/join.js';
import { type Carrying, done, type Handled, type Handlers, refused, type Refused } from './handled.js';

export const unitCommands: Handlers = {
  'unit.sos': sos,
  'unit.duty': duty,
  'unit.positions': positions,
};

/** Opens a priority 1 incident where the officer is, or rings again in the unit's own open one (I5). */
async function sos(carrying: Carrying, body: CommandBody<'unit.sos'>): Promise<Handled> {
  const { tx, caller, world } = carrying;
  const found = await lockOwn(carrying, body.unitId);
  if ('kind' in found) return found;
  const { unitId, areaId, name } = found;
  const alarm: Alarm = {
    alarmId: world.newId(),
    kind: 'sos',
    siteId: null,
    sourceId: null,
    unitId,
    entry: null,
    occurredAtMs: body.occurredAtMs,
    agentAtMs: null,
    note: body.note,
  };
  const open = await lockOpenOfUnit(tx, unitId);
  const where = joining({ kind: 'sos', sourceId: null, unitId }, open, world.nowMs());
  const place = { areaId, siteId: null, position: body.position ?? found.position, address: name };
  const actor = { kind: 'person' as const, id: caller.personId };
  const incidentId = where.joins?.incidentId ?? world.newId();
  const drafted = admit(alarm, 'sos', place, where, actor, incidentId);
  const before = new Map(open.map((incident) => [incident.incidentId, incident]));
  const events = await record(tx, [drafted], before, world);
  return done(incidentId, null, events[0]!.atMs);
}

async function duty(carrying: Carrying, body: CommandBody<'unit.duty'>): Promise<Handled> {
  const { tx, caller, world } = carrying;
  const found = await lockOwn(carrying, body.unitId);
  if ('kind' in found) return found;
  const { unitId, areaId, onDuty } = found;
  if (onDuty === body.onDuty) return done(null, null, world.nowMs());
  const type = body.onDuty ? ('unit.onDuty' as const) : ('unit.offDuty' as const);
  const actor = { kind: 'person' as const, id: caller.personId };
  const events = await record(tx, [{ areaId, type, actor, data: { unitId } }], new Map(), world);
  await setDuty(tx, unitId, body.onDuty, events[0]!.atMs);
  return done(null, null, events[0]!.atMs);
}

/** Keeps the latest position; one that is older than what is known changes nothing. Off duty none is taken. */
async function positions(carrying: Carrying, body: CommandBody<'unit.positions'>): Promise<Handled> {
  const { tx, world } = carrying;
  const found = await lockOwn(carrying, body.unitId);
  if ('kind' in found) return found;
  if (!found.onDuty) return refused('unit_off_duty', 'unitId', 'positions are taken on duty only');
  const latest = body.positions.toSorted((a, b) => a.atMs - b.atMs).at(-1)!;
  // How old it is, by the tablet's own clock alone: one that is wrong by a day must not shut out its positions.
  const ageMs = Math.max(0, body.occurredAtMs - latest.atMs);
  const nowMs = world.nowMs();
  await savePosition(tx, found.unitId, { ...latest, atMs: nowMs - ageMs }, nowMs);
  return done(null, null, nowMs);
}

async function lockOwn({ tx, caller }: Carrying, unitId: string): Promise<LockedUnit | Refused> {
  const allowed = caller.areasFor('unit.speak');
  const unit = await lockUnit(tx, unitId);
  if (unit && allowed.includes(unit.areaId) && (await speaksFor(tx, caller.personId, unitId))) return unit;
  return refused('not_allowed', 'unitId', 'you do not speak for this unit');
}
