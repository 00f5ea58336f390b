// What every route about one incident asks first: whether this person may do this where the incident is.
import type { Db } from '../store/database.store.js';
import type { Visit } from './door.guard.js';
import { notFound } from './problem.js';

/** Refuses where there is no such incident; to whoever may neither do it nor read it, it is as none. */
export async function requireIncident(visit: Visit, db: Db, incidentId: string): Promise<void> {
  const row = await db
    .selectFrom('incidents')
    .select('area_id')
    .where('incident_id', '=', incidentId)
    .executeTakeFirst();
  const isThere = row && (visit.allows(row.area_id) || visit.caller.may('incident.read', row.area_id));
  if (!isThere) throw notFound('incidentId', 'incident');
  visit.require(row.area_id);
}
