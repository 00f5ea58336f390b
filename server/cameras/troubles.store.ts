// Troubles of cameras and agents in the store: which are open, which are past, and how one begins and ends.
import type { OpenTrouble } from '@haixi/proto/live/picture';
import type { Trouble } from '@haixi/proto/vocabulary';
import type { Selectable } from 'kysely';
import type { Db, Tx } from '../store/database.store.js';
import type { Database } from '../store/schema.js';

/** The open troubles of these areas' sites, by site, oldest first. */
export async function openTroubles(
  db: Db | Tx,
  areaIds: readonly string[],
): Promise<Map<string, OpenTrouble[]>> {
  const rows = await db
    .selectFrom('camera_troubles')
    .selectAll()
    .where('until_ms', 'is', null)
    .where('site_id', 'in', db.selectFrom('sites').select('site_id').where('area_id', 'in', areaIds))
    .orderBy('id')
    .execute();
  const bySite = new Map<string, OpenTrouble[]>();
  for (const row of rows) {
    const ofSite = bySite.get(row.site_id) ?? [];
    ofSite.push(troubleOf(row));
    bySite.set(row.site_id, ofSite);
  }
  return bySite;
}

function troubleOf(row: Selectable<Database['camera_troubles']>): OpenTrouble {
  return {
    sourceId: row.source_id || null,
    trouble: row.trouble as Trouble,
    value: row.value,
    limit: row.threshold,
    sinceMs: row.since_ms,
  };
}
