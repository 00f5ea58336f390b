// Which cameras have an open incident of their own: their tile says so. Pure.
import type { Incident } from '@haixi/proto/incident/incident';

/** By `siteId/sourceId`, the incident that goes first: the highest priority, then the oldest. */
export function alarmsAt(incidents: Readonly<Record<string, Incident>>): ReadonlyMap<string, Incident> {
  const at = new Map<string, Incident>();
  const open = Object.values(incidents)
    .filter(({ stage }) => stage !== 'closed')
    .toSorted((a, b) => a.priority - b.priority || a.openedAtMs - b.openedAtMs);
  for (const incident of open)
    for (const { siteId, sourceId } of incident.alarms) {
      const key = `${siteId}/${sourceId}`;
      if (!at.has(key)) at.set(key, incident);
    }
  return at;
}
