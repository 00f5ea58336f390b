// What is left of a grey frame when the light is taken out: how each point stands out from its surroundings (pure).
import { frameBytes, frameHeight, frameWidth } from './frame.js';

/** Surroundings reach so far to each side. Wider than a person who matters is thick, narrower than a pool of light. */
const reach = 4;

/** Levels added to the surroundings, so that noise in the dark doesn't count as much as lines by day. */
const darkness = 24;

/** One frame without its light. The arrays belong to their `Detail` and change with its next `take`. */
export interface Detailed {
  /** −1 to 1 and beyond: (level − surroundings) / (surroundings + darkness). Light switched or swept changes it little. */
  readonly detail: Float32Array;
  /** The surroundings' level, 0–255. */
  readonly light: Float32Array;
}

export class Detail implements Detailed {
  readonly detail = new Float32Array(frameBytes);
  readonly light = new Float32Array(frameBytes);
  private readonly rows = new Float32Array(frameBytes);

  take(grey: Uint8Array): void {
    const { detail, light, rows } = this;
    for (let y = 0; y < frameHeight; y += 1) sumRow(grey, rows, y * frameWidth);
    for (let x = 0; x < frameWidth; x += 1) meanColumn(rows, light, x);
    for (let at = 0; at < frameBytes; at += 1) {
      const around = light[at]!;
      detail[at] = (grey[at]! - around) / (around + darkness);
    }
  }
}

/** Means over the row's points within reach; at the borders over those that there are. */
function sumRow(grey: Uint8Array, rows: Float32Array, start: number): void {
  let sum = 0;
  for (let x = 0; x < reach; x += 1) sum += grey[start + x]!;
  let count = reach;
  for (let x = 0; x < frameWidth; x += 1) {
    if (x + reach < frameWidth) {
      sum += grey[start + x + reach]!;
      count += 1;
    }
    if (x > reach) {
      sum -= grey[start + x - reach - 1]!;
      count -= 1;
    }
    rows[start + x] = sum / count;
  }
}

function meanColumn(rows: Float32Array, light: Float32Array, x: number): void {
  let sum = 0;
  for (let y = 0; y < reach; y += 1) sum += rows[y * frameWidth + x]!;
  let count = reach;
  for (let y = 0; y < frameHeight; y += 1) {
    if (y + reach < frameHeight) {
      sum += rows[(y + reach) * frameWidth + x]!;
      count += 1;
    }
    if (y > reach) {
      sum -= rows[(y - reach - 1) * frameWidth + x]!;
      count -= 1;
    }
    light[y * frameWidth + x] = sum / count;
  }
}
