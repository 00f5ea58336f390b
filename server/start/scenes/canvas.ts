// A small rasteriser for the demo's scenes: filled shapes, light and haze on a picture of 24-bit colours (pure).

/** Red, green, blue, each 0–255. */
export type Colour = readonly [number, number, number];
export type Point = readonly [x: number, y: number];

/** Points are meant on 640 × 360, whatever the `scale` at which it is really drawn. */
export class Canvas {
  readonly width: number;
  readonly height: number;
  readonly rgb: Buffer;

  constructor(readonly scale = 1) {
    this.width = 640 * scale;
    this.height = 360 * scale;
    this.rgb = Buffer.alloc(this.width * this.height * 3);
  }

  /** A filled shape; `alpha` 0–1 is how much of what is under it it hides. */
  polygon(points: readonly Point[], colour: Colour, alpha = 1): void {
    const at = points.map(([x, y]): Point => [x * this.scale, y * this.scale]);
    const ys = at.map(([, y]) => y);
    const from = Math.max(0, Math.floor(Math.min(...ys)));
    const to = Math.min(this.height - 1, Math.ceil(Math.max(...ys)));
    for (let row = from; row <= to; row += 1) {
      const cuts = crossings(at, row + 0.5);
      for (let n = 0; n + 1 < cuts.length; n += 2) this.span(row, cuts[n]!, cuts[n + 1]!, colour, alpha);
    }
  }

  rect(x: number, y: number, w: number, h: number, colour: Colour, alpha = 1): void {
    const far: readonly Point[] = [
      [x, y],
      [x + w, y],
      [x + w, y + h],
      [x, y + h],
    ];
    this.polygon(far, colour, alpha);
  }

  ellipse(x: number, y: number, rx: number, ry: number, colour: Colour, alpha = 1): void {
    const [cx, cy, w, h] = [x * this.scale, y * this.scale, rx * this.scale, ry * this.scale];
    for (let row = Math.max(0, Math.floor(cy - h)); row <= Math.min(this.height - 1, cy + h); row += 1) {
      const half = w * Math.sqrt(Math.max(0, 1 - ((row + 0.5 - cy) / h) ** 2));
      this.span(row, cx - half, cx + half, colour, alpha);
    }
  }

  /** Light that falls on what is there, the less the farther from its middle. */
  glow(x: number, y: number, rx: number, ry: number, colour: Colour, strength = 1): void {
    const { scale, rgb, width, height } = this;
    const [cx, cy, w, h] = [x * scale, y * scale, rx * scale, ry * scale];
    for (let row = Math.max(0, Math.floor(cy - h)); row < Math.min(height, cy + h); row += 1) {
      for (let column = Math.max(0, Math.floor(cx - w)); column < Math.min(width, cx + w); column += 1) {
        const far = ((column - cx) / w) ** 2 + ((row - cy) / h) ** 2;
        if (far >= 1) continue;
        const light = strength * (1 - far) ** 2;
        const at = (row * width + column) * 3;
        for (let n = 0; n < 3; n += 1) rgb[at + n] = Math.min(255, rgb[at + n]! + colour[n]! * light);
      }
    }
  }

  /** From one colour at the top to another at the bottom. */
  gradient(top: number, bottom: number, above: Colour, below: Colour): void {
    for (let y = top; y < bottom; y += 1 / this.scale)
      this.span(
        Math.floor(y * this.scale),
        0,
        this.width,
        mixed(above, below, (y - top) / (bottom - top)),
        1,
      );
  }

  /** Takes over another canvas of the same size, moved to the left by so many points. */
  copy(from: Canvas, left = 0): void {
    if (left === 0) return void from.rgb.copy(this.rgb);
    const shift = Math.round(left * this.scale);
    for (let row = 0; row < this.height; row += 1) {
      const at = row * this.width * 3;
      from.rgb.copy(this.rgb, at, at + shift * 3, at + this.width * 3);
      for (let column = this.width - shift; column < this.width; column += 1)
        this.rgb.fill(70, at + column * 3, at + column * 3 + 3);
    }
  }

  /** The same picture at half the scale: what was drawn twice as large has smooth edges. */
  halved(): Canvas {
    const half = new Canvas(this.scale / 2);
    for (let row = 0; row < half.height; row += 1) {
      for (let column = 0; column < half.width; column += 1) {
        for (let n = 0; n < 3; n += 1) {
          const at = (row * 2 * this.width + column * 2) * 3 + n;
          const below = at + this.width * 3;
          const sum = this.rgb[at]! + this.rgb[at + 3]! + this.rgb[below]! + this.rgb[below + 3]!;
          half.rgb[(row * half.width + column) * 3 + n] = sum >> 2;
        }
      }
    }
    return half;
  }

  private span(row: number, from: number, to: number, colour: Colour, alpha: number): void {
    const left = Math.max(0, Math.round(from));
    const right = Math.min(this.width, Math.round(to));
    const { rgb } = this;
    for (let at = (row * this.width + left) * 3; at < (row * this.width + right) * 3; at += 3) {
      for (let n = 0; n < 3; n += 1) rgb[at + n] = rgb[at + n]! * (1 - alpha) + colour[n]! * alpha;
    }
  }
}

export function mixed(one: Colour, other: Colour, share: number): Colour {
  const part = Math.min(1, Math.max(0, share));
  const [r, g, b] = one;
  return [r + (other[0] - r) * part, g + (other[1] - g) * part, b + (other[2] - b) * part];
}

function crossings(points: readonly Point[], y: number): number[] {
  const cuts: number[] = [];
  for (const [index, [ax, ay]] of points.entries()) {
    const [bx, by] = points[(index + 1) % points.length]!;
    if (ay <= y !== by <= y) cuts.push(ax + ((bx - ax) * (y - ay)) / (by - ay));
  }
  return cuts.toSorted((a, b) => a - b);
}
