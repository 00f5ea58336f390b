// When the map goes by itself to where something happens: never under a hand, never away from what is being worked on. Pure.
import type { IncidentMark } from './marks/incidents';

/** So long after the pointer, the wheel or a key was last at the map it stays where the person put it. */
export const handsOffMs = 10_000;

export interface Following {
  /** The person wants it. */
  readonly follows: boolean;
  /** An incident, a site or a camera is open: that is what they look at. */
  readonly working: boolean;
  /** When a hand was last at the map, on the clock of `nowMs`; null if never. */
  readonly touchedAtMs: number | null;
  readonly nowMs: number;
}

/** Whether the map may move by itself now. */
export function mayFollow({ follows, working, touchedAtMs, nowMs }: Following): boolean {
  return follows && !working && (touchedAtMs === null || nowMs - touchedAtMs >= handsOffMs);
}

/** The most urgent of those that call and were not calling before; null where there is none. Marks come most urgent last. */
export function newlyCalling(
  known: ReadonlySet<string>,
  calling: readonly IncidentMark[],
): IncidentMark | null {
  return calling.findLast(({ incidentId }) => !known.has(incidentId)) ?? null;
}
