// What stands on top of the queue, and how the list holds still under the pointer while it changes underneath.
import type { Incident } from '@haixi/proto/incident/incident';

/** Priority first, within it what nobody has received, then the oldest. */
export function inOrder(incidents: Readonly<Record<string, Incident>>): Incident[] {
  return Object.values(incidents).toSorted(
    (a, b) =>
      a.priority - b.priority ||
      Number(b.stage === 'reported') - Number(a.stage === 'reported') ||
      a.openedAtMs - b.openedAtMs ||
      a.incidentId.localeCompare(b.incidentId),
  );
}

export interface ShownQueue {
  /** Incidents in the order of the rows; while held, one that has closed keeps its row. */
  readonly rows: readonly Incident[];
  /** New ones that wait for the pointer to leave, most urgent first. */
  readonly waiting: readonly Incident[];
}

/**
 * The rows to show. `held` are the rows as they stood when the pointer came in, null while it is elsewhere: a held row
 * shows the present state of its incident, keeps its place, and nothing is put between.
 */
export function shownQueue(held: readonly Incident[] | null, sorted: readonly Incident[]): ShownQueue {
  if (held === null) return { rows: sorted, waiting: [] };
  const now = new Map(sorted.map((incident) => [incident.incidentId, incident]));
  const known = new Set(held.map((incident) => incident.incidentId));
  return {
    rows: held.map((incident) => now.get(incident.incidentId) ?? { ...incident, stage: 'closed' }),
    waiting: sorted.filter((incident) => !known.has(incident.incidentId)),
  };
}
