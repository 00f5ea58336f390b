// The scenes that the demo's cameras see: what each place looks like, who goes through it when, and the moments of the story (pure).
import { Canvas, type Colour } from './canvas.js';
import { car, person, rain, rider } from './movers.js';
import { lampGlow, paintShop, paintSky, paintStreet, paintYard, type Street } from './places.js';
import { type Mood, moods, View } from './view.js';

/** Something that a camera there would notice, `atS` seconds into the round. */
export interface Moment {
  readonly atS: number;
  readonly kind: 'motion' | 'lens-covered' | 'scene-moved';
}

export interface Scene {
  readonly roundS: number;
  readonly moments: readonly Moment[];
  /** Burnt into those that are really watched: a light camera writes its own. */
  readonly caption: string | null;
  /** What the burnt-in clock begins with, in seconds of the day. */
  readonly clockS: number;
  /** Everything that stands still. */
  readonly backdrop: () => Canvas;
  /** Who and what is there besides, `t` seconds into the round. */
  readonly draw: (canvas: Canvas, t: number, frame: number) => void;
}

const untold = { caption: null, clockS: 0 };
const coveredS = 12;
const turnedS = 10;
const cars: readonly Colour[] = [
  [176, 52, 44],
  [52, 92, 142],
  [222, 222, 218],
  [44, 46, 50],
  [196, 160, 66],
];
const coats: readonly Colour[] = [
  [62, 74, 96],
  [142, 58, 58],
  [86, 96, 72],
  [202, 176, 96],
  [44, 44, 50],
  [158, 164, 172],
];
const lampLight: Colour = [255, 196, 112];

const road = (seed: number, more: Partial<Street> = {}): Street => ({
  seed,
  leftM: 7,
  rightM: 7,
  crossing: false,
  gate: false,
  lamps: [10, 24, 40],
  ...more,
});
const lane = (seed: number): Street => road(seed, { leftM: 3.4, rightM: 3.2, lamps: [9, 26] });

/**
 * The first four are watched by real cameras. The first is covered soon, so that a newcomer sees it happen; the second in
 * the middle of its round. The others are what light cameras show.
 */
export const scenes: Readonly<Record<string, Scene>> = {
  shop: {
    ...street(road(1), moods.day, [['lens-covered', 35]], 300),
    caption: '南漈路便利店 店门',
    clockS: at(10, 24),
  },
  gate: {
    ...street(road(2, { gate: true }), moods.day, [['lens-covered', 165]], 310),
    caption: '蕉北小学 东门',
    clockS: at(15, 40),
  },
  inside: { ...inside(60), caption: '南漈路便利店 店内', clockS: at(10, 24) },
  yard: { ...yard(70), caption: '蕉北小学 操场', clockS: at(15, 40) },
  'crossing-day': street(road(3, { crossing: true }), moods.day, []),
  'crossing-rain': street(road(4, { crossing: true }), moods.rain, [['scene-moved', 40]]),
  'street-dusk': street(road(5), moods.dusk, []),
  'street-night-rain': street(road(6), moods.rainyNight, []),
  'gate-dusk': street(road(7, { gate: true }), moods.dusk, [['lens-covered', 32]]),
  'lane-day': street(lane(8), moods.day, []),
  'lane-night': street(lane(9), moods.night, [['motion', 18]]),
  counter: inside(60),
};

function street(
  setting: Street,
  mood: Mood,
  moments: readonly (readonly [Moment['kind'], number])[],
  roundS = 60,
): Scene {
  const eye = { x: setting.leftM < 5 ? 320 : 290, y: 112, heightM: 4.6 };
  const when = moments.map(([kind, atS]): Moment => ({ kind, atS }));
  const intruderAtS = when.find(({ kind }) => kind === 'motion')?.atS ?? null;
  return {
    ...untold,
    roundS,
    moments: when,
    backdrop() {
      const canvas = new Canvas(2);
      const view = new View(canvas, mood, eye);
      paintSky(view, eye.y);
      paintStreet(view, setting);
      return canvas.halved();
    },
    draw(canvas, t, frame) {
      const view = new View(canvas, mood, eye);
      const far = things(view, setting, t, intruderAtS);
      for (const { draw } of far.toSorted((a, b) => b.z - a.z)) draw();
      // The lamp in the lane flickers while somebody comes in.
      if (intruderAtS !== null && t > intruderAtS && t < intruderAtS + 6 && frame % 3 === 0)
        lampGlow(view, 1.6 - setting.leftM, 9, lampLight, 0.5);
      if (mood.rain) rain(canvas, frame);
      happen(canvas, when, t);
    },
  };
}

interface Thing {
  readonly z: number;
  readonly draw: () => void;
}

