// Into which incidents another one may be merged, the likeliest first: near, then of the same time. Pure.
import type { Position } from '@haixi/proto/basics';
import type { Incident } from '@haixi/proto/incident/incident';
import { mayTakeIn } from '@haixi/proto/incident/moves';

export interface MergeChoice {
  readonly incident: Incident;
  /** Null where one of the two has no place. */
  readonly distanceM: number | null;
  readonly apartMs: number;
}

/** How many are offered: who looks for more looks at the map. */
export const choicesShown = 5;

/** Same site first, then by distance, then by time between the two; what has no place comes last. */
export function mergeChoices(
  incident: Incident,
  all: readonly Incident[],
  positionOf: (incident: Incident) => Position | null,
): MergeChoice[] {
  const here = positionOf(incident);
  return all
    .filter((other) => other.incidentId !== incident.incidentId && mayTakeIn(other))
    .map((other) => {
      const there = positionOf(other);
      return {
        incident: other,
        distanceM: here && there ? metresBetween(here, there) : null,
        apartMs: Math.abs(other.openedAtMs - incident.openedAtMs),
      };
    })
    .toSorted(
      (a, b) =>
        Number(b.incident.siteId === incident.siteId && incident.siteId !== null) -
          Number(a.incident.siteId === incident.siteId && incident.siteId !== null) ||
        (a.distanceM ?? Infinity) - (b.distanceM ?? Infinity) ||
        a.apartMs - b.apartMs,
    )
    .slice(0, choicesShown);
}

/** A district is small enough to be flat: metres a degree at its own latitude. */
function metresBetween(a: Position, b: Position): number {
  const northM = (b.lat - a.lat) * 111_320;
  const eastM = (b.lon - a.lon) * 111_320 * Math.cos((a.lat * Math.PI) / 180);
  return Math.hypot(northM, eastM);
}
