// Where the demo's units without a tablet are at a moment: they walk to and fro along a street. Pure; the caller sends it.
import type { Position } from '@haixi/proto/basics';

/** A street that a unit goes along and back, and how fast, in metres a second. */
interface Beat {
  readonly speedMps: number;
  readonly path: readonly (readonly [lon: number, lat: number])[];
}

/** The units that move: not those whose tablet tells a position of its own, nor the one that is off duty. */
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
  'unit-07': {
    speedMps: 7,
    path: [
      [119.5217, 26.6695],
      [119.52152, 26.66815],
      [119.52306, 26.66813],
      [119.52464, 26.66813],
      [119.52625, 26.66811],
      [119.52788, 26.66808],
      [119.5277, 26.6669],
      [119.52746, 26.66571],
      [119.52877, 26.66569],
    ],
  },
  'unit-08': {
    speedMps: 8,
    path: [
      [119.53166, 26.67154],
      [119.53176, 26.67035],
      [119.53179, 26.66917],
      [119.53173, 26.66799],
      [119.53156, 26.6668],
      [119.53129, 26.66559],
      [119.53094, 26.66445],
    ],
  },
  'unit-09': {
    speedMps: 1.3,
    path: [
      [119.51717, 26.66087],
      [119.51735, 26.66192],
      [119.51584, 26.6621],
    ],
  },
  'unit-10': {
    speedMps: 4,
    path: [
      [119.53862, 26.66075],
      [119.53883, 26.66186],
      [119.53904, 26.66299],
      [119.53924, 26.66415],
      [119.53942, 26.66534],
    ],
  },
  'unit-11': {
    speedMps: 1.3,
    path: [
      [119.51839, 26.66833],
      [119.51823, 26.66721],
      [119.51806, 26.66611],
      [119.5196, 26.66593],
    ],
  },
  'unit-12': {
    speedMps: 7,
    path: [
      [119.52645, 26.66223],
      [119.5268, 26.66333],
      [119.52527, 26.66335],
      [119.52376, 26.66338],
      [119.52225, 26.66346],
      [119.52077, 26.66358],
      [119.52058, 26.66256],
      [119.52038, 26.66155],
    ],
  },
};

export const walkingUnits: readonly string[] = Object.keys(beats);

/** Where a unit is and where it looks: degrees clockwise from north, 0 to below 360. */
export interface Walked {
  readonly position: Position;
  readonly headingDeg: number;
}

/** The unit's place and heading at `tMs`, epoch ms; null for a unit that does not walk. */
export function walkAt(unitId: string, tMs: number): Walked | null {
  const beat = beats[unitId];
  if (!beat) return null;
  const legs = beat.path
    .slice(1)
    .map((to, at) => ({ from: beat.path[at]!, to, m: metres(beat.path[at]!, to) }));
  const lengthM = legs.reduce((sum, { m }) => sum + m, 0);
  const goneM = ((tMs / 1000) * beat.speedMps) % (2 * lengthM);
  const isBack = goneM > lengthM;
  let leftM = isBack ? 2 * lengthM - goneM : goneM;
  for (const { from, to, m } of legs) {
    if (leftM <= m) {
      const share = leftM / m;
      const position = { lon: from[0] + (to[0] - from[0]) * share, lat: from[1] + (to[1] - from[1]) * share };
      return { position, headingDeg: isBack ? headingOf(to, from) : headingOf(from, to) };
    }
    leftM -= m;
  }
  const [before, [lon, lat]] = [beat.path.at(-2)!, beat.path.at(-1)!];
  return { position: { lon, lat }, headingDeg: headingOf([lon, lat], before) };
}

/** Flat-earth distance, good to a metre within a district. */
function metres(a: readonly [number, number], b: readonly [number, number]): number {
  const east = (b[0] - a[0]) * 111_320 * Math.cos((a[1] * Math.PI) / 180);
  return Math.hypot(east, (b[1] - a[1]) * 110_780);
}

/** Clockwise from north in whole degrees, 0 to 359. */
function headingOf(from: readonly [number, number], to: readonly [number, number]): number {
  const east = (to[0] - from[0]) * Math.cos((from[1] * Math.PI) / 180) * 111_320;
  const turn = Math.atan2(east, (to[1] - from[1]) * 110_780);
  return (Math.round((turn * 180) / Math.PI) + 360) % 360;
}
