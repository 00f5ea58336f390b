// How often somebody may come within a minute: the count for doors that are no HTTP routes. Pure.

const windowMs = 60_000;
/** So many are counted at once; of more, those that came longest ago are forgotten. */
const countedMax = 20_000;

/** Counts in windows of a minute each, by the clock that is handed in, which only runs forward. */
export class Rate {
  private readonly counts = new Map<string, { fromMs: number; count: number }>();

  constructor(private readonly max: number) {}

  /** Counts one more of this kind; false where it is one too many. */
  take(who: string, nowMs: number): boolean {
    const so = this.counts.get(who);
    const isOver = !so || nowMs - so.fromMs >= windowMs;
    const next = isOver ? { fromMs: nowMs, count: 1 } : { fromMs: so.fromMs, count: so.count + 1 };
    this.counts.delete(who);
    this.counts.set(who, next);
    if (this.counts.size > countedMax) this.counts.delete(this.counts.keys().next().value!);
    return next.count <= this.max;
  }
}
