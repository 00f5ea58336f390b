// The incidents of a time as they stand, for their review.
import type { Incident } from '@haixi/proto/incident/incident';
import type { Db, Tx } from '../store/database.store.js';

/** Those opened from `fromMs` on and before `toMs` in these areas. */
export async function openedWithin(
  db: Db | Tx,
  areaIds: readonly string[],
  fromMs: number,
  toMs: number,
): Promise<Incident[]> {
  if (areaIds.length === 0) return [];
  const rows = await db
    .selectFrom('incidents')
    .select('state')
    .where('area_id', 'in', areaIds)
    .where('opened_at_ms', '>=', fromMs)
    .where('opened_at_ms', '<', toMs)
    .execute();
  // Written by a fold of their events, so they are read back without another check.
  return rows.map(({ state }) => JSON.parse(state) as Incident);
}
