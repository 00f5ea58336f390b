// Units 警力 in the store: who speaks for them, whether they are on duty, where they were last.
import type { Position } from '@haixi/proto/basics';
import { actionsOf } from '@haixi/proto/commands/roles';
import { roles } from '@haixi/proto/vocabulary';
import { sql } from 'kysely';
import type { Db, Tx } from '../store/database.store.js';

export interface LockedUnit {
  readonly unitId: string;
  readonly areaId: string;
  readonly name: string;
  readonly onDuty: boolean;
  readonly position: Position | null;
}

/** Roles whose people can answer an assignment. */
const answering = roles.filter((role) => actionsOf[role].includes('assignment.move'));

/**
 * The units that can be sent into this area: somebody who speaks for it may answer there. A unit without a tablet is
 * spoken for by radio, and can be sent anywhere.
 */
export async function sendableUnits(db: Db | Tx, areaId: string): Promise<Set<string>> {
  const { rows } = await sql<{ unit_id: string }>`
    with recursive up as (
      select area_id, parent_id from areas where area_id = ${areaId}
      union all select a.area_id, a.parent_id from areas a join up on up.parent_id = a.area_id)
    select u.unit_id from units u
    where not exists (select 1 from unit_people p where p.unit_id = u.unit_id)
      or exists (
        select 1 from unit_people p join grants g using (person_id) join up on up.area_id = g.area_id
        where p.unit_id = u.unit_id and g.role = any(${answering}))`.execute(db);
  return new Set(rows.map((row) => row.unit_id));
}

/** Locks a unit: its duty, its SOS and its positions come one after another. */
export async function lockUnit(tx: Tx, unitId: string): Promise<LockedUnit | null> {
  const row = await tx
    .selectFrom('units')
    .select(['unit_id', 'area_id', 'name', 'on_duty'])
    .where('unit_id', '=', unitId)
    .forNoKeyUpdate()
    .executeTakeFirst();
  if (!row) return null;
  const at = await tx
    .selectFrom('positions')
    .select(['lon', 'lat'])
    .where('unit_id', '=', unitId)
    .executeTakeFirst();
  return {
    unitId: row.unit_id,
    areaId: row.area_id,
    name: row.name,
    onDuty: row.on_duty,
    position: at ?? null,
  };
}

/** The units a person speaks for. */
export async function unitIdsOf(db: Db | Tx, personId: string): Promise<string[]> {
  const rows = await db
    .selectFrom('unit_people')
    .select('unit_id')
    .where('person_id', '=', personId)
    .orderBy('unit_id')
    .execute();
  return rows.map((row) => row.unit_id);
}

export async function speaksFor(db: Db | Tx, personId: string, unitId: string): Promise<boolean> {
  return (await unitIdsOf(db, personId)).includes(unitId);
}

export async function setDuty(tx: Tx, unitId: string, onDuty: boolean, atMs: number): Promise<void> {
  await tx
    .updateTable('units')
    .set({ on_duty: onDuty, duty_at_ms: atMs })
    .where('unit_id', '=', unitId)
    .execute();
}

/** Keeps the newest position of a unit. One that came later than now is of a server's clock that was set back since. */
export async function savePosition(
  tx: Tx,
  unitId: string,
  at: { position: Position; accuracyM: number | null; headingDeg?: number | null | undefined; atMs: number },
  serverAtMs: number,
): Promise<void> {
  const row = {
    unit_id: unitId,
    lon: at.position.lon,
    lat: at.position.lat,
    accuracy_m: at.accuracyM,
    heading_deg: at.headingDeg ?? null,
    at_ms: at.atMs,
    server_at_ms: serverAtMs,
  };
  const { unit_id: _key, ...latest } = row;
  await tx
    .insertInto('positions')
    .values(row)
    .onConflict((clash) =>
      clash
        .column('unit_id')
        .doUpdateSet(latest)
        .where((eb) =>
          eb.or([
            eb('positions.at_ms', '<=', eb.ref('excluded.at_ms')),
            eb('positions.server_at_ms', '>', eb.ref('excluded.server_at_ms')),
          ]),
        ),
    )
    .execute();
}
