// The alarms of one camera, each with how its incident stands, for the camera's page.
import type { CameraAlarm } from '@haixi/proto/commands/routes';
import type { AlarmKind, Outcome, Stage } from '@haixi/proto/vocabulary';
import { sql } from 'kysely';
import type { Db } from '../store/database.store.js';

/** The latest alarms of a camera by the server's clock (D4), newest first. */
export async function cameraAlarms(
  db: Db,
  siteId: string,
  sourceId: string,
  limit: number,
): Promise<CameraAlarm[]> {
  const rows = await db
    .selectFrom('alarms')
    .innerJoin('incidents', 'incidents.incident_id', 'alarms.incident_id')
    .leftJoin('snapshots', 'snapshots.alarm_id', 'alarms.alarm_id')
    .select(['alarms.alarm_id', 'incidents.incident_id', 'kind', 'alarms.at_ms', 'stage'])
    .select([sql<Outcome | null>`state ->> 'outcome'`.as('outcome'), 'snapshots.sha256'])
    .where('alarms.site_id', '=', siteId)
    .where('source_id', '=', sourceId)
    .orderBy('alarms.at_ms', 'desc')
    .orderBy('alarms.alarm_id', 'desc')
    .limit(limit)
    .execute();
  return rows.map((row) => ({
    alarmId: row.alarm_id,
    incidentId: row.incident_id,
    // Kind and time are there wherever the source is.
    kind: row.kind as AlarmKind,
    atMs: row.at_ms!,
    stage: row.stage as Stage,
    outcome: row.outcome,
    pictured: row.sha256 !== null,
  }));
}
