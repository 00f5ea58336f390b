// Decides which labels are shown at a zoom and on which side of their mark, so that none covers another. Pure.
import { worldPixels, type LonLat } from '../geometry';
import { type Box, coveredIn, holds, moved, shared, type View, worldBoxOf } from '../view';

export type Side = Corner | 'right' | 'left' | 'below' | 'above' | 'on';
type Corner = 'rightUp' | 'rightDown' | 'leftUp' | 'leftDown';

export interface Wanted {
  readonly id: string;
  readonly position: LonLat;
  readonly text: string;
  readonly sizePx: number;
  /** Distance of the text's edge from the position, in pixels. */
  readonly gapPx: number;
  /** Where the mark itself stands, in pixels from the position. */
  readonly shift?: readonly [x: number, y: number];
  /** Sides that will do, the best first. */
  readonly sides: readonly Side[];
  /** Free room kept round the text, in pixels. */
  readonly marginPx?: number;
  /** Shown even where no side is free: where it covers least of what was placed before, and is cut least. */
  readonly always?: boolean;
  /** Said instead where the text would cover something or be cut. */
  readonly short?: string;
  /** Width and height in pixels where the text is turned; else they are measured. */
  readonly boxPx?: readonly [wide: number, high: number];
}

export interface Placed {
  readonly text: string;
  readonly offset: [x: number, y: number];
  readonly anchor: 'start' | 'middle' | 'end';
}

/** Something that no label may cover: a mark of this half width round a position. */
export interface Obstacle {
  readonly position: LonLat;
  readonly halfPx: number;
  readonly shift?: readonly [x: number, y: number];
  /** May rather be covered by a label that has to be shown than a pin or another label. */
  readonly minor?: boolean;
}

const cellPx = 128;
const minorWeight = 0.01;
/** What has to be shown lies rather on a pin, which is known by its shape, than on words. */
const labelWeight = 8;
/** Square pixels that a label may cover by weight before it is shortened: a crowd of minor marks. */
const minorPx = 400;

/**
 * The labels that find room, in the order of `wanted`: an earlier one is never hidden for a later one. With a `view`, at
 * `zoom`, a label lies wholly in it or wholly outside, as its mark does, and clear of the frame and of `signs`.
 */
export function declutter(
  wanted: readonly Wanted[],
  obstacles: readonly Obstacle[],
  zoom: number,
  view: View | null = null,
  signs: readonly Box[] = [],
): Map<string, Placed> {
  const taken = new Grid();
  for (const { position, halfPx, shift = [0, 0], minor = false } of obstacles) {
    const [x, y] = worldPixels(position, zoom);
    const [cx, cy] = [x + shift[0], y + shift[1]];
    taken.add([cx - halfPx, cy - halfPx, cx + halfPx, cy + halfPx], minor ? minorWeight : 1);
  }
  const seen = view === null ? null : worldBoxOf({ ...view, zoom });
  if (view && seen) for (const box of [...coveredIn(view), ...signs]) taken.add(moved(box, seen[0], seen[1]));
  const placed = new Map<string, Placed>();
  for (const label of wanted) {
    const [x, y] = worldPixels(label.position, zoom);
    const on = (text: string) => label.sides.map((side) => placeOn(side, { ...label, text }, x, y));
    const cutPx = (box: Box) => (seen ? cut(box, seen, holds(seen, x, y)) : 0);
    const cost = ({ box }: { box: Box }) => taken.hidden(box) + cutPx(box);
    const places = on(label.text);
    const shorts = label.short === undefined ? [] : on(label.short);
    const isFree = ({ box }: { box: Box }) => !taken.covers(box) && cutPx(box) === 0;
    const free =
      places.find(isFree) ?? (label.always && minorOnly(places, cost) ? undefined : shorts.find(isFree));
    const place =
      free ?? (label.always ? leastBad(places, shorts.length > 0 ? shorts : places, cost) : undefined);
    if (!place) continue;
    taken.add(place.box, labelWeight);
    placed.set(label.id, { text: place.text, offset: place.offset, anchor: place.anchor });
  }
  return placed;
}

