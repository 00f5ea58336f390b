// What part of the world the map shows, and what of it lies under the frame: for labels and for signs at the edge. Pure.
import { type LonLat, worldPixels } from './geometry';

export interface View {
  readonly middle: LonLat;
  readonly zoom: number;
  readonly widePx: number;
  readonly highPx: number;
}

export type Box = readonly [left: number, top: number, right: number, bottom: number];

/** The search in the upper left corner, the buttons in the right one, and the notes along the lower edge, in pixels; district-map.css draws them. */
const seekPx = { wide: 150, high: 58 };
const controlsPx = { wide: 90, high: 218 };
const notesPx = { wide: 40, narrow: 58 };
const narrowPx = 600;

/** Where a place stands in the view, in pixels from its upper left corner. */
export function pixelsIn(place: LonLat, { middle, zoom, widePx, highPx }: View): [x: number, y: number] {
  const [x, y] = worldPixels(place, zoom);
  const [mx, my] = worldPixels(middle, zoom);
  return [x - mx + widePx / 2, y - my + highPx / 2];
}

/** The view in pixels of the world at its zoom. */
export function worldBoxOf({ middle, zoom, widePx, highPx }: View): Box {
  const [x, y] = worldPixels(middle, zoom);
  return [x - widePx / 2, y - highPx / 2, x + widePx / 2, y + highPx / 2];
}

/** Whether the map has so little room that notes stand on each other and signs go without words. */
export function isNarrow({ widePx }: View): boolean {
  return widePx <= narrowPx;
}

/** How high the notes along the lower edge are. */
export function notesPxIn(view: View): number {
  return isNarrow(view) ? notesPx.narrow : notesPx.wide;
}

/** What lies over the map and hides it, in pixels from the view's upper left corner. */
export function coveredIn(view: View): Box[] {
  const { widePx, highPx } = view;
  return [
    [0, 0, seekPx.wide, seekPx.high],
    [widePx - controlsPx.wide, 0, widePx, controlsPx.high],
    [0, highPx - notesPxIn(view), widePx, highPx],
  ];
}

export function moved([left, top, right, bottom]: Box, x: number, y: number): Box {
  return [left + x, top + y, right + x, bottom + y];
}

export function holds([left, top, right, bottom]: Box, x: number, y: number): boolean {
  return x >= left && x <= right && y >= top && y <= bottom;
}

/** The surface that two boxes share, in square pixels; 0 where they only touch. */
export function shared(a: Box, b: Box): number {
  const wide = Math.min(a[2], b[2]) - Math.max(a[0], b[0]);
  const high = Math.min(a[3], b[3]) - Math.max(a[1], b[1]);
  return wide > 0 && high > 0 ? wide * high : 0;
}
