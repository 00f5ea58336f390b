// Tells what travels from what flickers between neighbouring frames: no tracking, positions are forgotten in seconds (pure).

// Nobody is followed: a position is dropped a second after it was seen (or three slow frames), and none leaves the detector.
import type { Blob } from './blobs.js';

/** A thing that isn't seen for so long is gone; where frames come slowly, after it was missing in three. */
const forgottenAfterMs = 900;
const forgottenFrames = 3.5;

/** Where frames come slower than this, two sightings must do instead of three: the third would come too late. */
const slowMs = 600;

export interface Movement {
  readonly sinceMs: number;
  seenMs: number;
  hits: number;
  blob: Blob;
  readonly fromX: number;
  readonly fromY: number;
  /** Once it has travelled for long enough it stays proven while it is seen. */
  proven: boolean;
}

export class Movements {
  private movements: Movement[] = [];
  private lastMs = -Infinity;

  /** Takes the blobs of one frame; answers the movements that are seen in it. */
  take(blobs: readonly Blob[], atMs: number, forMs: number): readonly Movement[] {
    const gapMs = Math.min(2_000, atMs - this.lastMs);
    this.lastMs = atMs;
    const forgottenMs = Math.max(forgottenAfterMs, forgottenFrames * gapMs);
    this.movements = this.movements.filter(({ seenMs }) => atMs - seenMs <= forgottenMs);
    const free = new Set(this.movements);
    // The largest first: they are the surest.
    for (const blob of blobs.toSorted((a, b) => b.size - a.size)) {
      const movement = nearest(free, blob, atMs);
      if (movement) {
        free.delete(movement);
        go(movement, blob, atMs, { forMs, hitsNeeded: gapMs > slowMs ? 2 : 3 });
      } else {
        this.movements.push(begin(blob, atMs));
      }
    }
    return this.movements.filter(({ seenMs }) => seenMs === atMs);
  }

  clear(): void {
    this.movements = [];
  }
}

function begin(blob: Blob, atMs: number): Movement {
  return { sinceMs: atMs, seenMs: atMs, hits: 1, blob, fromX: blob.x, fromY: blob.y, proven: false };
}

function go(
  movement: Movement,
  blob: Blob,
  atMs: number,
  { forMs, hitsNeeded }: { forMs: number; hitsNeeded: number },
): void {
  movement.blob = blob;
  movement.seenMs = atMs;
  movement.hits += 1;
  const travelled = Math.hypot(blob.x - movement.fromX, blob.y - movement.fromY);
  const needed = Math.max(3, 0.4 * Math.sqrt(blob.size));
  if (movement.hits >= hitsNeeded && atMs - movement.sinceMs >= forMs && travelled >= needed)
    movement.proven = true;
}

/** A thing moves about its own size between two frames of 0.2 s, hardly more. */
function nearest(movements: ReadonlySet<Movement>, blob: Blob, atMs: number): Movement | null {
  let best: Movement | null = null;
  let bestDistance = Infinity;
  for (const movement of movements) {
    const distance = Math.hypot(movement.blob.x - blob.x, movement.blob.y - blob.y);
    const steps = Math.min(movement.proven ? 10 : 5, Math.max(1, (atMs - movement.seenMs) / 200));
    const size = Math.sqrt(Math.max(blob.size, movement.blob.size));
    if (distance > 2 + 0.7 * size * steps || distance >= bestDistance) continue;
    best = movement;
    bestDistance = distance;
  }
  return best;
}
