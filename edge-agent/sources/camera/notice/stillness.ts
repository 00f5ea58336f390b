// Whether a picture stands still although frames come: a camera that repeats itself, told from a scene without life (pure).
import { frameBytes } from './frame.js';
import { type Limits, Patience } from './patience.js';

/** A point has changed when its level differs by more; what an encoder does to one repeated picture is mostly less. */
const changedBy = 2;

/** Two frames are the same when hardly a point has changed, hardly meaning a share of what is usual with this camera. */
const samePoints = 5;
const sameShare = 0.04;
const usualOver = 15;

/** Something really happened: no encoder makes that of a picture that is repeated. */
const livelyLevels = 8;

/** While a picture is repeated so many of its frames are the same; in between the encoder makes it a little better. */
const sameOften = 0.4;
const sameLeast = 2;

/** When no frame was the same for so long the picture lives, however small the changes are. */
const livesAfterMs = 1_200;

/** Time between two frames counts only so far, for a gap in the stream is silence and no stillness. */
const stepMsMax = 1_200;

/** The light was switched when the level changes by so much from one frame to the next. */
const switchedShare = 0.25;

interface Run {
  readonly fromMs: number;
  ms: number;
  frames: number;
  same: number;
  /** How long ago two frames were the same. */
  sinceSameMs: number;
}

export class Stillness {
  private readonly patience: Patience;
  private readonly last = new Uint8Array(frameBytes);
  private lastAtMs: number | null = null;
  private level = 0;
  private usual: number[] = [];
  private run: Run | null = null;

  constructor(limits: Limits) {
    this.patience = new Patience(limits);
  }

  /** Takes one frame; true while the picture is frozen. */
  take(grey: Uint8Array, atMs: number): boolean {
    const { lastAtMs } = this;
    const { changed, most, level } = this.compare(grey);
    this.last.set(grey);
    this.lastAtMs = atMs;
    if (lastAtMs === null) return false;
    if (Math.abs(level - this.level) > 4 + switchedShare * this.level) this.patience.forget();
    this.level = level;
    const isSame = changed <= Math.max(samePoints, sameShare * this.usually());
    this.go(isSame, lastAtMs, atMs);
    const { run } = this;
    const lives = !run || most >= livelyLevels || run.sinceSameMs > livesAfterMs;
    if (lives || run.same < sameOften * run.frames) {
      this.end(changed, atMs);
      return false;
    }
    return run.same >= sameLeast && run.ms >= this.patience.limitMs(run.fromMs);
  }

  private go(isSame: boolean, lastAtMs: number, atMs: number): void {
    if (isSame) this.run ??= { fromMs: lastAtMs, ms: 0, frames: 0, same: 0, sinceSameMs: 0 };
    if (!this.run) return;
    const stepMs = Math.min(stepMsMax, atMs - lastAtMs);
    this.run.ms += stepMs;
    this.run.frames += 1;
    this.run.sinceSameMs = isSame ? 0 : this.run.sinceSameMs + stepMs;
    if (isSame) this.run.same += 1;
  }

  /** It lives. A single frame that is the same as the one before is no pause. */
  private end(changed: number, atMs: number): void {
    const pauseMs = this.run && this.run.same >= sameLeast ? this.run.ms - this.run.sinceSameMs : 0;
    this.patience.take(pauseMs, atMs);
    this.run = null;
    this.usual = [...this.usual.slice(1 - usualOver), changed];
  }

  private usually(): number {
    return this.usual.toSorted((a, b) => a - b)[this.usual.length >> 1] ?? 0;
  }

  private compare(grey: Uint8Array): { changed: number; most: number; level: number } {
    let [changed, most, sum] = [0, 0, 0];
    for (let at = 0; at < frameBytes; at += 1) {
      const value = grey[at]!;
      const change = Math.abs(value - this.last[at]!);
      if (change > changedBy) changed += 1;
      if (change > most) most = change;
      sum += value;
    }
    return { changed, most, level: sum / frameBytes };
  }
}
