// One simulated program: its clocks, its timers, and its end, after which nothing of it moves any more.
import type { Clock } from '@haixi/edge-agent/clock';
import type { Chance } from './chance';
import type { Scheduler } from './scheduler';

/** Serves as the agent's `Clock` too. A program that starts again is a new Process of the same name. */
export class Process implements Clock {
  /** What this program itself draws: ids, salts, jitter. */
  readonly chance: Chance;
  private readonly bornAtMs: number;
  private isAlive = true;
  private frozen: (() => void)[] | null = null;
  private killed: (() => void)[] = [];

  constructor(
    readonly scheduler: Scheduler,
    readonly name: string,
    /** How far its wall clock is from the true time, in ms. */
    public skewMs = 0,
  ) {
    this.chance = scheduler.chance.fork();
    this.bornAtMs = scheduler.nowMs;
  }

  get alive(): boolean {
    return this.isAlive;
  }

  /** True while it is stopped as by SIGSTOP or a closed lid. */
  get isFrozen(): boolean {
    return this.frozen !== null;
  }

  /** Its wall clock, epoch ms; may be wrong and may jump. */
  nowMs(): number {
    return this.scheduler.nowMs + this.skewMs;
  }

  /** Milliseconds since it started; they only run forward. */
  steadyMs(): number {
    return this.scheduler.nowMs - this.bornAtMs;
  }

  /** Runs once after a delay in ms, unless it has ended by then; the answer cancels it. */
  after(delayMs: number, run: () => void, what: string | null = 'timer'): () => void {
    let cancelled = false;
    const told = what === null ? null : `${this.name} ${what}`;
    const cancel = this.scheduler.after(delayMs, told, () => {
      this.deliver(() => {
        if (!cancelled) run();
      });
    });
    return () => {
      cancelled = true;
      cancel();
    };
  }

  /** Does something inside the program now: at its thaw where it is frozen, never where it has ended. */
  deliver(run: () => void): void {
    if (!this.isAlive) return;
    if (this.frozen) this.frozen.push(run);
    else run();
  }

  /** Sets its wall clock by so many ms. */
  jump(byMs: number): void {
    this.skewMs += byMs;
    this.scheduler.note(`${this.name} clock jumps by ${byMs} ms`);
  }

  /** Stops it for so long; what comes meanwhile waits for it, and its clocks go on. */
  freeze(forMs: number): void {
    if (!this.isAlive || this.frozen) return;
    this.frozen = [];
    this.scheduler.after(forMs, `${this.name} thaws`, () => this.thaw());
    this.scheduler.note(`${this.name} is frozen`);
  }

  /** Lets it go on now; what waited comes in its order. */
  thaw(): void {
    const waiting = this.frozen ?? [];
    this.frozen = null;
    for (const run of waiting) this.scheduler.after(0, `${this.name} catches up`, () => this.deliver(run));
  }

  /** Ends it without a word, as kill -9 does: no timer, no query, no message and no disk of it moves any more. */
  kill(): void {
    if (!this.isAlive) return;
    this.isAlive = false;
    this.frozen = null;
    this.scheduler.note(`${this.name} is killed`);
    for (const tell of this.killed.splice(0)) tell();
  }

  /** Is told when it is killed; the answer takes the listener back. */
  onKill(tell: () => void): () => void {
    this.killed.push(tell);
    return () => {
      this.killed = this.killed.filter((each) => each !== tell);
    };
  }

  /** A line of this program for the trace. */
  note(line: string): void {
    this.scheduler.note(`${this.name}: ${line}`);
  }
}
