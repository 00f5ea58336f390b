// Whether a camera stands where it was meant to: distance from the plan, inside its area's outline. Pure, at both ends.
import type { Position } from '../basics.js';
import type { Area } from '../live/picture.js';

const earthRadiusM = 6_371_000;
const radians = (degrees: number) => (degrees * Math.PI) / 180;

/** Metres between two positions (WGS-84), along the sphere. */
export function metresBetween(a: Position, b: Position): number {
  const dLat = radians(b.lat - a.lat);
  const dLon = radians(b.lon - a.lon);
  const h =
    Math.sin(dLat / 2) ** 2 + Math.cos(radians(a.lat)) * Math.cos(radians(b.lat)) * Math.sin(dLon / 2) ** 2;
  return 2 * earthRadiusM * Math.asin(Math.min(1, Math.sqrt(h)));
}

/** Whether a position lies inside a ring of [lon, lat]; one on its line may count as either. */
export function isInside(ring: readonly (readonly [number, number])[], { lon, lat }: Position): boolean {
  let inside = false;
  for (let at = 0, before = ring.length - 1; at < ring.length; before = at++) {
    const [x1, y1] = ring[at]!;
    const [x2, y2] = ring[before]!;
    if (y1 > lat !== y2 > lat && lon < ((x2 - x1) * (lat - y1)) / (y2 - y1) + x1) inside = !inside;
  }
  return inside;
}

/** What an installer has to give a reason for. `outside` is not asked where the outline is only illustrative 示意. */
export interface Astray {
  readonly outside: boolean;
  /** How far from the plan, where that is further than was meant. */
  readonly tooFarM: number | null;
}

export function astray(
  position: Position,
  area: Pick<Area, 'outline' | 'illustrative'> | null,
  plan: { readonly position: Position; readonly withinM: number } | null,
): Astray {
  const outside = area?.outline != null && !area.illustrative && !isInside(area.outline, position);
  const distanceM = plan ? metresBetween(plan.position, position) : 0;
  return { outside, tooFarM: plan && distanceM > plan.withinM ? distanceM : null };
}
