// Follows things from frame to frame, so that what travels is told from what flickers, sways or lies there (pure).
import type { Blob } from './blobs.js';

/** A thing that isn't seen for so long is gone; where frames come slowly, after it was missing in three. */
const forgottenAfterMs = 900;
const forgottenFrames = 3.5;

/** Where frames come slower than this, two sightings must do instead of three: the third would come too late. */
const slowMs = 600;

export interface Track {
  readonly sinceMs: number;
  seenMs: number;
  hits: number;
  blob: Blob;
  readonly fromX: number;
  readonly fromY: number;
  /** Once it has travelled for long enough it stays proven while it is seen. */
  proven: boolean;
}

export class Tracks {
  private tracks: Track[] = [];
  private lastMs = -Infinity;

  /** Takes the blobs of one frame; answers the tracks that are seen in it. */
  take(blobs: readonly Blob[], atMs: number, forMs: number): readonly Track[] {
    const gapMs = Math.min(2_000, atMs - this.lastMs);
    this.lastMs = atMs;
    const forgottenMs = Math.max(forgottenAfterMs, forgottenFrames * gapMs);
    this.tracks = this.tracks.filter(({ seenMs }) => atMs - seenMs <= forgottenMs);
    const free = new Set(this.tracks);
    // The largest first: they are the surest.
    for (const blob of blobs.toSorted((a, b) => b.size - a.size)) {
      const track = nearest(free, blob, atMs);
      if (track) {
        free.delete(track);
        go(track, blob, atMs, { forMs, hitsNeeded: gapMs > slowMs ? 2 : 3 });
      } else {
        this.tracks.push(begin(blob, atMs));
      }
    }
    return this.tracks.filter(({ seenMs }) => seenMs === atMs);
  }

  clear(): void {
    this.tracks = [];
  }
}

function begin(blob: Blob, atMs: number): Track {
  return { sinceMs: atMs, seenMs: atMs, hits: 1, blob, fromX: blob.x, fromY: blob.y, proven: false };
}

function go(
  track: Track,
  blob: Blob,
  atMs: number,
  { forMs, hitsNeeded }: { forMs: number; hitsNeeded: number },
): void {
  track.blob = blob;
  track.seenMs = atMs;
  track.hits += 1;
  const travelled = Math.hypot(blob.x - track.fromX, blob.y - track.fromY);
  const needed = Math.max(3, 0.4 * Math.sqrt(blob.size));
  if (track.hits >= hitsNeeded && atMs - track.sinceMs >= forMs && travelled >= needed) track.proven = true;
}

/** A thing moves about its own size between two frames of 0.2 s, hardly more. */
function nearest(tracks: ReadonlySet<Track>, blob: Blob, atMs: number): Track | null {
  let best: Track | null = null;
  let bestDistance = Infinity;
  for (const track of tracks) {
    const distance = Math.hypot(track.blob.x - blob.x, track.blob.y - blob.y);
    const steps = Math.min(track.proven ? 10 : 5, Math.max(1, (atMs - track.seenMs) / 200));
    const size = Math.sqrt(Math.max(blob.size, track.blob.size));
    if (distance > 2 + 0.7 * size * steps || distance >= bestDistance) continue;
    best = track;
    bestDistance = distance;
  }
  return best;
}
