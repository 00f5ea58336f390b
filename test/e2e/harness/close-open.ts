// Leaves sites as the next file expects them: without an open incident.
import { pictureOf } from './picture.js';
import type { Screen } from './people.js';

/** Receives and closes, as a test, whatever is open at these sites. */
export async function closeOpenAt(
  url: string,
  { api, cookie }: Screen,
  siteIds: readonly string[],
): Promise<void> {
  const { incidents } = await pictureOf(url, cookie);
  for (const { incidentId, siteId, stage } of Object.values(incidents)) {
    if (siteId === null || !siteIds.includes(siteId) || stage === 'closed') continue;
    if (stage === 'reported') await api.command('incident.receive', { incidentId, expects: 'reported' });
    const expects = stage === 'reported' ? 'received' : stage;
    const body = { incidentId, expects, outcome: 'test', reason: '测试' } as const;
    const { answer } = await api.command('incident.close', body);
    if (!answer.ok) throw new Error(`${incidentId} of ${siteId} could not be closed: ${answer.reason}`);
  }
}
