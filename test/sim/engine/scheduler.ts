// The simulation's time: a queue of what is due, done one at a time, in an order that the seed alone decides.
import { Chance } from './chance';
import { Trace } from './trace';

/** When every run begins: epoch ms. */
export const beginsAtMs = 1_800_000_000_000;

interface Due {
  readonly atMs: number;
  readonly order: number;
  readonly what: string | null;
  run: (() => void | Promise<void>) | null;
}

export class Scheduler {
  readonly chance: Chance;
  readonly trace = new Trace();
  private readonly queue: Due[] = [];
  private ordered = 0;
  private done = 0;
  private now = beginsAtMs;
  private held: Promise<unknown>[] = [];
  private failure: Error | null = null;

  constructor(readonly seed: number) {
    this.chance = new Chance(seed);
  }

  /** The true time, epoch ms; whole. Programs see the clocks of their process instead. */
  get nowMs(): number {
    return Math.floor(this.now);
  }

  /** The same with its fraction, for `at`. */
  get exactMs(): number {
    return this.now;
  }

  /** How many events have run. */
  get steps(): number {
    return this.done;
  }

  /**
   * Runs once when `delayMs` of true time have gone; time stands still until what it gives has settled. `what` names it
   * in the trace; null leaves it out. The answer cancels it.
   */
  after(delayMs: number, what: string | null, run: () => void | Promise<void>): () => void {
    return this.at(this.now + Math.max(0, delayMs), what, run);
  }

  /** The same at a moment of `exactMs`: of two at one moment, the one that was asked for first is the first. */
  at(atMs: number, what: string | null, run: () => void | Promise<void>): () => void {
    const due: Due = { atMs, order: this.ordered, what, run };
    this.ordered += 1;
    push(this.queue, due);
    return () => {
      due.run = null;
    };
  }

  /** A line for the trace, with the time before it. */
  note(line: string): void {
    this.trace.add(`${((this.now - beginsAtMs) / 1_000).toFixed(3)} ${line}`);
  }

  /** The next event waits for this, and fails the run if it fails: for a look at the store while time stands still. */
  hold(work: Promise<unknown>): void {
    work.catch(() => {});
    this.held.push(work);
  }

  /** Ends the run with this error after the present event. The first one counts. */
  fail(error: Error): void {
    this.failure ??= error;
  }

  /** Does so many events, or as many as there are. */
  async runSteps(count: number): Promise<void> {
    await this.settle();
    for (let i = 0; i < count && (await this.step()); i += 1);
  }

  /** Goes on until this true time, or until `isDone`, which is asked after each event. False where time ran out. */
  async runUntil(atMs: number, isDone: () => boolean = () => false): Promise<boolean> {
    await this.settle();
    for (;;) {
      if (isDone()) return true;
      const next = this.peek();
      if (!next || next.atMs > atMs) {
        this.now = Math.max(this.now, atMs);
        return isDone();
      }
      await this.step();
    }
  }

  /** Does one event and all that follows from it at once; false where nothing is due any more. */
  async step(): Promise<boolean> {
    const next = this.peek();
    if (!next) return false;
    pop(this.queue);
    this.now = Math.max(this.now, next.atMs);
    this.done += 1;
    if (next.what !== null) this.note(next.what);
    await next.run!();
    await this.settle();
    return true;
  }

  /** Until nothing moves by itself: promises that are settled have told everyone who waited for them. */
  private async settle(): Promise<void> {
    for (;;) {
      await new Promise((done) => setImmediate(done));
      const { held } = this;
      if (held.length === 0) break;
      this.held = [];
      await Promise.all(held);
    }
    if (this.failure) throw this.failure;
  }

  /** The next event that was not cancelled. */
  private peek(): Due | undefined {
    while (this.queue.length > 0 && this.queue[0]!.run === null) pop(this.queue);
    return this.queue[0];
  }
}

function isBefore(a: Due, b: Due): boolean {
  return a.atMs < b.atMs || (a.atMs === b.atMs && a.order < b.order);
}

/** Puts it into the heap. */
function push(heap: Due[], due: Due): void {
  let at = heap.length;
  heap.push(due);
  while (at > 0) {
    const parent = (at - 1) >> 1;
    if (!isBefore(due, heap[parent]!)) break;
    heap[at] = heap[parent]!;
    at = parent;
  }
  heap[at] = due;
}

/** Takes the first out of the heap. */
function pop(heap: Due[]): void {
  const last = heap.pop()!;
  if (heap.length === 0) return;
  let at = 0;
  for (;;) {
    let child = 2 * at + 1;
    if (child >= heap.length) break;
    if (child + 1 < heap.length && isBefore(heap[child + 1]!, heap[child]!)) child += 1;
    if (!isBefore(heap[child]!, last)) break;
    heap[at] = heap[child]!;
    at = child;
  }
  heap[at] = last;
}
