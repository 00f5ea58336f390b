// An outline as it is drawn by hand: where a new corner belongs, and what a turn of the heading's handle means. Pure.
import type { Position } from '@haixi/proto/basics';
import { type LonLat, worldPixels } from './geometry';

/** Zoom at which lengths are compared; any would do. */
const compareZoom = 20;

/** The outline with one corner more: at its end while it is no surface yet, then in the side that is nearest. */
export function withCorner(outline: readonly LonLat[], corner: LonLat): [number, number][] {
  const corners = outline.map(([lon, lat]): [number, number] => [lon, lat]);
  const added: [number, number] = [corner[0], corner[1]];
  if (corners.length < 3) return [...corners, added];
  const far = corners.map((from, n) => sideDistance(corner, from, corners[(n + 1) % corners.length]!));
  const nearest = far.indexOf(Math.min(...far));
  return corners.toSpliced(nearest + 1, 0, added);
}

/** The corners alone: a ring that is closed by its first corner, as GeoJSON has it, without that. */
export function cornersOf(ring: readonly LonLat[]): [number, number][] {
  const corners = ring.map(([lon, lat]): [number, number] => [lon, lat]);
  const [first, last] = [corners[0], corners.at(-1)];
  const isClosed = corners.length > 1 && first![0] === last![0] && first![1] === last![1];
  return isClosed ? corners.slice(0, -1) : corners;
}

/** The bearing from one place to another, clockwise from north in whole degrees, 0 … 359. */
export function bearingOf(from: Position, [lon, lat]: LonLat): number {
  const east = (lon - from.lon) * Math.cos((from.lat * Math.PI) / 180);
  const degrees = Math.round((Math.atan2(east, lat - from.lat) * 180) / Math.PI);
  return (degrees + 360) % 360;
}

const metresPerDegree = 111_195;

/** The place so many metres from another in this direction. */
export function placeAt({ lon, lat }: Position, headingDeg: number, metres: number): [number, number] {
  const bearing = (headingDeg * Math.PI) / 180;
  const perLon = metresPerDegree * Math.cos((lat * Math.PI) / 180);
  return [lon + (metres * Math.sin(bearing)) / perLon, lat + (metres * Math.cos(bearing)) / metresPerDegree];
}

/** How many metres a pixel of the map is at this latitude and zoom. */
export function metresPerPixel(lat: number, zoom: number): number {
  return (40_075_017 * Math.cos((lat * Math.PI) / 180)) / (512 * 2 ** zoom);
}

/** A circle of this radius as a closed line. */
export function circleOf(middle: Position, radiusM: number): [number, number][] {
  return Array.from({ length: 49 }, (_, n) => placeAt(middle, n * 7.5, radiusM));
}

/** How far a place lies from the side between two corners, in pixels of the world. */
function sideDistance(place: LonLat, from: LonLat, to: LonLat): number {
  const [px, py] = worldPixels(place, compareZoom);
  const [ax, ay] = worldPixels(from, compareZoom);
  const [bx, by] = worldPixels(to, compareZoom);
  const length2 = (bx - ax) ** 2 + (by - ay) ** 2;
  const along = length2 === 0 ? 0 : ((px - ax) * (bx - ax) + (py - ay) * (by - ay)) / length2;
  const t = Math.min(1, Math.max(0, along));
  return Math.hypot(px - ax - t * (bx - ax), py - ay - t * (by - ay));
}
