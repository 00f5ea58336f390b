// Incidents in the store: loaded and locked, recorded by their events, and read back for screens.
import { foldIncident, incidentOf } from '@haixi/proto/incident/fold';
import type { Incident } from '@haixi/proto/incident/incident';
import type { EventDraft, LogEvent } from '@haixi/proto/live/events';
import { sql } from 'kysely';
import { append, eventOf } from '../log/log.store.js';
import type { Db, Tx } from '../store/database.store.js';
import type { World } from '../world.js';
import { clocksAfter } from './clocks.js';

/** Loads and locks one incident; null where there is none of this id. */
export async function lockIncident(tx: Tx, incidentId: string): Promise<Incident | null> {
  const row = await tx
    .selectFrom('incidents')
    .select('state')
    .where('incident_id', '=', incidentId)
    .forNoKeyUpdate()
    .executeTakeFirst();
  return row ? stateOf(row) : null;
}

/** Loads and locks these incidents, in id order; those that are not there are left out. */
export async function lockIncidents(tx: Tx, incidentIds: readonly string[]): Promise<Map<string, Incident>> {
  const rows = await tx
    .selectFrom('incidents')
    .select('state')
    .where('incident_id', 'in', incidentIds)
    .orderBy('incident_id')
    .forNoKeyUpdate()
    .execute();
  return new Map(rows.map(stateOf).map((incident) => [incident.incidentId, incident]));
}

/** The incident that this one has become: itself, or the one that took it in, and so on. Nothing is locked. */
export async function presentId(tx: Db, incidentId: string): Promise<string> {
  const row = await tx
    .selectFrom('incidents')
    .select(sql<string | null>`state ->> 'mergedInto'`.as('into_id'))
    .where('incident_id', '=', incidentId)
    .executeTakeFirst();
  return row?.into_id ? presentId(tx, row.into_id) : incidentId;
}

/** Has these alarms belong to another incident from now on; all that it has, where none are named. */
export async function moveAlarms(
  tx: Tx,
  fromId: string,
  intoId: string,
  alarmIds: readonly string[] | 'all',
): Promise<void> {
  const those = tx.updateTable('alarms').set({ incident_id: intoId }).where('incident_id', '=', fromId);
  await (alarmIds === 'all' ? those : those.where('alarm_id', 'in', alarmIds)).execute();
}

/** Loads and locks the open incidents of these sites, in id order. The sites are locked by the caller before. */
export function lockOpenAtSites(tx: Tx, siteIds: readonly string[]): Promise<Incident[]> {
  return lockOpen(tx, 'site_id', siteIds);
}

/** Loads and locks a unit's own open incidents. The unit is locked by the caller before. */
export function lockOpenOfUnit(tx: Tx, unitId: string): Promise<Incident[]> {
  return lockOpen(tx, 'unit_id', [unitId]);
}

async function lockOpen(tx: Tx, by: 'site_id' | 'unit_id', ids: readonly string[]): Promise<Incident[]> {
  if (ids.length === 0) return [];
  const rows = await tx
    .selectFrom('incidents')
    .select('state')
    .where(by, 'in', ids)
    .where('stage', '<>', 'closed')
    .orderBy('incident_id')
    .forNoKeyUpdate()
    .execute();
  return rows.map(stateOf);
}

/**
 * Appends these events and saves what they make of their incidents and clocks, in this transaction. `before` holds
 * the locked incidents the events speak of. Nothing may be locked after it (see log/log.store).
 */
export async function record(
  tx: Tx,
  drafts: readonly EventDraft[],
  before: ReadonlyMap<string, Incident>,
  world: World,
): Promise<LogEvent[]> {
  const events = await append(tx, drafts, { nowMs: world.nowMs(), salt: world.salt });
  const states = new Map(before);
  const touched = new Set<string>();
  const clocks = new Map<string, ClockRow>();
  for (const event of events) {
    const incidentId = incidentOf(event);
    if (incidentId === null) continue;
    const earlier = states.get(incidentId) ?? null;
    const after = foldIncident(earlier, event);
    states.set(incidentId, after);
    touched.add(incidentId);
    const { start, hasten = [], meet } = clocksAfter(event, earlier, after);
    for (const clock of start)
      clocks.set(clockKey(incidentId, clock), clockRow(incidentId, clock, 'running'));
    for (const clock of hasten) {
      const key = clockKey(incidentId, clock);
      const { due_at_ms = clock.dueAtMs, state = 'hastened' } = clocks.get(key) ?? {};
      const dueAtMs = Math.min(due_at_ms, clock.dueAtMs);
      clocks.set(key, clockRow(incidentId, { ...clock, dueAtMs }, state));
    }
    for (const clock of meet) {
      const key = clockKey(incidentId, clock);
      clocks.set(key, clockRow(incidentId, { dueAtMs: clocks.get(key)?.due_at_ms ?? 0, ...clock }, 'met'));
    }
  }
  await saveIncidents(
    tx,
    [...touched].map((incidentId) => states.get(incidentId)!),
  );
  await saveClocks(tx, [...clocks.values()]);
  return events;
}

