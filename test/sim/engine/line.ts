// An ordered two-way line between two programs, as TCP is: late, slow, cut, or dead without either end knowing.
import type { Network } from './network';
import type { Process } from './process';

/** One end of a line. What is sent on a closed one goes nowhere, and tells nobody. */
export interface End<Out, In> {
  /** Sends by reference: send what nobody changes, or a copy. */
  send(message: Out): void;
  /** Set by whoever holds the end, at once when it gets it. */
  received: (message: In) => void;
  /** Is called once, when this end learns that the line is dead; not after its own `close`. */
  ended: () => void;
  /** Closes it as a program does: what was sent before still arrives, then the other end is told. */
  close(): void;
  readonly isOpen: boolean;
  /** Bytes on their way that the other end has not got, by `bytesOf`. */
  readonly unsentBytes: number;
}

export interface Ends<Out, In> {
  /** Of whoever opened it. */
  readonly a: End<Out, In>;
  readonly b: End<In, Out>;
}

export interface LineOptions<Out, In> {
  /** Mean latency of one way in ms. */
  readonly latencyMs?: number;
  /** After how long without a sign the ends hang up by themselves: at least and at most, for a and for b. */
  readonly noticedMs?: { readonly a: Span; readonly b: Span };
  /** What of a message its protocol may bring twice or behind its followers (QoS 1 at a new connection). */
  readonly mayRepeat?: (message: Out | In) => boolean;
  readonly bytesOf?: (message: Out | In) => number;
}
type Span = readonly [number, number];

const usualNoticeMs = { a: [15_000, 30_000], b: [15_000, 30_000] } as const;
/** A slow line is slower by this factor for so long at most. */
const slowness = { factor: 100, mostMs: 20_000 };

interface Side {
  readonly owner: Process;
  readonly end: End<unknown, unknown>;
  isOpen: boolean;
  /** What this side sent last arrives then; nothing overtakes it. */
  arrivesAtMs: number;
  unsentBytes: number;
}

export class Line {
  readonly ends: Ends<unknown, unknown>;
  private readonly a: Side;
  private readonly b: Side;
  private readonly latencyMs: number;
  private slowUntilMs = 0;
  private isDead = false;
  private readonly forgetKills: (() => void)[];

  constructor(
    private readonly network: Network,
    a: Process,
    b: Process,
    private readonly options: LineOptions<unknown, unknown>,
  ) {
    this.latencyMs = options.latencyMs ?? network.chance.between(1, 60);
    this.a = this.side(a);
    this.b = this.side(b);
    this.ends = { a: this.a.end, b: this.b.end };
    this.forgetKills = [this.a, this.b].map((side) => side.owner.onKill(() => this.ownerDied(side)));
    if (!this.isWithinOne) this.goThroughLife();
  }

  /** True for the line of a program to itself, such as the server's to its embedded broker: nothing befalls it. */
  get isWithinOne(): boolean {
    return this.a.owner === this.b.owner;
  }

  joins(name: string): boolean {
    return this.a.owner.name === name || this.b.owner.name === name;
  }

  /** What is under way is lost; both ends are told soon. */
  cut(): void {
    if (this.isDead) return;
    this.isDead = true;
    for (const side of [this.a, this.b]) this.tellEnd(side, this.network.chance.wait(500));
  }

  /** Nothing passes any more, and each end hangs up when it has missed the other for long enough. */
  halfOpen(): void {
    if (this.isDead) return;
    this.isDead = true;
    const { a, b } = this.options.noticedMs ?? usualNoticeMs;
    this.tellEnd(this.a, this.network.chance.between(...a));
    this.tellEnd(this.b, this.network.chance.between(...b));
  }

