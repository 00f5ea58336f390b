// How long a pause of one camera may last before it is out of the ordinary, learned from its own pauses (pure).

export interface Limits {
  readonly afterS: number;
  readonly atMostS: number;
}

/** A camera must have been well for so long before a short pause of it says anything. */
const knownAfterMs = 10_000;

/** The longest pause of the last hour counts, in parts of ten minutes. */
const partMs = 600_000;
const parts = 6;

/** As long again as the longest ordinary pause. */
const times = 2;

/**
 * A camera that never pauses is out of order after `afterS`; one that often does, by its network or by a scene in which
 * nothing stirs, gets twice its longest pause, and at most `atMostS`.
 */
export class Patience {
  private wellSinceMs: number | null = null;
  private longest: { part: number; ms: number }[] = [];

  constructor(private readonly limits: Limits) {}

  /** A pause is over that lasted so long. One beyond `atMostS` was no habit. */
  take(pauseMs: number, atMs: number): void {
    if (pauseMs > this.limits.atMostS * 1_000) return;
    this.wellSinceMs ??= atMs;
    const part = Math.floor(atMs / partMs);
    const last = this.longest.at(-1);
    if (last?.part === part) last.ms = Math.max(last.ms, pauseMs);
    else this.longest = [...this.longest.filter((old) => old.part > part - parts), { part, ms: pauseMs }];
  }

  /** What was usual is usual no longer: the light was switched, or the camera started anew. */
  forget(): void {
    this.wellSinceMs = null;
    this.longest = [];
  }

  limitMs(atMs: number): number {
    const { afterS, atMostS } = this.limits;
    const most = atMostS * 1_000;
    if (this.wellSinceMs === null || atMs - this.wellSinceMs < knownAfterMs) return most;
    const usual = Math.max(...this.longest.map(({ ms }) => ms));
    return Math.min(most, Math.max(afterS * 1_000, times * usual));
  }
}
