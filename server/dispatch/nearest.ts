// Who to send: units on duty, nearest available first. Pure.
import type { Position } from '@haixi/proto/basics';
import type { Proposal } from '@haixi/proto/commands/routes';
import { positionOldAfterMs } from '@haixi/proto/live/picture';

export interface Candidate {
  readonly unitId: string;
  readonly activeAssignments: number;
  readonly position: Position | null;
  readonly positionAtMs: number | null;
}

/**
 * Available units (no active assignment) before busy ones, each by distance in metres; a unit or an incident without
 * a position has no distance and comes last. Equal ones stand in id order.
 */
export function nearest(to: Position | null, candidates: readonly Candidate[], nowMs: number): Proposal[] {
  return candidates
    .map(({ unitId, activeAssignments, position, positionAtMs }) => ({
      unitId,
      available: activeAssignments === 0,
      distanceM: to && position ? Math.round(distanceM(to, position)) : null,
      position,
      positionAtMs,
      positionOld: positionAtMs === null || nowMs - positionAtMs > positionOldAfterMs,
      activeAssignments,
    }))
    .toSorted(
      (a, b) =>
        Number(b.available) - Number(a.available) ||
        (a.distanceM ?? Infinity) - (b.distanceM ?? Infinity) ||
        (a.unitId < b.unitId ? -1 : 1),
    );
}

/** Great-circle distance on a sphere of 6,371 km. */
export function distanceM(a: Position, b: Position): number {
  const rad = Math.PI / 180;
  const dLat = (b.lat - a.lat) * rad;
  const dLon = (b.lon - a.lon) * rad;
  const h = Math.sin(dLat / 2) ** 2 + Math.cos(a.lat * rad) * Math.cos(b.lat * rad) * Math.sin(dLon / 2) ** 2;
  return 2 * 6_371_000 * Math.asin(Math.min(1, Math.sqrt(h)));
}