  private goThroughLife(): void {
    const { faults, scheduler } = this.network;
    const name = `line ${this.a.owner.name}–${this.b.owner.name}`;
    const strike = (fault: 'line.cut' | 'line.halfOpen' | 'line.slow', what: () => void) => {
      const inMs = faults.nextMs(fault);
      if (inMs === Infinity) return;
      scheduler.after(inMs, null, () => {
        if (this.isDead || faults.healed) return;
        faults.count(fault);
        scheduler.note(`${name}: ${fault}`);
        what();
      });
    };
    strike('line.cut', () => this.cut());
    strike('line.halfOpen', () => this.halfOpen());
    strike('line.slow', () => {
      this.slowUntilMs = scheduler.nowMs + this.network.chance.between(1_000, slowness.mostMs);
    });
  }

  private side(owner: Process): Side {
    const end: End<unknown, unknown> = {
      send: (message) => this.send(side, message),
      received: () => {},
      ended: () => {},
      close: () => this.close(side),
      get isOpen() {
        return side.isOpen;
      },
      get unsentBytes() {
        return side.unsentBytes;
      },
    };
    const side: Side = { owner, end, isOpen: true, arrivesAtMs: 0, unsentBytes: 0 };
    return side;
  }

  private send(from: Side, message: unknown): void {
    if (!from.isOpen || !from.owner.alive) return;
    const bytes = this.options.bytesOf?.(message) ?? 0;
    from.unsentBytes += bytes;
    const { faults, scheduler, chance } = this.network;
    const to = this.other(from);
    const arrive = (bytesOff: number) => () => {
      from.unsentBytes -= bytesOff;
      if (this.isDead) return;
      to.owner.deliver(() => {
        if (to.isOpen) to.end.received(message);
      });
    };
    const mayRepeat = !this.isWithinOne && this.options.mayRepeat?.(message);
    const atMs = this.arrivalOf(from);
    const isLate = mayRepeat && faults.strikes('message.reordered');
    scheduler.at(isLate ? atMs + chance.wait(2_000) : atMs, null, arrive(bytes));
    if (mayRepeat && faults.strikes('message.repeated'))
      scheduler.at(atMs + chance.wait(2_000), null, arrive(0));
  }

  /** When what is sent now arrives: never before what was sent earlier. */
  private arrivalOf(from: Side): number {
    const { scheduler, chance } = this.network;
    const factor = scheduler.nowMs < this.slowUntilMs ? slowness.factor : 1;
    const latencyMs = this.isWithinOne ? 0 : chance.wait(this.latencyMs * factor);
    from.arrivesAtMs = Math.max(from.arrivesAtMs, scheduler.exactMs + latencyMs);
    return from.arrivesAtMs;
  }

  private close(side: Side): void {
    if (!side.isOpen) return;
    side.isOpen = false;
    const other = this.other(side);
    if (!this.isDead)
      this.tellEnd(other, Math.max(0, this.arrivalOf(side) - this.network.scheduler.exactMs) + 0.01);
    this.forgetWhenOver();
  }

  /** The system closes a dead program's lines; where the machine died with it, nobody does. */
  private ownerDied(side: Side): void {
    side.isOpen = false;
    if (this.isDead) return this.forgetWhenOver();
    if (!this.isWithinOne && this.network.faults.strikes('death.silent')) return this.halfOpen();
    this.isDead = true;
    this.tellEnd(this.other(side), this.network.chance.wait(50));
    this.forgetWhenOver();
  }

  private tellEnd(side: Side, delayMs: number): void {
    if (!side.isOpen) return;
    this.network.scheduler.after(delayMs, null, () => {
      side.owner.deliver(() => {
        if (!side.isOpen) return;
        side.isOpen = false;
        this.isDead = true;
        this.network.scheduler.note(
          `${side.owner.name} learns that its line to ${this.other(side).owner.name} ended`,
        );
        side.end.ended();
        this.forgetWhenOver();
      });
    });
  }

  private forgetWhenOver(): void {
    if (this.a.isOpen || this.b.isOpen) return;
    for (const forget of this.forgetKills) forget();
    this.network.forget(this);
  }

  private other(side: Side): Side {
    return side === this.a ? this.b : this.a;
  }
}
