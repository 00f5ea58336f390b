// The network of a run: opens lines between programs, parts places from one another, and mends itself when healed.
import type { Chance } from './chance';
import type { Faults } from './faults';
import { type Ends, Line, type LineOptions } from './line';
import type { Process } from './process';
import type { Scheduler } from './scheduler';

export class Network {
  private readonly lines = new Set<Line>();
  private readonly parted = new Set<string>();
  readonly chance: Chance;

  constructor(
    readonly scheduler: Scheduler,
    readonly faults: Faults,
  ) {
    this.chance = scheduler.chance.fork();
  }

  /**
   * Opens a line from `a` to `b`; null where the other is dead, parted from us, or refuses by chance: then whoever asks
   * is told after a while as the real thing would tell them. What it goes through from then on is the seed's.
   */
  open<Out, In>(a: Process, b: Process, options: LineOptions<Out, In> = {}): Ends<Out, In> | null {
    if (!a.alive || !b.alive || this.areParted(a, b)) return null;
    if (a !== b && this.faults.strikes('connect.refused')) return null;
    const line = new Line(this, a, b, options as LineOptions<unknown, unknown>);
    this.lines.add(line);
    return line.ends as Ends<Out, In>;
  }

  /**
   * Lets nothing pass between this program and the rest of the world for so long, an hour at a closed shop included.
   * Lines that stand become half open: each end finds out by itself.
   */
  part(process: Process, forMs: number): void {
    const { name } = process;
    if (this.parted.has(name)) return;
    this.parted.add(name);
    this.faults.count('network.parted');
    this.scheduler.note(`${name} is parted from all others`);
    for (const line of this.lines) if (line.joins(name) && !line.isWithinOne) line.halfOpen();
    this.scheduler.after(forMs, `${name} is joined again`, () => void this.parted.delete(name));
  }

  /** Parted programs find one another again; lines that are half open are still to be noticed by their ends. */
  heal(): void {
    this.parted.clear();
  }

  areParted(a: Process, b: Process): boolean {
    return a !== b && (this.parted.has(a.name) || this.parted.has(b.name));
  }

  /** A line has ended at both ends. */
  forget(line: Line): void {
    this.lines.delete(line);
  }
}
