// The pulse round incidents that call: the more urgent one is the wider and the faster.
import { ScatterplotLayer } from '@deck.gl/layers';
import type { Priority } from '@haixi/proto/vocabulary';
import type { IncidentMark } from '../marks/incidents';
import { type Ground, rgba } from '../palette';

/** How far the ring of a calling incident runs, in pixels. */
export const pulsePx: Readonly<Record<Priority, number>> = { 1: 78, 2: 58, 3: 44, 4: 32 };

/** How long a ring runs. Once a second at most: WCAG 2.3.1 allows three flashes. */
const pulseMs: Readonly<Record<Priority, number>> = { 1: 1_000, 2: 1_500, 3: 2_200, 4: 3_000 };

/** The calling incidents of one priority: they beat together. */
export interface Beat {
  readonly priority: Priority;
  readonly calling: readonly IncidentMark[];
}

/** `calling` by what beats together, the most urgent last and so on top. */
export function beatsOf(calling: readonly IncidentMark[]): Beat[] {
  return ([4, 3, 2, 1] as const).flatMap((priority) => {
    const marks = calling.filter((mark) => mark.priority === priority);
    return marks.length > 0 ? [{ priority, calling: marks }] : [];
  });
}

/**
 * The rings at a moment `atMs` of any clock that only runs forward. What changes with it reaches the graphics card as
 * two numbers, radius and opacity, so that a beat costs no new data. With null (reduced motion) they are still and wide.
 */
export function pulseLayers(
  beats: readonly Beat[],
  atMs: number | null,
  on: Ground,
): ScatterplotLayer<IncidentMark>[] {
  return beats.map(({ priority, calling }) => {
    const phase = atMs === null ? null : (atMs % pulseMs[priority]) / pulseMs[priority];
    const line = rgba(on.ring[priority]);
    return new ScatterplotLayer<IncidentMark>({
      id: `incident-pulse-${priority}`,
      data: calling,
      getPosition: ({ position }) => position,
      getRadius: pulsePx[priority],
      radiusUnits: 'pixels',
      radiusScale: phase === null ? 0.8 : 0.34 + 0.66 * phase,
      opacity: phase === null ? 0.5 : 1 - phase,
      stroked: true,
      filled: true,
      getFillColor: rgba(on.ring[priority], 80),
      getLineColor: line,
      getLineWidth: priority === 1 ? 4 : 3,
      lineWidthUnits: 'pixels',
    });
  });
}
