// How the demo's scenes are seen: a camera over the ground that looks along the street, in this light and this weather (pure).
import { type Canvas, type Colour, mixed, type Point } from './canvas.js';

export interface Mood {
  /** Of the sky, at the top and at the horizon. */
  readonly sky: readonly [Colour, Colour];
  /** What everything turns into with the distance, half of it at `hazeM`. */
  readonly haze: Colour;
  readonly hazeM: number;
  /** The share of its colour that a thing shows in this light. */
  readonly light: Colour;
  /** The share of windows that are lit; lamps and headlights burn from a tenth on. */
  readonly lit: number;
  readonly rain: boolean;
}

export const moods = {
  day: {
    sky: [
      [122, 164, 201],
      [205, 219, 226],
    ],
    haze: [196, 209, 216],
    hazeM: 130,
    light: [255, 252, 244],
    lit: 0,
    rain: false,
  },
  dusk: {
    sky: [
      [58, 68, 112],
      [226, 148, 98],
    ],
    haze: [148, 112, 112],
    hazeM: 90,
    light: [176, 142, 140],
    lit: 0.4,
    rain: false,
  },
  night: {
    sky: [
      [8, 11, 24],
      [26, 32, 52],
    ],
    haze: [20, 25, 40],
    hazeM: 60,
    light: [62, 70, 98],
    lit: 0.3,
    rain: false,
  },
  rain: {
    sky: [
      [84, 93, 102],
      [142, 149, 154],
    ],
    haze: [132, 140, 146],
    hazeM: 45,
    light: [150, 158, 166],
    lit: 0.2,
    rain: true,
  },
  rainyNight: {
    sky: [
      [10, 13, 22],
      [34, 38, 50],
    ],
    haze: [32, 36, 48],
    hazeM: 40,
    light: [60, 68, 88],
    lit: 0.35,
    rain: true,
  },
} as const satisfies Record<string, Mood>;

/** Metres to the right of the camera, above the ground, and in front of it. */
export type Place = readonly [x: number, y: number, z: number];

const focal = 420;
const nearM = 1.2;

export class View {
  constructor(
    readonly canvas: Canvas,
    readonly mood: Mood,
    /** Where the street ends in the picture, and how high the camera hangs. */
    private readonly eye: { readonly x: number; readonly y: number; readonly heightM: number },
  ) {}

  get isDark(): boolean {
    return this.mood.lit >= 0.1 && this.mood.light[0] < 180;
  }

  /** The same view of another canvas. */
  on(canvas: Canvas): View {
    return new View(canvas, this.mood, this.eye);
  }

  point([x, y, z]: Place): Point {
    const near = focal / Math.max(nearM, z);
    return [this.eye.x + x * near, this.eye.y + (this.eye.heightM - y) * near];
  }

  /** How many points a metre has at this distance. */
  metre(z: number): number {
    return focal / Math.max(nearM, z);
  }

  /** A thing's colour in this light, from this far. */
  seen([r, g, b]: Colour, z: number): Colour {
    const { light, haze, hazeM } = this.mood;
    const lit: Colour = [(r * light[0]) / 255, (g * light[1]) / 255, (b * light[2]) / 255];
    return mixed(lit, haze, 1 - 0.5 ** (z / hazeM));
  }

  face(places: readonly Place[], colour: Colour, alpha = 1): void {
    const z = places.reduce((sum, place) => sum + place[2], 0) / places.length;
    const points = places.map((place) => this.point(place));
    this.canvas.polygon(points, this.seen(colour, z), alpha);
  }

  /** A piece of ground. */
  ground(x: number, z: number, w: number, length: number, colour: Colour, alpha = 1): void {
    // In strips, so that it pales with the distance.
    const strips = length > 12 ? 16 : 1;
    for (let n = 0; n < strips; n += 1) {
      const from = z + length * (n / strips) ** 2;
      const to = z + length * ((n + 1) / strips) ** 2;
      this.face(
        [
          [x, 0, from],
          [x + w, 0, from],
          [x + w, 0, to],
          [x, 0, to],
        ],
        colour,
        alpha,
      );
    }
  }

  /** A wall along the street at `x`. */
  side(x: number, y: number, z: number, h: number, length: number, colour: Colour): void {
    this.face(
      [
        [x, y, z],
        [x, y, z + length],
        [x, y + h, z + length],
        [x, y + h, z],
      ],
      colour,
    );
  }

  /** A wall across. */
  front(x: number, y: number, z: number, w: number, h: number, colour: Colour, alpha = 1): void {
    this.face(
      [
        [x, y, z],
        [x + w, y, z],
        [x + w, y + h, z],
        [x, y + h, z],
      ],
      colour,
      alpha,
    );
  }

  box(x: number, y: number, z: number, w: number, h: number, length: number, colour: Colour): void {
    const inner = x + w / 2 > 0 ? x : x + w;
    this.face(
      [
        [x, y + h, z],
        [x + w, y + h, z],
        [x + w, y + h, z + length],
        [x, y + h, z + length],
      ],
      shade(colour, 1.12),
    );
    this.side(inner, y, z, h, length, shade(colour, 0.8));
    this.front(x, y, z, w, h, colour);
  }

  /** Light around a place, in metres. */
  glow([x, y, z]: Place, rx: number, ry: number, colour: Colour, strength: number): void {
    const [sx, sy] = this.point([x, y, z]);
    this.canvas.glow(sx, sy, rx * this.metre(z), ry * this.metre(z), colour, strength);
  }
}

export function shade([r, g, b]: Colour, by: number): Colour {
  return [Math.min(255, r * by), Math.min(255, g * by), Math.min(255, b * by)];
}

/** Numbers 0–1 that are the same each time. */
export function chance(seed: number): () => number {
  let state = seed * 7919 + 17;
  return () => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
    return state / 2_147_483_648;
  };
}
