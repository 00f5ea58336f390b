// What a tablet is tried with: an alarm that the centre has received and sent a unit to.
import type { Screen } from './people.js';
import { openIncidentAt } from './picture.js';
import type { SiteLink } from './site-link.js';

/** Sends this alarm over the site's link, receives it and sends unit-01; gives its incident. Throws where it is refused. */
export async function dispatched(
  url: string,
  { api, cookie }: Screen,
  link: SiteLink,
  siteId: string,
  alarm: string,
): Promise<string> {
  link.send(alarm);
  const { incidentId } = await openIncidentAt(url, cookie, siteId);
  await api.command('incident.receive', { incidentId, expects: 'reported' });
  const { answer } = await api.command('incident.send', {
    incidentId,
    expects: 'received',
    unitId: 'unit-01',
  });
  if (!answer.ok) throw new Error(`unit-01 could not be sent to ${incidentId}: ${answer.reason}`);
  return incidentId;
}

/** The incident's first assignment. */
export async function assignmentOf({ api }: Screen, incidentId: string) {
  const { incident } = await api.incident(incidentId);
  return incident.assignments[0]!;
}
