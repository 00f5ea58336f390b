// All icons on one canvas, and where each stands on it: handed to the graphics card once, without loading anything.
import type { IconLayerProps } from '@deck.gl/layers';
import { drawIcon, iconPx } from './draw-icon';
import { iconNames } from './names';

/** The canvas once it is on the graphics card. */
export type Atlas = Exclude<IconLayerProps['iconAtlas'], string | undefined>;

/** What deck.gl's IconLayer needs to know about one icon. */
interface Place {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  readonly anchorX: number;
  readonly anchorY: number;
}

const across = 6;
/** A free rim, so that neighbours do not bleed into each other when the icons are drawn smaller. */
const rimPx = 8;
const stepPx = iconPx + 2 * rimPx;

/** Where each icon stands. Sites and units are held by their middle, incidents by their point. */
export const iconMapping: Readonly<Record<string, Place>> = Object.fromEntries(
  iconNames.map((name, n) => [
    name,
    {
      x: (n % across) * stepPx + rimPx,
      y: Math.floor(n / across) * stepPx + rimPx,
      width: iconPx,
      height: iconPx,
      anchorX: iconPx / 2,
      anchorY: name.startsWith('incident') ? iconPx : iconPx / 2,
    },
  ]),
);

/** Draws them all. Throws in a browser without a 2D canvas. */
export function drawAtlas(): HTMLCanvasElement {
  const canvas = document.createElement('canvas');
  canvas.width = across * stepPx;
  canvas.height = Math.ceil(iconNames.length / across) * stepPx;
  const to = canvas.getContext('2d');
  if (!to) throw new Error('this browser gives no 2D canvas to draw the map’s icons on');
  for (const name of iconNames) {
    const { x, y } = iconMapping[name]!;
    to.save();
    to.translate(x, y);
    drawIcon(to, name);
    to.restore();
  }
  return canvas;
}
