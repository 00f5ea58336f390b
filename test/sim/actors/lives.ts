// Whoever ends is started again after a while, as an operating system, a launcher or a person does it.
import { Process } from '../engine/process';
import type { Stage } from '../engine/stage';
import type { History } from './history';

type Start = (process: Process) => void | Promise<void>;

/** Mean time until somebody starts it again, in ms. */
const awayMs = 5_000;

interface Life {
  readonly name: string;
  readonly start: Start;
  process: Process | null;
}

export class Lives {
  private readonly lives = new Map<string, Life>();

  constructor(
    private readonly stage: Stage,
    private readonly history: History,
  ) {}

  /** The programs that run now. */
  get running(): readonly Process[] {
    return [...this.lives.values()].flatMap(({ process }) => (process?.alive ? [process] : []));
  }

  /** Starts it soon, and again after each of its ends. A start that fails ends it, as a program that exits. */
  keep(name: string, start: Start): void {
    const life: Life = { name, start, process: null };
    this.lives.set(name, life);
    this.startLater(life, 500);
  }

  /** Ends the program and starts it at once in another way; later it starts as ever. */
  replace(name: string, start: Start): void {
    const life = this.lives.get(name)!;
    life.process?.kill();
    this.startNow(life, start);
  }

  /** Everything that is down is started now, what is frozen goes on, and clocks are put right. */
  heal(): void {
    for (const life of this.lives.values()) {
      const { process } = life;
      if (process) process.skewMs = 0;
      if (process?.isFrozen) process.thaw();
      if (!process?.alive) this.startNow(life, life.start);
    }
  }

  private startLater(life: Life, meanMs: number): void {
    const { scheduler } = this.stage;
    scheduler.after(scheduler.chance.wait(meanMs), `${life.name} is started`, () => {
      if (!life.process?.alive) this.startNow(life, life.start);
    });
  }

  private startNow(life: Life, start: Start): void {
    const { scheduler, faults } = this.stage;
    const { chance } = scheduler;
    // Few clocks are right; a server's is nearly.
    const isServer = life.name.startsWith('server');
    const skewMs =
      faults.healed || isServer || chance.chance(0.7)
        ? 0
        : Math.round(chance.between(-1, 1) * 26 * 3_600_000);
    const process = new Process(scheduler, life.name, skewMs);
    life.process = process;
    process.onKill(() => {
      this.history.figures.crashes += 1;
      this.startLater(life, awayMs);
    });
    Promise.resolve(start(process)).catch((error: Error) => {
      process.note(`could not start: ${error.message}`);
      process.kill();
    });
  }
}
