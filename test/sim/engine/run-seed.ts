// One run of the simulation from one seed: so many steps among faults, then it heals, and must come to rest.
import { Broken } from './broken';
import { Faults, type FaultName } from './faults';
import { Network } from './network';
import { beginsAtMs, Scheduler } from './scheduler';
import type { Cast, Casting, Stage } from './stage';
import type { SimStore } from './store';

/** So long of its own time a healed system may take to come to rest. */
const restWithinMs = 6 * 60_000;
/** An hour without network is over by then for the run's purposes; the steps decide otherwise. */
const runMostMs = 3 * 60 * 60_000;

export interface RunResult {
  readonly seed: number;
  readonly steps: number;
  /** What broke; null where every rule held. */
  readonly broken: Broken | null;
  /** How long the run lasted by its own time, in ms. */
  readonly simulatedMs: number;
  /** SHA-256 over its trace. */
  readonly hash: string;
  readonly lastLines: readonly string[];
  readonly faults: ReadonlyMap<FaultName, number>;
  readonly counts: Readonly<Record<string, number>>;
}

export interface RunOptions {
  readonly seed: number;
  /** Events before everything is healed. */
  readonly steps: number;
  /** The only kinds of fault, all of them frequent; else the seed draws its own profile. */
  readonly only?: readonly FaultName[] | undefined;
  /** Is told every line of the trace. */
  readonly onLine?: (line: string) => void;
}

/** Runs one seed; the store is emptied first. Never throws for a rule that broke: that is its result. */
export async function runSeed(store: SimStore, casting: Casting, options: RunOptions): Promise<RunResult> {
  const { seed, steps } = options;
  const scheduler = new Scheduler(seed);
  scheduler.trace.listener = options.onLine ?? null;
  const faults = new Faults(scheduler.chance.fork(), options.only);
  const network = new Network(scheduler, faults);
  const stage: Stage = { seed, scheduler, faults, network, store: await store.begin(scheduler, faults) };
  const at: { cast: Cast | null } = { cast: null };
  const onRejection = (reason: unknown) => scheduler.fail(asBroken(reason));
  process.on('unhandledRejection', onRejection);
  let broken: Broken | null = null;
  try {
    at.cast = await casting(stage);
    await play(stage, at.cast, steps);
  } catch (error) {
    broken = asBroken(error);
  } finally {
    process.off('unhandledRejection', onRejection);
  }
  return {
    seed,
    steps: scheduler.steps,
    broken,
    simulatedMs: scheduler.nowMs - beginsAtMs,
    hash: scheduler.trace.hash,
    lastLines: scheduler.trace.last(60),
    faults: faults.counts,
    counts: at.cast?.counts() ?? {},
  };
}

async function play({ scheduler, faults, network, store }: Stage, cast: Cast, steps: number): Promise<void> {
  while (scheduler.steps < steps && scheduler.nowMs < beginsAtMs + runMostMs && (await scheduler.step()));
  scheduler.note('all is healed');
  faults.heal();
  network.heal();
  store.heal();
  cast.heal();
  const healedAtMs = scheduler.nowMs;
  const rests = await scheduler.runUntil(healedAtMs + restWithinMs, () => cast.isAtRest());
  if (!rests) throw new Broken('comes to rest', cast.unrest());
  await cast.checkAtRest();
}

/** By its name: a mutant's bundle has a class of its own. */
function asBroken(error: unknown): Broken {
  if (error instanceof Error && error.name === 'Broken') return error as Broken;
  const told = error instanceof Error ? (error.stack ?? error.message) : String(error);
  return new Broken('no program throws', told);
}
