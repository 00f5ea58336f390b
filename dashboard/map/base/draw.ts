// Draws the invented town out of its plan: blocks, lanes and houses, the same ones every time. Pure; style.ts shows it.
import type { Feature, FeatureCollection, Polygon } from 'geojson';
import { blocksOf, type Block } from './blocks';
import {
  columns,
  hills,
  outskirts,
  place,
  riverU,
  rows,
  spots,
  throughStreets,
  type Point,
  type Spot,
  type Street,
} from './plan';

export interface Town {
  readonly ground: FeatureCollection;
  readonly water: FeatureCollection;
  readonly streets: FeatureCollection;
  readonly buildings: FeatureCollection;
  /** Every street with its name, for labels. */
  readonly named: readonly Street[];
  readonly spots: readonly Spot[];
}

/** The whole town; a few milliseconds. */
export function drawTown(): Town {
  const random = dice(350902);
  const inner = columns.flatMap(([west, east]) =>
    rows.map(([south, north]) => ({ west, east, south, north })),
  );
  const town = blocksOf(inner, random, { leafM: 135, laneBelowM: 300 });
  const edge = blocksOf(outskirts, random, { leafM: 230, laneBelowM: 0 });
  const named = [...throughStreets, ...town.streets, ...edge.streets];
  return {
    ground: collection([...hills.flatMap(contours), ...[...town.blocks, ...edge.blocks].flatMap(groundOf)]),
    water: collection([river(), ...spots.filter(({ kind }) => kind === 'lake').map(lake)]),
    streets: collection([...named.map(streetLine), ...named.flatMap(bridgesOf)]),
    buildings: collection([...town.blocks, ...edge.blocks].flatMap((block) => housesOf(block, random))),
    named,
    spots,
  };
}

/** A source of numbers in [0, 1) that always gives the same ones (mulberry32). */
export function dice(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/** A line of the plan with a point at least every `stepM`, so that it bends where the plan bends. */
export function dense(path: readonly Point[], stepM = 60): Point[] {
  const points = path.slice(1).flatMap((to, at) => {
    const from = path[at]!;
    const parts = Math.max(1, Math.ceil(Math.hypot(to[0] - from[0], to[1] - from[1]) / stepM));
    return Array.from({ length: parts }, (_, part): Point => [
      from[0] + ((to[0] - from[0]) * part) / parts,
      from[1] + ((to[1] - from[1]) * part) / parts,
    ]);
  });
  return [...points, path.at(-1)!];
}

function streetLine({ rank, path }: Street): Feature {
  return line(dense(path), { rank });
}

/** Main streets cross the river; the piece over it is drawn once more as a bridge. */
function bridgesOf({ rank, path }: Street): Feature[] {
  const [from, to] = [path[0]!, path.at(-1)!];
  if (rank !== 'main' || from[1] !== to[1] || from[0] > riverU || to[0] < riverU) return [];
  return [
    line(
      dense(
        [
          [riverU - 34, from[1]],
          [riverU + 34, from[1]],
        ],
        20,
      ),
      { rank, bridge: true },
    ),
  ];
}

/** From the hills in the north through the town to the sea in the south-east. */
function river(): Feature {
  const lower: Point[] = [
    [riverU, -1500],
    [460, -1850],
    [900, -2250],
    [1700, -2600],
    [2700, -2850],
    [3900, -3000],
  ];
  return line(dense([[riverU, 3600], ...lower]), { kind: 'river' });
}

function lake({ at }: Spot): Feature {
  return round(at, 78, 'lake', (turn) => 1 + 0.16 * Math.sin(2 * turn + 1) + 0.07 * Math.sin(5 * turn));
}

function contours({ at, radiusM }: { at: Point; radiusM: number }): Feature[] {
  return [1, 0.74, 0.5, 0.28].map((share, step) =>
    round(at, radiusM * share, 'hill', (turn) => {
      const phase = at[0] / 300 + step * 0.35;
      return 1 + 0.13 * Math.sin(3 * turn + phase) + 0.06 * Math.sin(7 * turn + 2 * phase);
    }),
  );
}

function groundOf({ west, east, south, north, kind }: Block): Feature[] {
  if (kind === 'houses') return [];
  const shown = kind === 'lake' ? 'park' : kind;
  return [polygon([boxRing(west, south, east, north)], { kind: shown })];
}

/** Slabs in rows as in a residential quarter 小区, or small plots along the street as in an old one. */
function housesOf(block: Block, random: () => number): Feature[] {
  const { west, east, south, north } = block;
  if (block.kind === 'school')
    return [
      houses([
        boxRing(west + 8, south + 8, west + 22, north - 10),
        boxRing(west + 30, south + 8, east - 12, south + 21),
      ]),
    ];
  if (block.kind !== 'houses') return [];
  const rings: Point[][] = [];
  if (random() < 0.45) {
    const slabM = 34 + random() * 24;
    const gapM = 17 + random() * 7;
    for (let v = south + 5; v + 12 < north - 3; v += 12 + gapM)
      for (let u = west + 5; u + slabM < east - 2; u += slabM + 9)
        rings.push(boxRing(u, v, u + slabM, v + 12));
  } else {
    const plotM = 19 + random() * 8;
    const [across, up] = [Math.floor((east - west) / plotM), Math.floor((north - south) / plotM)];
    for (let i = 0; i < across; i += 1)
      for (let j = 0; j < up; j += 1) {
        const rim = i === 0 || j === 0 || i === across - 1 || j === up - 1;
        if (random() < (rim ? 0.08 : 0.55)) continue;
        const [u, v] = [west + (i * (east - west)) / across, south + (j * (north - south)) / up];
        const [w, h] = [(east - west) / across - 2 - random() * 5, (north - south) / up - 2 - random() * 5];
        rings.push(boxRing(u + 1, v + 1, u + w, v + h));
      }
  }
  return rings.length > 0 ? [houses(rings)] : [];
}

function houses(rings: readonly Point[][]): Feature {
  return {
    type: 'Feature',
    properties: {},
    geometry: { type: 'MultiPolygon', coordinates: rings.map((ring) => [ring.map(place)]) },
  };
}

function boxRing(west: number, south: number, east: number, north: number): Point[] {
  return [
    [west, south],
    [east, south],
    [east, north],
    [west, north],
    [west, south],
  ];
}

function round(at: Point, radiusM: number, kind: string, wobble: (turn: number) => number): Feature {
  const ring = Array.from({ length: 73 }, (_, step): Point => {
    const turn = ((step % 72) / 72) * 2 * Math.PI;
    const reach = radiusM * wobble(turn);
    return [at[0] + reach * Math.cos(turn), at[1] + reach * Math.sin(turn)];
  });
  return polygon([ring], { kind });
}

function polygon(rings: readonly Point[][], properties: Record<string, string>): Feature<Polygon> {
  return {
    type: 'Feature',
    properties,
    geometry: { type: 'Polygon', coordinates: rings.map((ring) => dense(ring, 90).map(place)) },
  };
}

function line(points: readonly Point[], properties: Record<string, string | boolean>): Feature {
  return { type: 'Feature', properties, geometry: { type: 'LineString', coordinates: points.map(place) } };
}

function collection(features: Feature[]): FeatureCollection {
  return { type: 'FeatureCollection', features };
}
