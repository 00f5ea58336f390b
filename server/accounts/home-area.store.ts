// In which area's log it stands what a person did to their own account.
import type { Db, Tx } from '../store/database.store.js';

/** The area a person belongs to; else that of their first grant; else the root. Throws where there is no area at all. */
export async function homeAreaOf(db: Db | Tx, personId: string): Promise<string> {
  const { area_id } = await db
    .selectFrom('people')
    .select('area_id')
    .where('person_id', '=', personId)
    .executeTakeFirstOrThrow();
  if (area_id !== null) return area_id;
  const grant = await db
    .selectFrom('grants')
    .select('area_id')
    .where('person_id', '=', personId)
    .orderBy('area_id')
    .executeTakeFirst();
  if (grant) return grant.area_id;
  const root = await db
    .selectFrom('areas')
    .select('area_id')
    .where('parent_id', 'is', null)
    .orderBy('area_id')
    .executeTakeFirstOrThrow();
  return root.area_id;
}
