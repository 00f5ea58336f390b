// Who looks at what now, for whoever watches the watchers: the views that are open in the store, with their names.
import type { LookNow } from '@haixi/proto/media/media';
import type { ViewPurpose } from '@haixi/proto/vocabulary';
import { sql } from 'kysely';
import type { Db } from '../store/database.store.js';

/** The open views of cameras in these areas, by person and then the longest first. */
export async function looksNow(db: Db, areaIds: readonly string[]): Promise<LookNow[]> {
  const rows = await db
    .selectFrom('views')
    .innerJoin('people', 'people.person_id', 'views.person_id')
    .innerJoin('sites', 'sites.site_id', 'views.site_id')
    .innerJoin('sources', (join) =>
      join.onRef('sources.site_id', '=', 'views.site_id').onRef('sources.source_id', '=', 'views.source_id'),
    )
    .select(['view_id', 'views.person_id', 'people.name as person_name', 'views.area_id', 'views.site_id'])
    .select(['sites.name as site_name', 'views.source_id', 'sources.name as camera_name', 'purpose'])
    .select(['incident_id', 'round_id', 'reason', 'started_at_ms'])
    .select(
      sql<
        string[]
      >`array(select unit_id from unit_people u where u.person_id = views.person_id order by unit_id)`.as(
        'unit_ids',
      ),
    )
    .where('views.area_id', 'in', areaIds)
    .orderBy('people.name')
    .orderBy('views.person_id')
    .orderBy('started_at_ms')
    .execute();
  return rows.map((row) => ({
    viewId: row.view_id,
    personId: row.person_id,
    personName: row.person_name,
    unitIds: row.unit_ids,
    areaId: row.area_id,
    siteId: row.site_id,
    siteName: row.site_name,
    sourceId: row.source_id,
    cameraName: row.camera_name,
    purpose: row.purpose as ViewPurpose,
    incidentId: row.incident_id,
    roundId: row.round_id,
    reason: row.reason,
    startedAtMs: row.started_at_ms,
  }));
}
