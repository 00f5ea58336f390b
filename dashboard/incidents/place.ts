// Where an incident is, in words: the site, the officer in need or the address, and the community.
import type { Incident } from '@haixi/proto/incident/incident';
import type { Names } from '../store/names';

/** The site's name; for an officer in need the unit's; else the address, without that the community. */
export function placeOf(incident: Incident, names: Names): string {
  if (incident.siteId !== null) return names.site(incident.siteId);
  // A call for help carries the unit's name as its address, in one language only.
  const unitId = incident.origin === 'sos' ? (incident.alarms[0]?.unitId ?? null) : null;
  if (unitId !== null) return names.unit(unitId);
  return incident.address || names.area(incident.areaId);
}

/** The community and, where there is more to say, the address. */
export function whereOf(incident: Incident, names: Names): string {
  const address = incident.siteId !== null ? names.address(incident.siteId, incident.address) : '';
  return [names.area(incident.areaId), address].filter(Boolean).join(' · ');
}
