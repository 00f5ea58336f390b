// What a run's cast plays on: the scheduler, its faults, the network and the store, all of one seed.
import type { Faults } from './faults';
import type { Network } from './network';
import type { Process } from './process';
import type { Scheduler } from './scheduler';
import type { StoreRun } from './store';

export interface Stage {
  readonly seed: number;
  readonly scheduler: Scheduler;
  readonly faults: Faults;
  readonly network: Network;
  readonly store: StoreRun;
}

/** The programs of a run and what has to hold of them. Rules that break throw `Broken`, or are told by `scheduler.fail`. */
export interface Cast {
  /** Nothing goes wrong any more: whatever is down is started again now, frozen ones are thawed, clocks put right. */
  heal(): void;
  /** Whether all has come to rest: outboxes empty, screens live, nothing under way. Asked after each event. */
  isAtRest(): boolean;
  /** What is not at rest, for a run that never comes to it. */
  unrest(): string;
  /** What must hold once all has come to rest. */
  checkAtRest(): Promise<void>;
  /** What the actors did, for the tables of coverage. */
  counts(): Readonly<Record<string, number>>;
}

/** Puts the programs on the stage; they begin with the first event. `actors/cast.ts` exports this system's as `cast`. */
export type Casting = (stage: Stage) => Promise<Cast>;

/** Strikes one of these at a time, again and again, at the distance of the profile, until all is healed. */
export function haunt<T extends Process>(
  { scheduler, faults }: Pick<Stage, 'scheduler' | 'faults'>,
  fault: Parameters<Faults['nextMs']>[0],
  victims: () => readonly T[],
  strike: (victim: T) => void,
): void {
  const inMs = faults.nextMs(fault);
  if (inMs === Infinity) return;
  scheduler.after(inMs, null, () => {
    if (faults.healed) return;
    const alive = victims().filter((victim) => victim.alive);
    if (alive.length > 0) {
      const victim = scheduler.chance.pick(alive);
      faults.count(fault);
      scheduler.note(`${victim.name}: ${fault}`);
      strike(victim);
    }
    haunt({ scheduler, faults }, fault, victims, strike);
  });
}
