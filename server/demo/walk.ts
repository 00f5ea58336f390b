// Where the demo's units without a tablet are at a moment: they walk to and fro along a street. Pure; the caller sends it.
import type { Position } from '@haixi/proto/basics';

/** A street that a unit goes along and back, and how fast, in metres a second. */
interface Beat {
  readonly speedMps: number;
  readonly path: readonly (readonly [lon: number, lat: number])[];
}

/** The units that move. The first two of the demo have a tablet, which tells its own position; one is off duty. */
const beats: Readonly<Record<string, Beat>> = {
  'unit-03': {
    speedMps: 1.3,
    path: [
      [119.52177, 26.67014],
      [119.52152, 26.66815],
      [119.51994, 26.66821],
      [119.51839, 26.66833],
    ],
  },
  'unit-05': {
    speedMps: 7,
    path: [
      [119.53158, 26.65878],
      [119.53194, 26.65989],
      [119.53232, 26.66099],
      [119.5335, 26.6609],
      [119.53468, 26.66078],
      [119.53499, 26.66183],
      [119.53529, 26.66285],
      [119.53388, 26.66305],
      [119.53245, 26.6632],
      [119.53099, 26.66328],
    ],
  },
};

export const walkingUnits: readonly string[] = Object.keys(beats);

/** The unit's position at `tMs`, epoch ms; null for a unit that does not walk. */
export function walkAt(unitId: string, tMs: number): Position | null {
  const beat = beats[unitId];
  if (!beat) return null;
  const legs = beat.path
    .slice(1)
    .map((to, at) => ({ from: beat.path[at]!, to, m: metres(beat.path[at]!, to) }));
  const lengthM = legs.reduce((sum, { m }) => sum + m, 0);
  const goneM = ((tMs / 1000) * beat.speedMps) % (2 * lengthM);
  let leftM = goneM <= lengthM ? goneM : 2 * lengthM - goneM;
  for (const { from, to, m } of legs) {
    if (leftM <= m) {
      const share = leftM / m;
      return { lon: from[0] + (to[0] - from[0]) * share, lat: from[1] + (to[1] - from[1]) * share };
    }
    leftM -= m;
  }
  const [lon, lat] = beat.path.at(-1)!;
  return { lon, lat };
}

/** Flat-earth distance, good to a metre within a district. */
function metres(a: readonly [number, number], b: readonly [number, number]): number {
  const east = (b[0] - a[0]) * 111_320 * Math.cos((a[1] * Math.PI) / 180);
  return Math.hypot(east, (b[1] - a[1]) * 110_780);
}
