// Drawn zones as masks over the small frame: where motion counts, and where it never does (pure).
import { frameBytes, frameHeight, frameWidth } from './frame.js';
import type { Zone } from './notice-config.js';

/** One place where motion counts; without a name it is the whole picture. */
export interface Place {
  readonly name: string | null;
  /** 1 where a point of the frame belongs to it. */
  readonly mask: Uint8Array;
}

type Points = readonly (readonly [number, number])[];

/** The places of a camera, without the ignored ones in them. No zones: one place, the whole picture. */
export function placesOf(zones: readonly Zone[], ignore: readonly Points[]): Place[] {
  const drawn = zones.map(({ name, points }) => ({ name, mask: maskOf(points) }));
  const places = drawn.length > 0 ? drawn : [{ name: null, mask: new Uint8Array(frameBytes).fill(1) }];
  for (const points of ignore) {
    const ignored = maskOf(points);
    for (const { mask } of places) for (let at = 0; at < frameBytes; at += 1) if (ignored[at]) mask[at] = 0;
  }
  return places;
}

/** A point of the frame belongs to a polygon when its middle does. */
function maskOf(points: Points): Uint8Array {
  return Uint8Array.from({ length: frameBytes }, (_, at) => {
    const x = ((at % frameWidth) + 0.5) / frameWidth;
    const y = (Math.floor(at / frameWidth) + 0.5) / frameHeight;
    return isInside(points, x, y) ? 1 : 0;
  });
}

/** By the number of edges to the right: odd is inside. */
function isInside(points: Points, x: number, y: number): boolean {
  let inside = false;
  for (const [index, [ax, ay]] of points.entries()) {
    const [bx, by] = points.at(index - 1) ?? [ax, ay];
    if (ay > y !== by > y && x < ax + ((bx - ax) * (y - ay)) / (by - ay)) inside = !inside;
  }
  return inside;
}
