// Seeds that once broke a rule: kept for ever in seeds.json, and run again by every test.
import { readFileSync, writeFileSync } from 'node:fs';
import { z } from 'zod';

const keptSeedSchema = z.strictObject({
  seed: z.int(),
  steps: z.int(),
  /** The rule that broke, and what was seen then. */
  rule: z.string(),
  what: z.string(),
});
export type KeptSeed = z.infer<typeof keptSeedSchema>;

/** Reads a file of kept seeds; throws where it is none. */
export function readKeptSeeds(file: string): KeptSeed[] {
  return z.array(keptSeedSchema).parse(JSON.parse(readFileSync(file, 'utf8')));
}

/** Adds one, unless it is there with the same steps. */
export function keepSeed(file: string, found: KeptSeed): void {
  const kept = readKeptSeeds(file);
  if (kept.some(({ seed, steps }) => seed === found.seed && steps === found.steps)) return;
  writeFileSync(file, `${JSON.stringify([...kept, found], null, 2)}\n`);
}
