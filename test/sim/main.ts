// `npm run sim`: runs seeds of the simulation, prints how to replay what breaks, and keeps it.
import 'reflect-metadata';
import { randomInt } from 'node:crypto';
import { parseArgs, type ParseArgsConfig } from 'node:util';
import { cast } from './actors/cast';
import { type FaultName, faultNames } from './engine/faults';
import { runSeed, type RunResult } from './engine/run-seed';
import { SimStore } from './engine/store';
import { keepSeed } from './kept-seeds';
import { Tally } from './tally';

const usage = `npm run sim -- --seed N [--steps M]       one run, the same every time
npm run sim -- --seeds K [--from N]       so many runs, from a random seed on unless it is given
npm run sim -- --for MINUTES              as many as fit
  --steps M   events before everything is healed (default 4000)
  --only A,B  these kinds of fault alone, all of them frequent
  --trace     every line of the trace, to stderr
  --json      last line of stdout: runs, events a second, which faults struck how often
  --no-keep   does not write a broken seed into test/sim/seeds.json
`;

const { values } = asked({
  options: {
    seed: { type: 'string' },
    steps: { type: 'string', default: '4000' },
    seeds: { type: 'string' },
    from: { type: 'string' },
    for: { type: 'string' },
    json: { type: 'boolean', default: false },
    only: { type: 'string' },
    trace: { type: 'boolean', default: false },
    'no-keep': { type: 'boolean', default: false },
    help: { type: 'boolean', default: false },
  },
});

/** From the root of the repository, where npm runs its scripts. */
const seedsFile = 'test/sim/seeds.json';
const steps = number('steps', values.steps);
const untilMs = values.for === undefined ? Infinity : Date.now() + number('for', values.for) * 60_000;
const only = values.only?.split(',').map(faultName);
const first = number('seed', values.seed ?? values.from ?? String(randomInt(1, 2 ** 40)));
const count =
  values.seed !== undefined ? 1 : values.seeds === undefined ? Infinity : number('seeds', values.seeds);

process.exitCode = values.help || !isAsked() ? help() : await main();

async function main(): Promise<number> {
  const store = await SimStore.open();
  let isStopped = false;
  // A terminal and the bootstrap each pass one Ctrl-C on: what is left of the store is ended by the first.
  const stop = () => {
    if (!isStopped) void store.close().finally(() => process.exit(130));
    isStopped = true;
  };
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP', 'disconnect'] as const) process.on(signal, stop);
  const tally = new Tally();
  try {
    for (let i = 0; i < count && Date.now() < untilMs; i += 1) {
      const seed = first + i;
      const onLine = values.trace ? { onLine: (line: string) => void process.stderr.write(`${line}\n`) } : {};
      const result = await runSeed(store, cast, { seed, steps, only, ...onLine });
      // A store that was taken away in the middle breaks no rule.
      if (isStopped) return 130;
      tally.add(result);
      process.stderr.write(progressOf(result));
      if (result.broken) tell(result);
    }
  } finally {
    if (!isStopped) await store.close();
    process.off('disconnect', stop);
    if (process.connected) process.disconnect();
  }
  if (values.json) process.stdout.write(`${tally.json(faultNames)}\n`);
  return tally.broken > 0 ? 1 : 0;
}

function tell({ seed, broken, lastLines }: RunResult): void {
  process.stderr.write(
    `\n${lastLines.join('\n')}\n\nseed ${seed} broke ${broken!.rule}\n  ${broken!.what}\n`,
  );
  process.stderr.write(
    `again: npm run sim -- --seed ${seed} --steps ${steps}${values.only ? ` --only ${values.only}` : ''}\n\n`,
  );
  // A file of kept seeds runs them among all kinds of fault.
  if (!values['no-keep'] && !only)
    keepSeed(seedsFile, { seed, steps, rule: broken!.rule, what: broken!.what.slice(0, 300) });
}

function progressOf({ seed, steps: done, simulatedMs, broken, hash }: RunResult): string {
  const minutes = (simulatedMs / 60_000).toFixed(1);
  return `seed ${seed}: ${broken ? 'BROKEN' : 'ok'}, ${done} events, ${minutes} min of its own, trace ${hash.slice(0, 12)}\n`;
}

function isAsked(): boolean {
  return [values.seed, values.seeds, values.for].some((value) => value !== undefined);
}

function help(): number {
  process.stderr.write(usage);
  return values.help ? 0 : 2;
}

/** What is not understood is said in one line. */
function asked<const T extends ParseArgsConfig>(config: T): ReturnType<typeof parseArgs<T>> {
  try {
    return parseArgs(config);
  } catch (error) {
    process.stderr.write(`sim: ${(error as Error).message}\n\n${usage}`);
    process.exit(2);
  }
}

function faultName(text: string): FaultName {
  const name = faultNames.find((each) => each === text);
  if (name !== undefined) return name;
  process.stderr.write(`--only ${text}: known are ${faultNames.join(', ')}\n`);
  process.exit(2);
}

function number(name: string, text: string): number {
  const value = Number(text);
  const isWhole = Number.isSafeInteger(value) && value >= (name === 'seeds' ? 1 : 0);
  if (text !== '' && (name === 'for' ? Number.isFinite(value) && value > 0 : isWhole)) return value;
  process.stderr.write(`--${name} ${text}: a ${name === 'for' ? '' : 'whole '}number is needed\n`);
  process.exit(2);
}
