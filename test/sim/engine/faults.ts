// What goes wrong in a run and how often: a profile drawn from the seed, counted as it strikes, switched off to heal.
import type { Chance } from './chance';

/** Strike with this probability at each occasion. */
const probabilities = {
  /** A connection is not made. */
  'connect.refused': 0.1,
  /** A QoS 1 message comes again. */
  'message.repeated': 0.03,
  /** A QoS 1 message comes after its followers. */
  'message.reordered': 0.03,
  /** A QoS 0 message is dropped by a broker that has too much to do. */
  'message.dropped': 0.2,
  /** The broker tells a will only after a while. */
  'will.late': 0.5,
  /** The server never gets the request. */
  'http.requestLost': 0.05,
  /** The server does it, and nobody hears. */
  'http.answerLost': 0.05,
  /** The hint that something was committed never comes. */
  'hint.lost': 0.1,
  'hint.late': 0.2,
  /** A statement takes long. */
  'store.slow': 0.02,
  /** The connection is lost just before COMMIT. */
  'commit.lostBefore': 0.01,
  /** COMMIT is done, and its answer is lost with the connection. */
  'commit.lostAfter': 0.01,
  /** The process dies just before COMMIT. */
  'commit.diesBefore': 0.006,
  /** COMMIT is done, and the process dies before it hears. */
  'commit.diesAfter': 0.006,
  'disk.slow': 0.05,
  /** An operation fails (EIO); after a failed sync pages are lost. */
  'disk.error': 0.003,
  'disk.full': 0.003,
  /** The power goes in the middle of an operation. */
  'disk.power': 0.003,
  /** A process that dies leaves its peers without a word, as a machine without power does. */
  'death.silent': 0.4,
} as const;

/** Strike again and again, at this mean distance in ms of true time, each line or process for itself. */
const distancesMs = {
  /** Both ends are told soon. */
  'line.cut': 30_000,
  /** Nothing passes any more, and each end notices for itself. */
  'line.halfOpen': 45_000,
  /** Latency grows a hundredfold for a while. */
  'line.slow': 40_000,
  /** No connection between two places for up to an hour. */
  'network.parted': 40_000,
  'agent.killed': 25_000,
  'agent.powerCut': 25_000,
  'server.killed': 25_000,
  'broker.killed': 40_000,
  'dashboard.reloaded': 30_000,
  'tablet.killed': 25_000,
  'process.frozen': 25_000,
  'clock.jumped': 25_000,
  /** Every connection of one process to the store is lost. */
  'store.lost': 40_000,
  /** The store takes no connection for a while. */
  'store.away': 60_000,
} as const;

export type Occasional = keyof typeof probabilities;
export type Recurring = keyof typeof distancesMs;
/** Not drawn but counted all the same: what others bring about, and what we want to have happened. */
const counted = ['lock.waited'] as const;

export type FaultName = Occasional | Recurring | (typeof counted)[number];

export const faultNames = [
  ...Object.keys(probabilities),
  ...Object.keys(distancesMs),
  ...counted,
] as FaultName[];

export class Faults {
  private readonly rates = new Map<FaultName, number>();
  private readonly hits = new Map<FaultName, number>();
  private isHealed = false;

  /**
   * A third of the kinds are left out of each run, because what strikes all the time hides what strikes seldom; the
   * others are up to four times rarer or more frequent than the table says. Where `only` is given, these strike at four
   * times their usual rate, and no others: for a run that looks for one thing.
   */
  constructor(
    private readonly chance: Chance,
    only: readonly FaultName[] | null = null,
  ) {
    const draw = (name: string, usual: number, more: 1 | -1) => {
      const isLeft = only ? !only.some((each) => each === name) : chance.chance(1 / 3);
      const factor = 4 ** (only ? more : chance.between(-1, 1));
      this.rates.set(name as FaultName, isLeft ? 0 : usual * factor);
    };
    for (const [name, probability] of Object.entries(probabilities)) draw(name, probability, 1);
    for (const [name, distanceMs] of Object.entries(distancesMs)) draw(name, distanceMs, -1);
  }

  /** How often each kind has struck. */
  get counts(): ReadonlyMap<FaultName, number> {
    return this.hits;
  }

  get healed(): boolean {
    return this.isHealed;
  }

  /** From now on nothing goes wrong any more by itself; what is broken already is mended by whoever owns it. */
  heal(): void {
    this.isHealed = true;
  }

  /** Whether it strikes at this occasion; counted where it does. */
  strikes(name: Occasional): boolean {
    if (this.isHealed || !this.chance.chance(this.rates.get(name)!)) return false;
    this.count(name);
    return true;
  }

  /** How long until it strikes next, in ms; Infinity where it never does in this run. Count it when it does. */
  nextMs(name: Recurring): number {
    const rate = this.rates.get(name)!;
    return this.isHealed || rate === 0 ? Infinity : this.chance.wait(rate);
  }

  /** One of a kind that was drawn by `nextMs` has struck. */
  count(name: FaultName): void {
    this.hits.set(name, (this.hits.get(name) ?? 0) + 1);
  }
}
