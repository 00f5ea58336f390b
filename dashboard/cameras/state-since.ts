// Since when a camera has been as it is, as far as its history of one point a minute can tell. Pure.
import type { HistoryPoint } from '@haixi/proto/commands/routes';
import type { PictureState } from '@haixi/proto/mqtt/messages';

/** Points further apart than this leave a gap: what was in it is not known. */
export const gapAfterMs = 150_000;

/** The first moment of the unbroken run of `state` at the end of these points; null where the last isn't in it. */
export function stateSinceMs(points: readonly HistoryPoint[], state: PictureState): number | null {
  let sinceMs: number | null = null;
  for (const { atMs, state: then } of points.toReversed()) {
    if (then !== state || (sinceMs !== null && sinceMs - atMs > gapAfterMs)) break;
    sinceMs = atMs;
  }
  return sinceMs;
}

/** A value over time as a chart takes it: a gap between points is a null, so that no line is drawn over it. */
export function lineOf(
  points: readonly HistoryPoint[],
  valueOf: (point: HistoryPoint) => number | null,
): [atMs: number, value: number | null][] {
  return points.flatMap((point, n): [number, number | null][] => {
    const before = points[n - 1];
    const gap = before !== undefined && point.atMs - before.atMs > gapAfterMs;
    const value: [number, number | null] = [point.atMs, valueOf(point)];
    return gap ? [[before.atMs + 1, null], value] : [value];
  });
}
