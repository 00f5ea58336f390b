// The crossings of the demo's main streets, as the map draws them, and the way along these streets to a place (pure).
import type { Position } from '@haixi/proto/basics';

/** From north to south, each from west to east; between neighbours runs a street. WGS-84. */
// prettier-ignore
const crossings: readonly (readonly (readonly [lon: number, lat: number])[])[] = [
  [[119.51599, 26.67382], [119.51905, 26.67363], [119.52212, 26.67352], [119.52503, 26.67337], [119.52793, 26.67312], [119.53107, 26.67281], [119.53197, 26.67272], [119.53413, 26.67253], [119.53644, 26.67235], [119.54104, 26.67187]],
  [[119.51567, 26.67122], [119.51873, 26.67094], [119.52185, 26.67085], [119.52491, 26.67080], [119.52802, 26.67064], [119.53132, 26.67032], [119.53221, 26.67021], [119.53427, 26.66994], [119.53640, 26.66967], [119.54076, 26.66918]],
  [[119.51534, 26.66875], [119.51839, 26.66833], [119.52152, 26.66815], [119.52464, 26.66813], [119.52788, 26.66808], [119.53126, 26.66786], [119.53216, 26.66776], [119.53418, 26.66749], [119.53621, 26.66715], [119.54043, 26.66649]],
  [[119.51503, 26.66660], [119.51806, 26.66611], [119.52117, 26.66581], [119.52425, 26.66572], [119.52746, 26.66571], [119.53083, 26.66562], [119.53174, 26.66556], [119.53377, 26.66534], [119.53584, 26.66499], [119.54008, 26.66417]],
  [[119.51468, 26.66441], [119.51771, 26.66396], [119.52077, 26.66358], [119.52376, 26.66338], [119.52680, 26.66333], [119.53008, 26.66331], [119.53099, 26.66328], [119.53310, 26.66314], [119.53529, 26.66285], [119.53969, 26.66196]],
  [[119.51432, 26.66227], [119.51735, 26.66192], [119.52038, 26.66155], [119.52324, 26.66128], [119.52609, 26.66115], [119.52922, 26.66110], [119.53013, 26.66108], [119.53232, 26.66099], [119.53468, 26.66078], [119.53930, 26.65994]],
  [[119.51393, 26.66005], [119.51698, 26.65981], [119.51998, 26.65953], [119.52274, 26.65926], [119.52542, 26.65904], [119.52842, 26.65890], [119.52933, 26.65887], [119.53158, 26.65878], [119.53407, 26.65861], [119.53890, 26.65791]],
  [[119.51320, 26.65592], [119.51625, 26.65573], [119.51926, 26.65564], [119.52201, 26.65552], [119.52463, 26.65532], [119.52757, 26.65502], [119.52847, 26.65493], [119.53073, 26.65471], [119.53326, 26.65448], [119.53818, 26.65398]],
];

/** A crossing: the street that runs east, counted from the north, and the one that runs north, from the west. */
export type Crossing = readonly [row: number, column: number];

/** These streets have no bridge: they end at the river, which is east of the column. */
const withoutBridge: ReadonlySet<number> = new Set([1, 3, 5]);
const westBank = 5;

export function placeOf([row, column]: Crossing): Position {
  const [lon, lat] = crossings[row]![column]!;
  return { lon, lat };
}

/** The shortest way along streets: from where one is to the nearest crossing, from crossing to crossing, straight there. */
export function wayTo(from: Position, to: Position): Position[] {
  const [first, last] = [nearest(from), nearest(to)];
  const metresTo = new Map<string, number>([[keyOf(first), 0]]);
  const before = new Map<string, Crossing>();
  const open: Crossing[] = [first];
  for (;;) {
    open.sort((a, b) => metresTo.get(keyOf(a))! - metresTo.get(keyOf(b))!);
    const here = open.shift();
    if (!here || keyOf(here) === keyOf(last)) break;
    for (const next of neighbours(here)) {
      const m = metresTo.get(keyOf(here))! + metres(placeOf(here), placeOf(next));
      if (m >= (metresTo.get(keyOf(next)) ?? Infinity)) continue;
      metresTo.set(keyOf(next), m);
      before.set(keyOf(next), here);
      open.push(next);
    }
  }
  const way: Position[] = [to];
  for (let at: Crossing | undefined = last; at; at = before.get(keyOf(at))) way.unshift(placeOf(at));
  return way;
}

/** Flat-earth distance, good to a metre within a district. */
export function metres(a: Position, b: Position): number {
  return Math.hypot((b.lon - a.lon) * 99_480, (b.lat - a.lat) * 110_780);
}

/** Clockwise from north in whole degrees, 0 to 359. */
export function headingOf(from: Position, to: Position): number {
  const turn = Math.atan2((to.lon - from.lon) * 99_480, (to.lat - from.lat) * 110_780);
  return (Math.round((turn * 180) / Math.PI) + 360) % 360;
}

function neighbours([row, column]: Crossing): Crossing[] {
  const isRiver = (west: number) => west === westBank && withoutBridge.has(row);
  const all: Crossing[] = [
    [row - 1, column],
    [row + 1, column],
  ];
  if (!isRiver(column - 1)) all.push([row, column - 1]);
  if (!isRiver(column)) all.push([row, column + 1]);
  return all.filter(([r, c]) => crossings[r]?.[c] !== undefined);
}

function nearest(to: Position): Crossing {
  let [best, bestM]: [Crossing, number] = [[0, 0], Infinity];
  crossings.forEach((line, row) =>
    line.forEach((_, column) => {
      const m = metres(placeOf([row, column]), to);
      if (m < bestM) [best, bestM] = [[row, column], m];
    }),
  );
  return best;
}

function keyOf([row, column]: Crossing): string {
  return `${row}/${column}`;
}
