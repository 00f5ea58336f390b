// Things in a mask: points that hang together, cleaned of specks, with their size and middle (pure).
import { frameBytes, frameHeight, frameWidth } from './frame.js';

/** So much of a blob must stand out for sure. */
const sureShare = 0.25;

export interface Blob {
  /** Number of points. */
  readonly size: number;
  readonly x: number;
  readonly y: number;
  /** How many of its points lie in each place, in their order. */
  readonly inside: readonly number[];
}

/** Finds the blobs of at least `smallest` points. Keeps its memory from frame to frame. */
export class Blobs {
  private readonly clean = new Uint8Array(frameBytes);
  private readonly stack = new Int32Array(frameBytes);

  /** `front`: 2 where something stands out, 1 where it nearly does; the sure points make a blob one. */
  find(front: Uint8Array, smallest: number, masks: readonly Uint8Array[]): Blob[] {
    this.sweep(front);
    const blobs: Blob[] = [];
    for (let at = 0; at < frameBytes; at += 1) {
      if (this.clean[at] === 0) continue;
      const { blob, sure } = this.collect(front, at, masks);
      if (blob.size >= smallest && sure >= sureShare * blob.size) blobs.push(blob);
    }
    return blobs;
  }

  /** A point stays, or is filled in, when four of the nine around it stand out. */
  private sweep(front: Uint8Array): void {
    const { clean } = this;
    clean.fill(0);
    for (let y = 1; y < frameHeight - 1; y += 1) {
      const start = y * frameWidth;
      let left = 0;
      let middle = columnSum(front, start);
      for (let x = 1; x < frameWidth - 1; x += 1) {
        const right = columnSum(front, start + x);
        const next = columnSum(front, start + x + 1);
        left = middle;
        middle = right;
        if (left + right + next >= 4) clean[start + x] = 1;
      }
    }
  }

  /** Takes the blob around a point out of the mask. */
  private collect(
    front: Uint8Array,
    first: number,
    masks: readonly Uint8Array[],
  ): { blob: Blob; sure: number } {
    const { clean, stack } = this;
    const inside = masks.map(() => 0);
    let [size, sure, sumX, sumY, depth] = [0, 0, 0, 0, 1];
    stack[0] = first;
    clean[first] = 0;
    while (depth > 0) {
      depth -= 1;
      const at = stack[depth]!;
      size += 1;
      if (front[at] === 2) sure += 1;
      sumX += at % frameWidth;
      sumY += Math.floor(at / frameWidth);
      for (const [index, mask] of masks.entries()) inside[index] = inside[index]! + mask[at]!;
      // The border is never set, so a neighbour always lies in the same rows.
      for (const step of neighbours) {
        if (clean[at + step] !== 1) continue;
        clean[at + step] = 0;
        stack[depth] = at + step;
        depth += 1;
      }
    }
    return { blob: { size, x: sumX / size, y: sumY / size, inside }, sure };
  }
}

const neighbours = [
  -frameWidth - 1,
  -frameWidth,
  -frameWidth + 1,
  -1,
  1,
  frameWidth - 1,
  frameWidth,
  frameWidth + 1,
];

/** How many of three points stand out, or nearly do: both bits of 1 and 2 count once. */
function columnSum(front: Uint8Array, at: number): number {
  return set(front[at - frameWidth]!) + set(front[at]!) + set(front[at + frameWidth]!);
}

function set(value: number): number {
  return value === 0 ? 0 : 1;
}
