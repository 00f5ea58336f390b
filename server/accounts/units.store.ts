// Units 警力 as who administers people sees and changes them, with the people whose tablets speak for each.
import type { z } from 'zod';
import type { unitBodySchema } from '@haixi/proto/accounts/accounts';
import type { Unit } from '@haixi/proto/live/picture';
import type { UnitKind } from '@haixi/proto/vocabulary';
import { append } from '../log/log.store.js';
import type { Db, Tx } from '../store/database.store.js';
import { changeRegister } from '../store/register.store.js';
import { lockPerson } from './people.store.js';
import { actorOf, type Changing, manages } from './person-change.store.js';

export type UnitChanged =
  | { readonly ok: true }
  | {
      readonly ok: false;
      readonly reason: 'not_allowed' | 'id_taken' | 'unknown_person';
      readonly about: string;
    };

/** The units of these areas, in the order of their ids. */
export async function readUnits(db: Db, areaIds: readonly string[]): Promise<Unit[]> {
  const units = await db
    .selectFrom('units')
    .selectAll()
    .where('area_id', 'in', areaIds)
    .orderBy('unit_id')
    .execute();
  const people = Map.groupBy(
    await db.selectFrom('unit_people').selectAll().orderBy('person_id').execute(),
    (row) => row.unit_id,
  );
  return units.map((row) => ({
    unitId: row.unit_id,
    areaId: row.area_id,
    kind: row.kind as UnitKind,
    name: row.name,
    nameEn: row.name_en,
    personIds: (people.get(row.unit_id) ?? []).map(({ person_id }) => person_id),
    onDuty: row.on_duty,
    dutyAtMs: row.duty_at_ms,
  }));
}

/**
 * Adds a unit, off duty, or changes one of the caller's areas. Whoever is to speak for it belongs to one of these areas,
 * or did so already.
 */
export async function putUnit(
  { db, caller, world }: Changing,
  unitId: string,
  body: z.output<typeof unitBodySchema>,
): Promise<UnitChanged> {
  const isMine = manages(caller);
  const { areaId, kind, name, nameEn } = body;
  const personIds = [...new Set(body.personIds)].toSorted();
  if (!isMine(areaId)) return { ok: false, reason: 'not_allowed', about: areaId };
  return db.transaction().execute(async (tx) => {
    const present = await lockUnit(tx, unitId);
    if (present && !isMine(present.areaId)) return { ok: false, reason: 'id_taken', about: unitId };
    const added = personIds.filter((personId) => !present?.personIds.includes(personId));
    const homes = await homesOf(tx, added);
    const unknown = added.find((personId) => !homes.has(personId) || !isMine(homes.get(personId) ?? ''));
    if (unknown !== undefined) return { ok: false, reason: 'unknown_person', about: unknown };
    const row = { area_id: areaId, kind, name, name_en: nameEn };
    await tx
      .insertInto('units')
      .values({ unit_id: unitId, ...row, on_duty: false, duty_at_ms: null })
      .onConflict((clash) => clash.column('unit_id').doUpdateSet(row))
      .execute();
    await tx.deleteFrom('unit_people').where('unit_id', '=', unitId).execute();
    const speakers = personIds.map((person_id) => ({ unit_id: unitId, person_id }));
    if (speakers.length > 0) await tx.insertInto('unit_people').values(speakers).execute();
    await changeRegister(tx);
    const data = { unitId, kind, name, personIds };
    const draft = { areaId, type: 'unit.set' as const, actor: actorOf(caller), data };
    await append(tx, [draft], { nowMs: world.nowMs(), salt: world.salt });
    return { ok: true };
  });
}

async function lockUnit(tx: Tx, unitId: string): Promise<{ areaId: string; personIds: string[] } | null> {
  const row = await tx
    .selectFrom('units')
    .select('area_id')
    .where('unit_id', '=', unitId)
    .forNoKeyUpdate()
    .executeTakeFirst();
  if (!row) return null;
  const people = await tx
    .selectFrom('unit_people')
    .select('person_id')
    .where('unit_id', '=', unitId)
    .execute();
  return { areaId: row.area_id, personIds: people.map(({ person_id }) => person_id) };
}

/** The home areas of those who are people, and are here; they stay so until the commit. */
async function homesOf(tx: Tx, personIds: readonly string[]): Promise<Map<string, string>> {
  const homes = new Map<string, string>();
  for (const personId of personIds) {
    const person = await lockPerson(tx, personId);
    if (person && !person.isRetired && person.homeAreaId !== null) homes.set(personId, person.homeAreaId);
  }
  return homes;
}
