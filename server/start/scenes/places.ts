// The places of the demo's scenes, painted once: a street with houses and shops, a lane, a shop from inside, a school's yard (pure).
import type { Colour } from './canvas.js';
import { chance, shade, type View } from './view.js';

export interface Street {
  readonly seed: number;
  /** From the camera's foot to the houses on either side. */
  readonly leftM: number;
  readonly rightM: number;
  readonly crossing: boolean;
  readonly gate: boolean;
  readonly lamps: readonly number[];
}

const walls: readonly Colour[] = [
  [186, 160, 132],
  [168, 158, 150],
  [204, 188, 158],
  [150, 128, 116],
  [178, 176, 168],
];
const shutters: readonly Colour[] = [
  [158, 54, 46],
  [44, 98, 110],
  [196, 150, 58],
  [62, 106, 74],
  [88, 76, 128],
];
const lampLight: Colour = [255, 196, 112];

export function paintSky({ canvas, mood }: View, horizon: number): void {
  canvas.gradient(0, horizon + 4, mood.sky[0], mood.sky[1]);
  canvas.rect(0, horizon, 640, 360 - horizon, mood.haze);
}

/** Houses on both sides, shops on their ground floors, pavements, a road with its line. */
export function paintStreet(view: View, { seed, leftM, rightM, crossing, gate, lamps }: Street): void {
  const next = chance(seed);
  const asphalt: Colour = view.mood.rain ? [62, 66, 72] : [96, 98, 100];
  view.ground(-leftM, 1.4, leftM + rightM, 140, [150, 146, 140]);
  view.ground(-leftM + 2, 1.4, leftM + rightM - 4, 140, asphalt);
  for (const edge of [-leftM + 2, rightM - 2.15]) view.ground(edge, 1.4, 0.15, 140, [206, 204, 196]);
  const middle = (rightM - leftM) / 2;
  for (let z = 2; z < 90 && leftM + rightM > 8; z += 4) view.ground(middle, z, 0.15, 2, [226, 214, 168]);
  if (crossing)
    for (let x = -leftM + 2.3; x < rightM - 2.6; x += 1) view.ground(x, 9, 0.55, 4.2, [228, 228, 222]);
  for (let z = 72; z > 0; z -= 8) {
    for (const side of [-1, 1]) house(view, side < 0 ? -leftM : rightM, z - 5, 8, next);
  }
  if (gate) paintGate(view, rightM);
  for (const z of lamps.toSorted((a, b) => b - a)) paintLamp(view, -leftM + 1.6, z, lampLight);
}

function house(view: View, x: number, z: number, length: number, next: () => number): void {
  const wall = walls[Math.floor(next() * walls.length)]!;
  const height = 8 + Math.floor(next() * 3) * 3;
  const from = Math.max(1.3, z);
  view.side(x, 0, from, height, z + length - from, shade(wall, x < 0 ? 0.86 : 1));
  view.side(x, height, from, 0.4, z + length - from, shade(wall, 0.6));
  for (let floor = 1; floor * 3 + 2 < height; floor += 1) {
    for (let at = 0.8; at < length - 1; at += 2.4) {
      const isLit = next() < view.mood.lit;
      const [y, near] = [floor * 3 + 0.9, Math.max(1.3, z + at)];
      view.side(x, y - 0.1, near, 1.7, 1.6, shade(wall, 0.7));
      pane(view, x, y, near + 0.15, 1.5, 1.3, isLit ? [255, 214, 138] : [66, 80, 92], isLit);
      if (next() < 0.35) view.side(x, y - 0.5, near + 0.2, 0.45, 0.9, [198, 200, 198]);
    }
  }
  const shop = shutters[Math.floor(next() * shutters.length)]!;
  const isOpen = next() < (view.isDark ? 0.45 : 0.8);
  view.side(x, 2.6, from, 0.8, z + length - from - 0.3, shade(shop, isOpen && view.isDark ? 1.5 : 1));
  const inside: Colour = isOpen ? (view.isDark ? [255, 226, 164] : [92, 90, 84]) : [138, 140, 142];
  for (let at = 0.5; at < length - 1.5; at += 3.6)
    pane(view, x, 0.1, Math.max(1.3, z + at), 2.4, 2.9, inside, isOpen && view.isDark);
  if (isOpen && view.isDark) view.glow([x * 0.85, 0, z + length / 2], 3, 0.8, [190, 150, 90], 0.45);
}

/** Lit ones show their own light, not the street's. */
function pane(
  view: View,
  x: number,
  y: number,
  z: number,
  h: number,
  length: number,
  colour: Colour,
  isLit: boolean,
): void {
  if (!isLit) return view.side(x, y, z, h, length, colour);
  const corners = (
    [
      [0, 0],
      [0, length],
      [h, length],
      [h, 0],
    ] as const
  ).map(([up, along]) => view.point([x, y + up, z + along]));
  view.canvas.polygon(corners, colour);
}

/** The pole, its arm and, in the dark, its light on the ground. */
export function paintLamp(view: View, x: number, z: number, light: Colour): void {
  view.front(x - 0.07, 0, z, 0.14, 5.2, [70, 74, 78]);
  view.front(x, 5.1, z, 1.2, 0.1, [70, 74, 78]);
  if (view.isDark) lampGlow(view, x, z, light, 1);
}

