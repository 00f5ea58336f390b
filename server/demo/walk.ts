// How the demo's units go: to and fro on a street of their beat, along streets to where they are called, and back (pure).
import type { Position } from '@haixi/proto/basics';
import { headingOf, metres, wayTo } from './streets.js';

/** A street that a unit goes along and back, and how fast, in metres a second. */
interface Beat {
  readonly speedMps: number;
  readonly path: readonly (readonly [lon: number, lat: number])[];
}

/** Every unit but the one that is off duty. */
const beats: Readonly<Record<string, Beat>> = {
  'unit-01': {
    speedMps: 6,
    path: [
      [119.52728, 26.66501],
      [119.52746, 26.66571],
      [119.53083, 26.66562],
      [119.53126, 26.66786],
    ],
  },
  'unit-02': {
    speedMps: 1.3,
    path: [
      [119.53597, 26.66562],
      [119.53584, 26.66499],
      [119.53377, 26.66534],
      [119.53418, 26.66749],
    ],
  },
  'unit-03': {
    speedMps: 1.3,
    path: [
      [119.52177, 26.67014],
      [119.52152, 26.66815],
      [119.51994, 26.66821],
      [119.51839, 26.66833],
    ],
  },
  'unit-04': {
    speedMps: 1.2,
    path: [
      [119.5222, 26.66346],
      [119.52077, 26.66358],
      [119.52038, 26.66155],
      [119.52324, 26.66128],
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

/** Whoever is called takes a scooter at least; and nobody needs longer than this, so that a visitor can wait for it. */
const calledMps = 7;
const tripS = 70;

/** Where a unit is, where it looks, and where it goes. */
export interface Walker {
  readonly unitId: string;
  readonly position: Position;
  /** Degrees clockwise from north, 0 to below 360; null while it stands. */
  readonly headingDeg: number | null;
  /** The place it was called to; null on its beat, or on the way back there. */
  readonly goal: Position | null;
  /** The places that it still passes, to its goal or back to its beat. */
  readonly way: readonly Position[];
  /** How fast it goes along `way`, in metres a second. */
  readonly mps: number;
  /** How far it has gone on its beat, in metres. */
  readonly beatM: number;
}

/** A unit somewhere on its beat, as if it had walked there since the epoch. Throws for a unit that does not walk. */
export function walkerOf(unitId: string, nowMs: number): Walker {
  const beatM = ((nowMs / 1_000) * beatOf(unitId).speedMps) % 1_000_000;
  const { position, headingDeg } = onBeat(unitId, beatM);
  return { unitId, position, headingDeg, goal: null, way: [], mps: 0, beatM };
}

/** The same unit some seconds later; `goal` is the place it is called to now, or null. */
export function walked(before: Walker, seconds: number, goal: Position | null): Walker {
  const called = isSame(before.goal, goal) ? before : turned(before, goal);
  const { way, position, headingDeg, leftS } = along(called, seconds);
  if (goal !== null || way.length > 0) {
    const stands = goal !== null && way.length === 0;
    return { ...called, position, way, headingDeg: stands ? null : headingDeg };
  }
  const beatM = called.beatM + leftS * beatOf(called.unitId).speedMps;
  return { ...called, way, beatM, ...onBeat(called.unitId, beatM) };
}

/** Whether it stands where it was called to. */
export function isThere({ goal, way }: Walker): boolean {
  return goal !== null && way.length === 0;
}

/** Sets out for a goal, or back to where it left its beat. */
function turned(walker: Walker, goal: Position | null): Walker {
  const { speedMps } = beatOf(walker.unitId);
  const way = wayTo(walker.position, goal ?? onBeat(walker.unitId, walker.beatM).position);
  const lengthM = way.reduce((sum, to, at) => sum + metres(way[at - 1] ?? walker.position, to), 0);
  const mps = goal ? Math.max(calledMps, speedMps, lengthM / tripS) : Math.max(speedMps, 3);
  return { ...walker, goal, way, mps };
}

function along({ position, way: all, mps, headingDeg }: Walker, seconds: number) {
  const way = [...all];
  let [leftS, here, looks] = [seconds, position, headingDeg];
  while (leftS > 0 && way.length > 0) {
    const to = way[0]!;
    const m = metres(here, to);
    if (m > 0.5) looks = headingOf(here, to);
    const share = m <= leftS * mps ? 1 : (leftS * mps) / m;
    here = { lon: here.lon + (to.lon - here.lon) * share, lat: here.lat + (to.lat - here.lat) * share };
    leftS -= (m * share) / mps;
    if (share < 1) break;
    way.shift();
  }
  return { position: here, way, headingDeg: looks, leftS: way.length > 0 ? 0 : Math.max(0, leftS) };
}

/** To the end of the street and back again, and so on. */
function onBeat(unitId: string, beatM: number): { position: Position; headingDeg: number } {
  const path = beatOf(unitId).path.map(([lon, lat]): Position => ({ lon, lat }));
  const round = [...path, ...path.slice(0, -1).toReversed()];
  const legs = round.slice(1).map((to, at) => ({ from: round[at]!, to, m: metres(round[at]!, to) }));
  const lengthM = legs.reduce((sum, { m }) => sum + m, 0);
  let leftM = beatM % lengthM;
  const leg = legs.find(({ m }) => leftM <= m || ((leftM -= m), false)) ?? legs.at(-1)!;
  const { from, to, m } = leg;
  const share = Math.min(1, leftM / m);
  return {
    position: { lon: from.lon + (to.lon - from.lon) * share, lat: from.lat + (to.lat - from.lat) * share },
    headingDeg: headingOf(from, to),
  };
}

function isSame(a: Position | null, b: Position | null): boolean {
  return a?.lon === b?.lon && a?.lat === b?.lat;
}

function beatOf(unitId: string): Beat {
  const beat = beats[unitId];
  if (!beat) throw new Error(`unit ${unitId} does not walk`);
  return beat;
}
