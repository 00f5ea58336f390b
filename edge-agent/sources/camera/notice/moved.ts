// Reads from the likeness of a view whether the lens is covered, or the camera looks elsewhere than before (pure).
import type { Likeness } from './view.js';

/** A covered lens shows no lines, or next to none, and those that it knew are gone. */
const linesLeft = 0.25;
const sameLeft = 0.2;
const filledLeft = 0.06;

/** To be clear again a picture must pass the limits by half, so that noise at a limit doesn't flicker. */
const slack = 1.5;

/** Another place has lines of its own, and is at rest. */
const linesElsewhere = 0.35;
const steadyElsewhere = 0.6;

/**
 * Whether something is in front of the lens. A dark room and fog keep a trace of the lines where they were; where no
 * lines are known yet, an empty picture alone must do.
 */
export function looksCovered({ same, lines, filled }: Likeness, before: boolean): boolean {
  const times = before ? slack : 1;
  if (same === null) return filled < filledLeft * times;
  return same < sameLeft * times && lines < linesLeft * times;
}

export class Moved {
  private sinceMs: number | null = null;

  constructor(private readonly config: { readonly forS: number; readonly likenessPercent: number }) {}

  /** True once when another place has been seen for long enough; the caller then takes it as the known one. */
  take({ same, lines, steady }: Likeness, atMs: number): boolean {
    const { forS, likenessPercent } = this.config;
    const looksElsewhere = same !== null && same < likenessPercent / 100 && lines >= linesElsewhere;
    if (!looksElsewhere) {
      this.sinceMs = null;
      return false;
    }
    this.sinceMs ??= atMs;
    if (atMs - this.sinceMs < forS * 1_000 || steady < steadyElsewhere) return false;
    this.sinceMs = null;
    return true;
  }
}