/** Whether what has to be shown is better said in full over a crowd of minor marks than in short. */
function minorOnly<T>(full: readonly T[], cost: (each: T) => number): boolean {
  return least(full, cost)[1] <= minorPx;
}

/** The full text where it costs no more than minor marks; else the short one. */
function leastBad<T>(full: readonly T[], short: readonly T[], cost: (each: T) => number): T | undefined {
  const [best, costs] = least(full, cost);
  return costs <= minorPx ? best : least(short, cost)[0];
}

function least<T>(of: readonly T[], cost: (each: T) => number): [T | undefined, number] {
  const costs = of.map(cost);
  const lowest = Math.min(...costs);
  return [of[costs.indexOf(lowest)], lowest];
}

/** How much of a box lies on the other side of the view's edge than its mark, in square pixels. */
function cut(box: Box, seen: Box, isInside: boolean): number {
  if (!isInside) return shared(box, seen);
  if (holds(seen, box[0], box[1]) && holds(seen, box[2], box[3])) return 0;
  return (box[2] - box[0]) * (box[3] - box[1]) - shared(box, seen);
}

/** Width of a text in em: a Chinese character is one, a Latin one a bit more than half. */
export function widthEm(text: string): number {
  return [...text].reduce((sum, letter) => sum + (letter > '\u2e7f' ? 1 : 0.56), 0);
}

function placeOn(side: Side, label: Wanted, x: number, y: number): Placed & { box: Box } {
  const { gapPx, shift = [0, 0], marginPx = 3 } = label;
  const [wide, high] = label.boxPx ?? measured(label);
  const [dx, dy] = {
    right: [gapPx, 0],
    left: [-gapPx, 0],
    below: [0, gapPx + high / 2],
    above: [0, -gapPx - high / 2],
    on: [0, 0],
    rightUp: [gapPx, -high],
    rightDown: [gapPx, high],
    leftUp: [-gapPx, -high],
    leftDown: [-gapPx, high],
  }[side] as [number, number];
  const anchor = side.startsWith('right') ? 'start' : side.startsWith('left') ? 'end' : 'middle';
  const offset: [number, number] = [shift[0] + dx, shift[1] + dy];
  const left = x + offset[0] - (anchor === 'start' ? 0 : anchor === 'end' ? wide : wide / 2);
  const top = y + offset[1] - high / 2;
  return {
    text: label.text,
    offset,
    anchor,
    box: [left - marginPx, top - marginPx, left + wide + marginPx, top + high + marginPx],
  };
}

function measured({ text, sizePx }: Wanted): readonly [wide: number, high: number] {
  const lines = text.split('\n');
  return [Math.max(...lines.map(widthEm)) * sizePx, lines.length * sizePx * 1.25];
}

interface Taken {
  readonly box: Box;
  readonly weight: number;
}

/** Boxes by the cells they touch, so that a thousand labels are not each held against all others. */
class Grid {
  readonly #cells = new Map<string, Taken[]>();

  add(box: Box, weight = 1): void {
    const taken = { box, weight };
    for (const cell of cellsOf(box)) {
      const all = this.#cells.get(cell);
      if (all) all.push(taken);
      else this.#cells.set(cell, [taken]);
    }
  }

  covers(box: Box): boolean {
    return cellsOf(box).some((cell) => this.#cells.get(cell)?.some((each) => shared(box, each.box) > 0));
  }

  /** How much a box would cover of what is there, in square pixels by their weight. */
  hidden(box: Box): number {
    const touched = new Set(cellsOf(box).flatMap((cell) => this.#cells.get(cell) ?? []));
    return [...touched].reduce((sum, each) => sum + shared(box, each.box) * each.weight, 0);
  }
}

function cellsOf([left, top, right, bottom]: Box): string[] {
  const cells: string[] = [];
  for (let i = Math.floor(left / cellPx); i <= Math.floor(right / cellPx); i += 1)
    for (let j = Math.floor(top / cellPx); j <= Math.floor(bottom / cellPx); j += 1) cells.push(`${i} ${j}`);
  return cells;
}
