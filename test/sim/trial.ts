// What one bundle of the simulation gives to whoever tries it: the whole system in it may be a broken one.
import 'reflect-metadata';
import { cast } from './actors/cast';
import { type RunOptions, type RunResult, runSeed } from './engine/run-seed';
import type { SimStore } from './engine/store';

/** Runs one seed of the system in this bundle, on the store of whoever asks. */
export function tryOut(store: SimStore, options: RunOptions): Promise<RunResult> {
  return runSeed(store, cast, options);
}