function things(
  view: View,
  { seed, leftM, gate: hasGate }: Street,
  t: number,
  intruderAtS: number | null,
): Thing[] {
  const thing = (z: number, draw: () => void): Thing => ({ z, draw });
  const walker = (n: number, x: number): Thing => {
    const way = t * (1.1 + n * 0.13) + n * 19 + seed * 7;
    const z = n % 2 === 0 ? 3 + (way % 48) : 51 - (way % 48);
    return thing(z, () => person(view, x, z, coats[(n + seed) % coats.length]!, way));
  };
  if (intruderAtS !== null) {
    const gone = t - intruderAtS;
    if (gone < 0 || gone > 26) return [];
    const z = 26 - gone * 0.9;
    return [thing(z, () => person(view, 0.8 + Math.sin(gone / 2) * 0.6, z, [40, 42, 50], gone))];
  }
  if (leftM < 5) return [walker(0, -1.4), walker(1, 1.2), scooter(view, t, seed)];
  const drive = (n: number, x: number, comes: boolean): Thing => {
    const way = (t * (8 + n * 1.7) + n * 57 + seed * 31) % 150;
    const z = comes ? 90 - way : way - 30;
    return thing(z, () => car(view, x, z, cars[(n + seed) % cars.length]!, comes));
  };
  // Through the gate one goes on foot.
  if (hasGate) return [walker(0, -5.9), walker(1, 1.4), walker(2, 0.7), walker(3, -5.6)];
  return [
    drive(0, 0.9, false),
    drive(1, 0.9, false),
    drive(2, -3.2, true),
    walker(0, -5.9),
    walker(1, 5.8),
    walker(2, 5.5),
    walker(3, -5.6),
    scooter(view, t, seed),
  ];
}

function scooter(view: View, t: number, seed: number): Thing {
  const way = (t * 5.2 + seed * 13) % 130;
  const z = 80 - way;
  return { z, draw: () => rider(view, -1.2, z, coats[seed % coats.length]!) };
}

function inside(roundS: number): Scene {
  const eye = { x: 320, y: 92, heightM: 2.7 };
  return {
    ...untold,
    roundS,
    moments: [],
    backdrop() {
      const canvas = new Canvas(2);
      paintShop(new View(canvas, moods.day, eye));
      return canvas.halved();
    },
    draw(canvas, t) {
      const view = new View(canvas, moods.day, eye);
      const turn = (2 * Math.PI * t) / roundS;
      const [x, z] = [-1.9 + 0.8 * Math.sin(turn), 5.6 + 2.6 * Math.cos(turn * 2)];
      const other = 8 + 0.8 * Math.sin(turn * 3);
      person(view, 1.4 * Math.sin(turn * 2), other, coats[3]!, other * 2);
      person(view, x, z, coats[1]!, z * 2);
      person(view, 2.5, 4.9, coats[0]!, 0.3 * Math.sin(turn * 4));
      view.box(1.2, 0, 3.6, 2.2, 0.95, 0.9, [124, 84, 58]);
      view.box(1.5, 0.95, 3.7, 0.45, 0.35, 0.3, [40, 44, 48]);
    },
  };
}

function yard(roundS: number): Scene {
  const eye = { x: 320, y: 120, heightM: 6 };
  return {
    ...untold,
    roundS,
    moments: [],
    backdrop() {
      const canvas = new Canvas(2);
      const view = new View(canvas, moods.day, eye);
      paintSky(view, eye.y);
      paintYard(view);
      return canvas.halved();
    },
    draw(canvas, t) {
      const view = new View(canvas, moods.day, eye);
      for (let n = 0; n < 5; n += 1) {
        const way = t * (2.2 + n * 0.25) + n * 11;
        person(view, ((way % 44) - 22) * (n % 2 === 0 ? 1 : -1), 17 - n * 0.8, coats[n]!, way, 1.35);
      }
      for (let n = 0; n < 4; n += 1)
        person(
          view,
          5 * Math.sin(t / 4 + n * 2) + n - 2,
          9 + 2 * Math.cos(t / 3 + n),
          coats[n + 1]!,
          t * 2 + n,
          1.3,
        );
    },
  };
}

/** A hand over the lens, then nothing to see; a camera that is turned aside. */
function happen(canvas: Canvas, moments: readonly Moment[], t: number): void {
  for (const { kind, atS } of moments) {
    const since = t - atS;
    if (kind === 'lens-covered' && since > -0.8 && since < coveredS) {
      const reach = Math.min(1, (since + 0.8) / 0.8);
      if (reach === 1) canvas.rect(0, 0, 640, 360, [10, 10, 10]);
      else canvas.ellipse(640 - reach * 320, 360 - reach * 180, 420 * reach, 300 * reach, [40, 28, 24]);
    }
    if (kind === 'scene-moved' && since > 0 && since < turnedS) {
      const before = new Canvas(canvas.scale);
      before.copy(canvas);
      canvas.copy(before, Math.min(1, since) * 230);
    }
  }
}

function at(hours: number, minutes: number): number {
  return (hours * 60 + minutes) * 60;
}
