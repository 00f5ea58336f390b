// Whether a picture stands still although frames come: a camera that repeats itself, told from a scene without life (pure).
import { frameBytes } from './frame.js';
import { type Limits, Patience } from './patience.js';

/** A live picture has points that change by more: noise, a shadow, a clock. What an encoder does to one picture is less. */
const livelyLevels = 5;

/** Frames are the same when hardly a point differs. */
const samePoints = 3;

/** A repeated picture is the same again and again; a merely smooth one is not. */
const sameFramesNeeded = 3;

/** Time between two frames counts only so far, for a gap in the stream is silence and no stillness. */
const stepMsMax = 1_200;

/** The light was switched when the level changes by so much from one frame to the next. */
const switchedShare = 0.25;

export class Stillness {
  private readonly patience: Patience;
  private readonly last = new Uint8Array(frameBytes);
  private lastAtMs: number | null = null;
  private level = 0;
  private stillMs = 0;
  private same = 0;

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
    if (most > livelyLevels) {
      this.patience.take(this.same > 0 ? this.stillMs : 0, atMs);
      this.stillMs = 0;
      this.same = 0;
      return false;
    }
    this.stillMs += Math.min(stepMsMax, atMs - lastAtMs);
    if (changed <= samePoints) this.same += 1;
    return this.same >= sameFramesNeeded && this.stillMs >= this.patience.limitMs(atMs - this.stillMs);
  }

  private compare(grey: Uint8Array): { changed: number; most: number; level: number } {
    let [changed, most, sum] = [0, 0, 0];
    for (let at = 0; at < frameBytes; at += 1) {
      const value = grey[at]!;
      const change = Math.abs(value - this.last[at]!);
      if (change > 0) changed += 1;
      if (change > most) most = change;
      sum += value;
    }
    return { changed, most, level: sum / frameBytes };
  }
}
