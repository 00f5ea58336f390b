// Whether a camera has been silent for longer than is usual with it: then its picture is lost (pure).
import { type Limits, Patience } from './patience.js';

/** At the start a camera is given more time. */
const atStartMs = 30_000;

/** We look each half second; when we didn't for longer, we were busy and the camera may not have been silent at all. */
const lookedAwayMs = 1_500;

export class Silence {
  private readonly patience: Patience;
  private lastFrameAtMs: number | null = null;
  private lookedAtMs: number;
  private silentFromMs: number;

  constructor(
    limits: Limits,
    private readonly startedAtMs: number,
  ) {
    this.patience = new Patience(limits);
    this.lookedAtMs = startedAtMs;
    this.silentFromMs = startedAtMs;
  }

  frame(atMs: number): void {
    if (this.lastFrameAtMs !== null) this.patience.take(atMs - this.lastFrameAtMs, atMs);
    this.lastFrameAtMs = atMs;
    this.silentFromMs = atMs;
  }

  /** True while the picture is lost. */
  look(atMs: number): boolean {
    if (atMs - this.lookedAtMs > lookedAwayMs) this.silentFromMs = atMs;
    this.lookedAtMs = atMs;
    if (this.lastFrameAtMs === null) return atMs - this.startedAtMs >= atStartMs;
    return atMs - this.silentFromMs >= this.patience.limitMs(this.lastFrameAtMs);
  }
}
