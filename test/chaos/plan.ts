// What each round will do, drawn from the seed alone before anything starts: a deck of faults, dealt some at a time.
import type { Chance } from '../sim/engine/chance';
import { type Kind, type KindName, kinds } from './faults.js';

export interface Planned {
  readonly kind: KindName;
  /** After the beginning of the round. */
  readonly atMs: number;
  readonly forMs: number;
  readonly draw: number;
}

/** Several at once: they begin within this time. */
const withinMs = 9_000;
const perRound = { least: 3, most: 5 };

/**
 * Rounds one after another, for ever. Every card of the deck is dealt before any comes again, so that a run of some
 * rounds has had every kind; a round has each kind once. `names` are those to draw from.
 */
export function* rounds(chance: Chance, names: readonly KindName[]): Generator<Planned[], never> {
  const full = names.flatMap((name) => Array.from({ length: kinds[name].cards }, () => name));
  let deck: KindName[] = [];
  for (;;) {
    const drawn = perRound.least + chance.int(perRound.most - perRound.least + 1);
    const count = Math.min(drawn, names.length);
    const round: Planned[] = [];
    while (round.length < count) {
      if (deck.length === 0) deck = shuffled(full, chance);
      const at = deck.findIndex((kind) => !round.some((planned) => planned.kind === kind));
      // What is left of the deck is all in the round already: a new one is begun.
      if (at < 0) {
        deck = [];
        continue;
      }
      const [kind] = deck.splice(at, 1) as [KindName];
      const { leastMs, mostMs } = kinds[kind];
      round.push({
        kind,
        atMs: Math.round(chance.between(0, withinMs)),
        forMs: Math.round(chance.between(leastMs, mostMs)),
        draw: chance.real(),
      });
    }
    yield round.toSorted((a, b) => a.atMs - b.atMs);
  }
}

function shuffled<T>(list: readonly T[], chance: Chance): T[] {
  return list
    .map((value) => ({ value, at: chance.real() }))
    .toSorted((a, b) => a.at - b.at)
    .map(({ value }) => value);
}

/** The kinds that can be done here: without disks of our own none is filled. */
export function kindsHere(only: readonly KindName[] | null, mounts: boolean): KindName[] {
  const all = Object.entries(kinds) as [KindName, Kind][];
  const here = all.filter(([, { needsDisk }]) => mounts || !needsDisk).map(([name]) => name);
  return only === null ? here : here.filter((name) => only.includes(name));
}
