// Areas as devices ask about them: whether a sticker's area covers an order's, who installs where, and where one ends.
import type { Area } from '@haixi/proto/live/picture';
import type { Role } from '@haixi/proto/vocabulary';
import { type AreaTree, may } from '../accounts/may.js';
import type { Db, Tx } from '../store/database.store.js';

/** Whether an area is the other one or lies below it. */
export async function isWithin(db: Db | Tx, areaId: string, ofAreaId: string): Promise<boolean> {
  const tree = await readTree(db);
  for (let at: string | null = areaId; at !== null; at = tree.get(at) ?? null)
    if (at === ofAreaId) return true;
  return false;
}

/** Whether this person carries out work orders in this area: known, not retired, and with a role that installs there. */
export async function installsIn(db: Db | Tx, personId: string, areaId: string): Promise<boolean> {
  const rows = await db
    .selectFrom('grants')
    .innerJoin('people', 'people.person_id', 'grants.person_id')
    .select(['role', 'grants.area_id'])
    .where('people.person_id', '=', personId)
    .where('people.retired_at_ms', 'is', null)
    .execute();
  const grants = rows.map((row) => ({ role: row.role as Role, areaId: row.area_id }));
  return may(grants, await readTree(db), 'site.install', areaId);
}

/** An area's outline and whether it is only illustrative; null where there is no such area. */
export async function outlineOf(
  db: Db | Tx,
  areaId: string,
): Promise<Pick<Area, 'outline' | 'illustrative'> | null> {
  const row = await db
    .selectFrom('areas')
    .select(['outline', 'illustrative'])
    .where('area_id', '=', areaId)
    .executeTakeFirst();
  if (!row) return null;
  const outline = row.outline === null ? null : (JSON.parse(row.outline) as NonNullable<Area['outline']>);
  return { outline, illustrative: row.illustrative };
}

async function readTree(db: Db | Tx): Promise<AreaTree> {
  const rows = await db.selectFrom('areas').select(['area_id', 'parent_id']).execute();
  return new Map(rows.map((row) => [row.area_id, row.parent_id]));
}
