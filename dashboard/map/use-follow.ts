// Moves the map to what has just begun to call, when no hand is at it and nothing is being worked on.
import { useEffect, useEffectEvent, useRef } from 'react';
import { mayFollow, newlyCalling } from './follow';
import type { IncidentMark } from './marks/incidents';
import type { OverlayMap } from './overlay-map';

/** `touchedAtMs` and `nowMs` are on one clock. */
export function useFollow(
  map: OverlayMap | null,
  calling: readonly IncidentMark[],
  now: { follows: boolean; working: boolean; touchedAtMs: number | null; nowMs: number },
): void {
  const known = useRef<ReadonlySet<string> | null>(null);
  const follow = useEffectEvent((marks: readonly IncidentMark[]) => {
    const before = known.current;
    known.current = new Set(marks.map(({ incidentId }) => incidentId));
    // What called before the map was there is seen as a whole.
    const fresh = before === null ? null : newlyCalling(before, marks);
    if (fresh && mayFollow(now)) map?.keep(fresh.position);
  });
  useEffect(() => {
    if (map) follow(calling);
  }, [map, calling]);
}
