// The simulation can fail: each guarantee broken on purpose is found by it, within a few seeds.
import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build, type Plugin } from 'vite';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Mutant, mutants } from './mutants';
import type { Asked, Trial } from './trials';

/** Each mutant has so many seeds to be found in. */
const tried = { seeds: 25, steps: 3_000 };
/** So many at a time, each with a PostgreSQL of its own. */
const lanes = 2;

const root = fileURLToPath(new URL('../../', import.meta.url));
let folder: string;
let trials: Map<string, Trial>;

beforeAll(async () => {
  mkdirSync(join(root, 'test/dist'), { recursive: true });
  // Inside the repository, where the bundles find their packages.
  folder = mkdtempSync(join(root, 'test/dist/mutants-'));
  const runner = await bundle('sim/trials.ts', 'runner');
  const asked = await Promise.all(
    mutants.map(async (mutant, i): Promise<Asked> => {
      const { only, steps = tried.steps } = mutant;
      const script = await bundle('sim/trial.ts', `mutant-${i}`, mutant);
      return { bundle: script, seeds: tried.seeds, steps, only };
    }),
  );
  const told = await Promise.all(
    Array.from({ length: lanes }, (_, lane) =>
      run(
        runner,
        asked.filter((_asked, i) => i % lanes === lane),
      ),
    ),
  );
  const all = new Map(told.flat().map((trial) => [trial.bundle, trial]));
  trials = new Map(mutants.map(({ name }, i) => [name, all.get(asked[i]!.bundle)!]));
}, 900_000);
afterAll(() => rmSync(folder, { recursive: true, force: true }));

test.each(mutants)('it can fail: $name, so that $why', ({ name, breaks }) => {
  const { broken, seconds } = trials.get(name)!;
  process.stdout.write(`${name}: seed ${broken?.seed} broke ${broken?.rule} after ${seconds.toFixed(1)} s\n`);
  expect(breaks, `${tried.seeds} seeds: ${broken?.what}`).toContain(broken?.rule);
});

/** Bundles an entry of the simulation, with a mutant in it; gives the script. Throws where the mutant is stale. */
async function bundle(entry: string, name: string, mutant?: Mutant): Promise<string> {
  await build({
    root: join(root, 'test'),
    logLevel: 'silent',
    plugins: mutant ? [mutating(mutant)] : [],
    build: { ssr: entry, outDir: join(folder, name), emptyOutDir: false },
  });
  return join(folder, name, entry.replace(/^.*\/(.*)\.ts$/, '$1.js'));
}

function mutating({ name, file, find, replace }: Mutant): Plugin {
  let isThere = false;
  return {
    name: 'mutant',
    enforce: 'pre',
    transform(code, id) {
      if (id !== join(root, file)) return null;
      isThere = true;
      const times = code.split(find).length - 1;
      if (times !== 1) throw new Error(`stale mutant “${name}”: its text stands in ${file} ${times} times`);
      return { code: code.replace(find, () => replace), map: null };
    },
    buildEnd(error) {
      if (!error && !isThere)
        throw new Error(`stale mutant “${name}”: ${file} is not part of the simulation`);
    },
  };
}

/** Tries these bundles one after another in a process of its own. */
function run(runner: string, asked: readonly Asked[]): Promise<Trial[]> {
  const args = [runner, ...asked.map((each) => JSON.stringify(each))];
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit', 'ipc'] });
  let text = '';
  child.stdout!.setEncoding('utf8').on('data', (part: string) => {
    text += part;
  });
  return new Promise((done, fail) => {
    child.on('error', fail);
    child.on('close', (code) => {
      if (code !== 0) return fail(new Error(`the trials ended with ${code}`));
      done(
        text
          .trim()
          .split('\n')
          .map((line) => JSON.parse(line) as Trial),
      );
    });
  });
}