export function lampGlow(view: View, x: number, z: number, light: Colour, strength: number): void {
  view.glow([x + 1.1, 5, z], 1.1, 1, light, strength);
  view.glow([x + 1.3, 0, z], 4.6, 1.1, shade(light, 0.6), 0.75 * strength);
  if (view.mood.rain) view.glow([x + 1.1, -1.4, z], 0.4, 2, light, 0.5 * strength);
}

/** Two pillars, a sliding gate half open, a gatehouse. */
function paintGate(view: View, rightM: number): void {
  view.box(rightM - 3, 0, 15, 2.6, 2.7, 3, [206, 200, 186]);
  view.front(rightM - 2.6, 1.1, 14.98, 1.8, 1.1, view.isDark ? [255, 226, 168] : [84, 102, 116]);
  for (const x of [-4, 2.4]) view.box(x, 0, 15, 0.7, 3.1, 0.7, [164, 84, 66]);
  for (let x = -3.3; x < -0.2; x += 0.32) view.front(x, 0.1, 15.2, 0.1, 1.7, [190, 196, 200]);
  for (const y of [0.3, 1.6]) view.front(-3.3, y, 15.2, 3.2, 0.1, [190, 196, 200]);
  view.front(-4, 3.1, 15, 7.1, 0.9, [150, 46, 40]);
}

/** Shelves with goods on three sides, a tiled floor, a counter with its till. */
export function paintShop(view: View): void {
  const { canvas } = view;
  const next = chance(5);
  canvas.rect(0, 0, 640, 360, [226, 220, 206]);
  view.ground(-4, 1.3, 8, 9, [178, 168, 152]);
  for (let z = 2; z < 10; z += 1) view.ground(-4, z, 8, 0.03, [140, 130, 116]);
  for (let x = -4; x <= 4; x += 1) view.ground(x, 1.3, 0.03, 8.7, [140, 130, 116]);
  view.front(-4, 0, 10, 8, 3, [214, 206, 190]);
  for (const z of [3.4, 5.6, 7.8])
    view.face(
      [
        [-1.6, 3, z],
        [1.6, 3, z],
        [1.6, 3, z + 0.35],
        [-1.6, 3, z + 0.35],
      ],
      [255, 255, 248],
    );
  const goods: readonly Colour[] = [
    [190, 62, 52],
    [214, 164, 58],
    [70, 128, 88],
    [62, 104, 154],
    [146, 86, 140],
    [226, 222, 212],
  ];
  const good = () => goods[Math.floor(next() * goods.length)]!;
  for (let y = 0.2; y < 2.2; y += 0.5) {
    view.front(-3.8, y - 0.06, 9.9, 7.6, 0.06, [116, 96, 78]);
    for (let x = -3.7; x < 3.6; x += 0.24) view.front(x, y, 9.88, 0.19, 0.26 + next() * 0.12, good());
    for (const side of [-3.6, 3.6]) {
      view.side(side, y - 0.06, 1.4, 0.06, 8.4, [116, 96, 78]);
      for (let z = 9.3; z > 1.6; z -= 0.34) view.side(side, y, z, 0.24 + next() * 0.14, 0.27, good());
    }
  }
  view.box(-1.5, 0, 6.4, 1.2, 1.1, 1.8, [198, 190, 172]);
  for (let x = -1.45; x < -0.4; x += 0.22) view.front(x, 1.1, 6.5, 0.17, 0.24, good());
  view.box(1.2, 0, 3.6, 2.2, 0.95, 0.9, [124, 84, 58]);
  view.box(1.5, 0.95, 3.7, 0.45, 0.35, 0.3, [40, 44, 48]);
  view.box(2.5, 0.95, 3.8, 0.6, 0.22, 0.4, [206, 60, 52]);
}

/** A school behind its yard: a running track, a lawn, trees, a flag. */
export function paintYard(view: View): void {
  view.ground(-60, 1.4, 120, 90, [112, 150, 86]);
  view.ground(-40, 12, 80, 6, [172, 90, 66]);
  for (const z of [13.5, 15, 16.5]) view.ground(-40, z, 80, 0.1, [232, 220, 206]);
  view.front(-26, 0, 44, 52, 13, [220, 206, 172]);
  view.front(-26, 13, 44, 52, 0.8, [150, 70, 56]);
  for (let floor = 0; floor < 4; floor += 1)
    for (let x = -24.6; x < 24; x += 3) {
      view.front(x, floor * 3.2 + 1, 43.9, 2.2, 1.6, [82, 106, 128]);
      view.front(x + 1.05, floor * 3.2 + 1, 43.8, 0.1, 1.6, [232, 228, 214]);
    }
  view.front(-2, 0, 43.8, 4, 3.4, [112, 60, 50]);
  view.front(9, 0, 30, 0.12, 11, [220, 222, 224]);
  view.front(9.1, 9.4, 30, 2.2, 1.4, [204, 40, 36]);
  const next = chance(9);
  for (let x = -24; x < 26; x += 6.5) {
    view.front(x, 0, 38, 0.3, 2, [94, 72, 54]);
    const [sx, sy] = view.point([x, 3, 38]);
    for (let n = 0; n < 9; n += 1)
      view.canvas.ellipse(
        sx + (next() - 0.5) * 22,
        sy + (next() - 0.5) * 18,
        10,
        9,
        view.seen([58 + next() * 30, 108, 60], 38),
      );
  }
}
