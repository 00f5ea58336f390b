// A clock for tests with real sockets: waits of minutes pass in moments, in their true proportions.
import type { Clock } from '../clock.js';

/** Runs `times` as fast as the machine's clock. */
export function quickClock(times: number): Clock {
  return {
    nowMs: () => Date.now(),
    steadyMs: () => performance.now() * times,
    after(delayMs, run) {
      const timer = setTimeout(run, delayMs / times);
      return () => clearTimeout(timer);
    },
  };
}

/** A clock that stands still until it is moved; what falls due on the way runs, in order. */
export class HandClock implements Clock {
  private at = 1_000_000;
  private setForwardMs = 0;
  private waiting: { dueAtMs: number; run: () => void }[] = [];

  nowMs(): number {
    return this.at + this.setForwardMs;
  }

  steadyMs(): number {
    return this.at;
  }

  /** Somebody sets the wall clock, forward or back; the steady one runs on. */
  set(forwardMs: number): void {
    this.setForwardMs += forwardMs;
  }

  after(delayMs: number, run: () => void): () => void {
    const entry = { dueAtMs: this.at + delayMs, run };
    this.waiting.push(entry);
    return () => {
      this.waiting = this.waiting.filter((other) => other !== entry);
    };
  }

  /** How many wait for their time. */
  get waits(): number {
    return this.waiting.length;
  }

  /** Time goes on, and nothing runs meanwhile: what a halted machine does. */
  halt(forMs: number): void {
    this.at += forMs;
  }

  /** Moves time on and lets promises settle after each thing that falls due. */
  async move(forMs: number): Promise<void> {
    const until = this.at + forMs;
    for (;;) {
      await new Promise((done) => setImmediate(done));
      const [next] = this.waiting.toSorted((left, right) => left.dueAtMs - right.dueAtMs);
      if (!next || next.dueAtMs > until) break;
      this.waiting = this.waiting.filter((other) => other !== next);
      this.at = Math.max(this.at, next.dueAtMs);
      next.run();
    }
    this.at = until;
  }
}