/** One incident with all its events, oldest first; null where there is none. */
export async function incidentFile(
  db: Db | Tx,
  incidentId: string,
): Promise<{ incident: Incident; events: LogEvent[] } | null> {
  const row = await db
    .selectFrom('incidents')
    .select('state')
    .where('incident_id', '=', incidentId)
    .executeTakeFirst();
  if (!row) return null;
  const rows = await db
    .selectFrom('log')
    .selectAll()
    .where('incident_id', '=', incidentId)
    // Somebody may look at a camera of another area for it: numbers are each area's own.
    .orderBy('at_ms')
    .orderBy('area_id')
    .orderBy('n')
    .execute();
  return { incident: stateOf(row), events: rows.map(eventOf) };
}

/** The latest closed incidents of these areas, newest first. */
export async function closedIncidents(
  db: Db | Tx,
  areaIds: readonly string[],
  limit: number,
): Promise<Incident[]> {
  if (areaIds.length === 0) return [];
  const rows = await db
    .selectFrom('incidents')
    .select('state')
    .where('stage', '=', 'closed')
    .where('area_id', 'in', areaIds)
    .orderBy('closed_at_ms', 'desc')
    .orderBy('incident_id', 'desc')
    .limit(limit)
    .execute();
  return rows.map(stateOf);
}

interface ClockRow {
  incident_id: string;
  step: string;
  assignment_id: string;
  due_at_ms: number;
  state: 'running' | 'hastened' | 'met';
}

async function saveIncidents(tx: Tx, incidents: readonly Incident[]): Promise<void> {
  if (incidents.length === 0) return;
  const rows = incidents.map((incident) => ({
    incident_id: incident.incidentId,
    area_id: incident.areaId,
    site_id: incident.siteId,
    unit_id: incident.alarms[0]?.unitId ?? null,
    stage: incident.stage,
    opened_at_ms: incident.openedAtMs,
    last_alarm_at_ms: incident.lastAlarmAtMs,
    closed_at_ms: incident.closedAtMs,
    state: JSON.stringify(incident),
  }));
  await tx
    .insertInto('incidents')
    .values(rows)
    .onConflict((clash) =>
      clash.column('incident_id').doUpdateSet((row) => ({
        stage: row.ref('excluded.stage'),
        last_alarm_at_ms: row.ref('excluded.last_alarm_at_ms'),
        closed_at_ms: row.ref('excluded.closed_at_ms'),
        state: row.ref('excluded.state'),
      })),
    )
    .execute();
}

/** Starting sets the due time anew; hastening and meeting leave a clock that has fired as it is. */
async function saveClocks(tx: Tx, clocks: readonly ClockRow[]): Promise<void> {
  const running = clocks.filter((clock) => clock.state === 'running');
  const hastened = clocks.filter((clock) => clock.state === 'hastened');
  const met = clocks.filter((clock) => clock.state === 'met');
  if (running.length > 0) {
    await tx
      .insertInto('deadlines')
      .values(running)
      .onConflict((clash) =>
        clash.columns(['incident_id', 'step', 'assignment_id']).doUpdateSet((row) => ({
          due_at_ms: row.ref('excluded.due_at_ms'),
          state: row.ref('excluded.state'),
        })),
      )
      .execute();
  }
  if (hastened.length > 0) {
    await sql`
      update deadlines set due_at_ms = least(deadlines.due_at_ms, h.due_at_ms)
      from json_to_recordset(${JSON.stringify(hastened)}::json)
        as h(incident_id text, step text, assignment_id text, due_at_ms bigint)
      where deadlines.incident_id = h.incident_id and deadlines.step = h.step
        and deadlines.assignment_id = h.assignment_id and deadlines.state = 'running'`.execute(tx);
  }
  if (met.length > 0) {
    await sql`
      update deadlines set state = 'met'
      from json_to_recordset(${JSON.stringify(met)}::json) as m(incident_id text, step text, assignment_id text)
      where deadlines.incident_id = m.incident_id and deadlines.step = m.step
        and deadlines.assignment_id = m.assignment_id and deadlines.state = 'running'`.execute(tx);
  }
}

function clockKey(incidentId: string, clock: { step: string; assignmentId: string }): string {
  return `${incidentId}/${clock.step}/${clock.assignmentId}`;
}

function clockRow(
  incidentId: string,
  clock: { step: string; assignmentId: string; dueAtMs: number },
  state: ClockRow['state'],
): ClockRow {
  return {
    incident_id: incidentId,
    step: clock.step,
    assignment_id: clock.assignmentId,
    due_at_ms: clock.dueAtMs,
    state,
  };
}

function stateOf(row: { state: string }): Incident {
  // Written by `saveIncidents` from a fold, so it is read back without another check.
  return JSON.parse(row.state) as Incident;
}
