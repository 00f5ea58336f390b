// Units 警力 in the store: who speaks for them, whether they are on duty, where they were last.
import type { Position } from '@haixi/proto/basics';
import type { Db, Tx } from '../store/database.store.js';

export interface LockedUnit {
  readonly unitId: string;
  readonly areaId: string;
  readonly name: string;
  readonly onDuty: boolean;
  readonly position: Position | null;
}

/** A unit and whether it is on duty; null where there is none of this id. */
export async function unitOf(
  db: Db | Tx,
  unitId: string,
): Promise<{ unitId: string; areaId: string; onDuty: boolean } | null> {
  const row = await db
    .selectFrom('units')
    .select(['unit_id', 'area_id', 'on_duty'])
    .where('unit_id', '=', unitId)
    .executeTakeFirst();
  return row ? { unitId: row.unit_id, areaId: row.area_id, onDuty: row.on_duty } : null;
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

/** Keeps the newest position of a unit. */
export async function savePosition(
  tx: Tx,
  unitId: string,
  at: { position: Position; accuracyM: number | null; atMs: number },
  serverAtMs: number,
): Promise<void> {
  const row = {
    unit_id: unitId,
    lon: at.position.lon,
    lat: at.position.lat,
    accuracy_m: at.accuracyM,
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
        .whereRef('positions.at_ms', '<=', (eb) => eb.ref('excluded.at_ms')),
    )
    .execute();
}
