// Who and what goes through the demo's scenes: people on foot, cars, rain (pure).
import type { Canvas, Colour } from './canvas.js';
import { chance, shade, type View } from './view.js';

const shadow: Colour = [10, 12, 16];

/** Somebody on foot; `stride` is how far they have gone, in metres. */
export function person(view: View, x: number, z: number, coat: Colour, stride: number, heightM = 1.7): void {
  if (z < 2) return;
  const { canvas } = view;
  const [sx, sy] = view.point([x, 0, z]);
  const m = view.metre(z) * (heightM / 1.7);
  const swing = Math.sin(stride * 3.4) * 0.24 * m;
  const cloth = view.seen(coat, z);
  const dark = view.seen(shade(coat, 0.45), z);
  canvas.ellipse(sx + 0.15 * m, sy, 0.42 * m, 0.11 * m, shadow, 0.35);
  for (const foot of [swing, -swing])
    canvas.polygon(
      [
        [sx - 0.12 * m, sy - 0.82 * m],
        [sx + 0.12 * m, sy - 0.82 * m],
        [sx + foot + 0.09 * m, sy],
        [sx + foot - 0.09 * m, sy],
      ],
      dark,
    );
  canvas.polygon(
    [
      [sx - 0.23 * m, sy - 1.42 * m],
      [sx + 0.23 * m, sy - 1.42 * m],
      [sx + 0.18 * m, sy - 0.74 * m],
      [sx - 0.18 * m, sy - 0.74 * m],
    ],
    cloth,
  );
  for (const [side, arm] of [
    [-1, swing],
    [1, -swing],
  ] as const)
    canvas.polygon(
      [
        [sx + side * 0.2 * m, sy - 1.4 * m],
        [sx + side * 0.29 * m, sy - 1.36 * m],
        [sx + side * 0.28 * m + arm * 0.6, sy - 0.8 * m],
        [sx + side * 0.2 * m + arm * 0.6, sy - 0.8 * m],
      ],
      shade(cloth, 0.8),
    );
  canvas.ellipse(sx, sy - 1.56 * m, 0.12 * m, 0.14 * m, view.seen([188, 148, 122], z));
  canvas.ellipse(sx, sy - 1.62 * m, 0.13 * m, 0.1 * m, view.seen([34, 28, 26], z));
}

/** A car along the street; `comes` towards the camera. */
export function car(view: View, x: number, z: number, colour: Colour, comes: boolean): void {
  if (z < 3 || z > 90) return;
  const { canvas } = view;
  const [w, length] = [1.8, 4.2];
  const [sx, sy] = view.point([x + w / 2, 0, z + 0.2]);
  canvas.ellipse(sx, sy, 1.15 * view.metre(z), 0.2 * view.metre(z), shadow, 0.45);
  view.box(x, 0.3, z, w, 0.62, length, colour);
  view.box(x + 0.16, 0.92, z + 1, w - 0.32, 0.52, 2.3, shade(colour, 0.9));
  view.front(x + 0.26, 0.96, z + 0.98, w - 0.52, 0.42, [52, 66, 78]);
  for (const wheel of [x + 0.12, x + w - 0.42]) view.front(wheel, 0, z, 0.3, 0.34, [20, 20, 22]);
  view.front(x + 0.6, 0.42, z, 0.6, 0.16, [222, 222, 214]);
  for (const side of [x + 0.1, x + w - 0.4]) {
    view.front(side, 0.62, z, 0.3, 0.16, comes ? [255, 250, 226] : [186, 34, 28]);
    if (!view.isDark) continue;
    view.glow(
      [side + 0.15, 0.7, z],
      comes ? 1.3 : 0.6,
      comes ? 1 : 0.5,
      comes ? [255, 240, 200] : [230, 40, 30],
      0.9,
    );
    if (comes) view.glow([side + 0.15, 0, z - 1.4], 1.3, 0.5, [150, 140, 110], 0.6);
  }
}

/** Somebody on an electric scooter, seen along the street. */
export function rider(view: View, x: number, z: number, coat: Colour): void {
  if (z < 3) return;
  person(view, x, z, coat, 0.6, 1.5);
  view.box(x - 0.18, 0.1, z - 0.3, 0.36, 0.6, 1.4, [206, 208, 212]);
  view.front(x - 0.09, 0, z - 0.5, 0.18, 0.5, [24, 24, 26]);
  if (view.isDark) view.glow([x, 0.8, z], 0.9, 0.7, [240, 235, 210], 0.8);
}

/** Streaks of rain, other ones in each picture. */
export function rain(canvas: Canvas, frame: number): void {
  const next = chance(frame + 1);
  for (let n = 0; n < 230; n += 1) {
    const [x, y, length] = [next() * 660, next() * 360, 8 + next() * 14];
    canvas.polygon(
      [
        [x, y],
        [x + 1, y],
        [x + 1 - length * 0.18, y + length],
        [x - length * 0.18, y + length],
      ],
      [206, 214, 222],
      0.3,
    );
  }
}
