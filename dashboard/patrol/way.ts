// How far and in which direction a place is, as an officer is told it. Pure; WGS-84 in, metres and a wind out.
import type { Position } from '@haixi/proto/basics';

export const winds = ['n', 'ne', 'e', 'se', 's', 'sw', 'w', 'nw'] as const;
export type Wind = (typeof winds)[number];

const earthRadiusM = 6_371_008.8;

/** Great-circle distance in metres. */
export function distanceM(from: Position, to: Position): number {
  const dLat = radians(to.lat - from.lat);
  const dLon = radians(to.lon - from.lon);
  const h =
    Math.sin(dLat / 2) ** 2 +
    Math.cos(radians(from.lat)) * Math.cos(radians(to.lat)) * Math.sin(dLon / 2) ** 2;
  return 2 * earthRadiusM * Math.asin(Math.min(1, Math.sqrt(h)));
}

/** The first bearing in degrees, 0 = north, clockwise, below 360. */
export function bearingDeg(from: Position, to: Position): number {
  const dLon = radians(to.lon - from.lon);
  const y = Math.sin(dLon) * Math.cos(radians(to.lat));
  const x =
    Math.cos(radians(from.lat)) * Math.sin(radians(to.lat)) -
    Math.sin(radians(from.lat)) * Math.cos(radians(to.lat)) * Math.cos(dLon);
  return ((Math.atan2(y, x) * 180) / Math.PI + 360) % 360;
}

/** The wind nearest to a bearing. */
export function windOf(deg: number): Wind {
  return winds[Math.round(deg / 45) % 8] ?? 'n';
}

/** `40 m`, `420 m`, `1.3 km`: no more digits than a position is good for. */
export function distanceText(metres: number): string {
  if (metres < 1_000) return `${Math.round(metres / 10) * 10} m`;
  return `${(metres / 1_000).toFixed(metres < 10_000 ? 1 : 0)} km`;
}

function radians(deg: number): number {
  return (deg * Math.PI) / 180;
}
