// What is on the wall: so many tiles, each with its camera or empty. A camera is on it once. Pure.
import type { CameraRef, Wall } from '@haixi/proto/accounts/desk';

export const sizes = [1, 4, 9, 16] as const;
export type Size = Wall['size'];

/** Always as many tiles as the largest wall has: what a smaller one does not show comes back with a larger one. */
export interface Layout {
  readonly size: Size;
  readonly tiles: readonly (CameraRef | null)[];
}

export type Direction = 'left' | 'right' | 'up' | 'down';

const tilesMax = 16;

export function emptyLayout(size: Size): Layout {
  return { size, tiles: Array.from({ length: tilesMax }, () => null) };
}

/** The layout that was saved. */
export function layoutOf({ size, tiles }: Pick<Wall, 'size' | 'tiles'>): Layout {
  const keys = tiles.map((each) => each && keyOfCamera(each));
  return {
    size,
    tiles: emptyLayout(size).tiles.map((_, at) => (keys.indexOf(keys[at]!) === at ? tiles[at]! : null)),
  };
}

/** What is saved of it: what is in sight. */
export function wallOf(name: string, layout: Layout): Wall {
  return { name, size: layout.size, tiles: shownOf(layout) };
}

/** The tiles in sight. */
export function shownOf({ size, tiles }: Layout): (CameraRef | null)[] {
  return tiles.slice(0, size);
}

export function keyOfCamera({ siteId, sourceId }: CameraRef): string {
  return `${siteId}/${sourceId}`;
}

/** The camera on this tile. One that is on another in sight changes places with what was here. */
export function placed(layout: Layout, at: number, camera: CameraRef): Layout {
  const key = keyOfCamera(camera);
  const from = layout.tiles.findIndex((each) => each !== null && keyOfCamera(each) === key);
  if (from >= 0 && from < layout.size) return swapped(layout, from, at);
  return withTiles(layout, (each, index) => (index === at ? camera : index === from ? null : each));
}

/** Two tiles have changed places. */
export function swapped(layout: Layout, a: number, b: number): Layout {
  const { tiles } = layout;
  return withTiles(layout, (each, index) =>
    index === a ? (tiles[b] ?? null) : index === b ? (tiles[a] ?? null) : each,
  );
}

export function cleared(layout: Layout, at: number): Layout {
  return withTiles(layout, (each, index) => (index === at ? null : each));
}

export function resized(layout: Layout, size: Size): Layout {
  return { ...layout, size };
}

/** The next larger or smaller wall; the same where there is none. */
export function stepped(layout: Layout, by: 1 | -1): Layout {
  return resized(layout, sizes[sizes.indexOf(layout.size) + by] ?? layout.size);
}

/** The next empty tile in sight from this one on, around the end; null where all are taken. */
export function nextEmpty({ size, tiles }: Layout, from: number): number | null {
  const order = Array.from({ length: size }, (_, n) => (from + n) % size);
  return order.find((at) => tiles[at] === null) ?? null;
}

/** The tile beside this one; itself at the edge. */
export function beside(at: number, size: Size, direction: Direction): number {
  const wide = Math.sqrt(size);
  const [column, row] = [at % wide, Math.floor(at / wide)];
  switch (direction) {
    case 'left':
      return column > 0 ? at - 1 : at;
    case 'right':
      return column < wide - 1 ? at + 1 : at;
    case 'up':
      return row > 0 ? at - wide : at;
    case 'down':
      return row < wide - 1 ? at + wide : at;
  }
}

/** Whether the wall shows what was saved. */
export function isSaved(layout: Layout, wall: Wall): boolean {
  const saved = shownOf(layoutOf(wall));
  const keys = (tiles: readonly (CameraRef | null)[]) =>
    tiles.map((each) => each && keyOfCamera(each)).join();
  return layout.size === wall.size && keys(shownOf(layout)) === keys(saved);
}

function withTiles(
  layout: Layout,
  change: (each: CameraRef | null, index: number) => CameraRef | null,
): Layout {
  return { ...layout, tiles: layout.tiles.map(change) };
}
