// The soak's time: a year in minutes. It moves in strides, in each of which everything that is due runs once.
import { World } from '@haixi/server/world';
import { Chance } from '../sim/engine/chance';

export class SoakWorld extends World {
  readonly chance: Chance;
  /** What waits for its time; what is never taken out of it is a leak. */
  readonly timers = new Set<{ readonly dueMs: number; readonly run: () => void }>();
  /** Lines that were said, for whoever wants to know why. */
  readonly lastLines: string[] = [];

  constructor(
    private now: number,
    seed: number,
    private readonly settle: () => Promise<void>,
  ) {
    super();
    this.chance = new Chance(seed);
  }

  nowMs(): number {
    return this.now;
  }

  steadyMs(): number {
    return this.now;
  }

  after(delayMs: number, run: () => void): () => void {
    const timer = { dueMs: this.now + delayMs, run };
    this.timers.add(timer);
    return () => void this.timers.delete(timer);
  }

  say(line: string): void {
    this.lastLines.push(line);
    if (this.lastLines.length > 20) this.lastLines.shift();
  }

  random(count: number): Uint8Array {
    return this.chance.bytes(count);
  }

  /** So much time passes, and what is due by then runs, once each, to its end. */
  async pass(ms: number): Promise<void> {
    // What is under way took no time: nobody's patience ends because a quarter of an hour is left out.
    await this.settle();
    this.now += ms;
    const due = [...this.timers].filter(({ dueMs }) => dueMs <= this.now);
    for (const timer of due.toSorted((a, b) => a.dueMs - b.dueMs)) {
      // It may have been cancelled by one that ran before it.
      if (this.timers.delete(timer)) timer.run();
    }
    await this.settle();
  }
}
