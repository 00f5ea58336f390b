// How privacy zones are burnt into a picture: as black boxes that cover them, drawn by ffmpeg (rule N4, pure).
import { createHash } from 'node:crypto';
import type { Privacy } from '@haixi/proto/devices/site-config';

/**
 * Zones are covered by the cells of a grid, of some 15 points on a picture of 1920×1080. A cell that a zone touches is
 * black as a whole: rather a little more than a little less. Boxes fit every size of picture, also one that changes.
 */
const columns = 128;
const rows = 72;

/** A border that only touches a cell does not cover it. */
const touch = 1e-6;

type Point = readonly [x: number, y: number];

/** In cells, the far edges not included. */
interface Box {
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
}

/** The chain of filters that blackens the zones, to stand before any scaling; null where there are none. */
export function burnFilter(zones: Privacy): string | null {
  const boxes = boxesOf(zones);
  if (boxes.length === 0) return null;
  // Formats with more than 8 bits, which cameras may send and nobody can draw on, become the usual one first.
  return ['format=yuv420p', ...boxes.map(drawn)].join(',');
}

/** A short name of these zones; other zones have another, none have none. */
export function zonesName(zones: Privacy): string | null {
  if (zones.length === 0) return null;
  return createHash('sha256').update(JSON.stringify(zones)).digest('hex').slice(0, 16);
}

/** The boxes that cover the zones, each as high as it can be. */
export function boxesOf(zones: Privacy): Box[] {
  const open = new Map<string, Box>();
  const done: Box[] = [];
  for (let row = 0; row <= rows; row += 1) {
    const runs = row < rows ? runsOf(zones, row) : [];
    const names = new Set(runs.map(([left, right]) => `${left}-${right}`));
    for (const [name, box] of open) {
      if (names.has(name)) open.set(name, { ...box, bottom: row + 1 });
      else {
        done.push(box);
        open.delete(name);
      }
    }
    for (const [left, right] of runs) {
      const name = `${left}-${right}`;
      if (!open.has(name)) open.set(name, { left, right, top: row, bottom: row + 1 });
    }
  }
  return done;
}

function drawn({ left, right, top, bottom }: Box): string {
  const x = `floor(iw*${left}/${columns})`;
  const y = `floor(ih*${top}/${rows})`;
  const w = `ceil(iw*${right}/${columns})-${x}`;
  const h = `ceil(ih*${bottom}/${rows})-${y}`;
  return `drawbox=x=${x}:y=${y}:w=${w}:h=${h}:color=black:t=fill`;
}

/** Cells side by side that a zone touches, in one row. */
function runsOf(zones: Privacy, row: number): [left: number, right: number][] {
  const runs: [number, number][] = [];
  for (let column = 0; column < columns; column += 1) {
    if (!zones.some((zone) => isTouched(zone, column, row))) continue;
    const last = runs.at(-1);
    if (last?.[1] === column) last[1] = column + 1;
    else runs.push([column, column + 1]);
  }
  return runs;
}

function isTouched(zone: readonly Point[], column: number, row: number): boolean {
  const cell = {
    left: column / columns + touch,
    right: (column + 1) / columns - touch,
    top: row / rows + touch,
    bottom: (row + 1) / rows - touch,
  };
  const middle: Point = [(column + 0.5) / columns, (row + 0.5) / rows];
  if (isInside(zone, middle)) return true;
  return zone.some((point, index) => passes(zone.at(index - 1) ?? point, point, cell));
}

/** By the number of edges to the right: odd is inside. */
function isInside(zone: readonly Point[], [x, y]: Point): boolean {
  let inside = false;
  for (const [index, [ax, ay]] of zone.entries()) {
    const [bx, by] = zone.at(index - 1) ?? [ax, ay];
    if (ay > y !== by > y && x < ax + ((bx - ax) * (y - ay)) / (by - ay)) inside = !inside;
  }
  return inside;
}

/** Whether a line from one point to another goes through a cell (Liang and Barsky). */
function passes([ax, ay]: Point, [bx, by]: Point, { left, right, top, bottom }: Box): boolean {
  let from = 0;
  let to = 1;
  const edges = [
    [ax - bx, ax - left],
    [bx - ax, right - ax],
    [ay - by, ay - top],
    [by - ay, bottom - ay],
  ] as const;
  for (const [step, room] of edges) {
    if (step === 0 && room < 0) return false;
    if (step < 0) from = Math.max(from, room / step);
    if (step > 0) to = Math.min(to, room / step);
  }
  return from <= to;
}
