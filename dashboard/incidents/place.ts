// Where an incident is, in words: the site or address, and the community.
import type { Incident } from '@haixi/proto/incident/incident';
import type { Names } from '../store/names';

/** The site's name; without a site the address, without that the community. */
export function placeOf(incident: Incident, names: Names): string {
  if (incident.siteId !== null) return names.site(incident.siteId);
  return incident.address || names.area(incident.areaId);
}

/** The community and, where there is more to say, the address. */
export function whereOf(incident: Incident, names: Names): string {
  const address = incident.siteId !== null ? incident.address : '';
  return [names.area(incident.areaId), address].filter(Boolean).join(' · ');
}
