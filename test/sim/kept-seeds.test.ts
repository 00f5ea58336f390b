// A broken seed is kept once, readable, and what is no list of seeds is not taken for one.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { keepSeed, readKeptSeeds } from './kept-seeds';

test('a broken seed is kept once with its steps and its rule', () => {
  const folder = mkdtempSync(join(tmpdir(), 'haixi-seeds-'));
  try {
    const file = join(folder, 'seeds.json');
    writeFileSync(file, '[]\n');
    const found = { seed: 7, steps: 4_000, rule: 'D2 stored is stored', what: 'an entry is missing' };
    keepSeed(file, found);
    keepSeed(file, { ...found, what: 'found again' });
    keepSeed(file, { ...found, steps: 2_000 });
    expect(readKeptSeeds(file)).toEqual([found, { ...found, steps: 2_000 }]);
    writeFileSync(file, '[{"seed":"7"}]');
    expect(() => readKeptSeeds(file)).toThrow('expected number');
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});
