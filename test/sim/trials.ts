// For tests: tries bundles of the simulation one after another on one PostgreSQL, each until a rule breaks.
import 'reflect-metadata';
import { pathToFileURL } from 'node:url';
import type { FaultName } from './engine/faults';
import { SimStore } from './engine/store';
import type { tryOut } from './trial';

/** One line of what this program prints: what broke first, or null after all its seeds. */
export interface Trial {
  readonly bundle: string;
  readonly broken: { readonly seed: number; readonly rule: string; readonly what: string } | null;
  readonly seconds: number;
}

/** One argument each: a bundle and how it is tried. */
export interface Asked {
  readonly bundle: string;
  readonly seeds: number;
  readonly steps: number;
  readonly only?: readonly FaultName[] | undefined;
}

const asked = process.argv.slice(2).map((text) => JSON.parse(text) as Asked);
const store = await SimStore.open();
const isLeft = () => void store.close().finally(() => process.exit(1));
process.once('disconnect', isLeft);
try {
  for (const { bundle, seeds, ...options } of asked) {
    const began = performance.now();
    const trial = (await import(pathToFileURL(bundle).href)) as { tryOut: typeof tryOut };
    let broken: Trial['broken'] = null;
    for (let seed = 1; !broken && seed <= seeds; seed += 1) {
      const result = await trial.tryOut(store, { seed, ...options });
      if (result.broken) broken = { seed, rule: result.broken.rule, what: result.broken.what.slice(0, 300) };
    }
    const seconds = (performance.now() - began) / 1_000;
    process.stdout.write(`${JSON.stringify({ bundle, broken, seconds } satisfies Trial)}\n`);
  }
} finally {
  await store.close();
  process.off('disconnect', isLeft);
  if (process.connected) process.disconnect();
}
