// The soak, `npm run soak`: weeks or a year of shifts on a simulated clock, after which nothing may have grown without bound.
import 'reflect-metadata';
import { parseArgs } from 'node:util';
import { runSoak } from './run';

const usage = 'npm run soak -- [--weeks 1] [--seed 1] [--json]';

async function main(): Promise<number> {
  const { values } = parseArgs({
    options: {
      weeks: { type: 'string', default: '1' },
      seed: { type: 'string', default: '1' },
      json: { type: 'boolean', default: false },
    },
  });
  const [weeks, seed] = [Number(values.weeks), Number(values.seed)];
  if (!(Number.isSafeInteger(weeks) && weeks >= 1 && Number.isSafeInteger(seed)))
    throw new Error(`whole numbers, please: ${usage}`);
  const say = (line: string) => void (values.json ? process.stderr : process.stdout).write(`${line}\n`);
  const soaked = await runSoak({ days: weeks * 7, seed, measureEvery: weeks > 1 ? 7 : 1, say });
  for (const fault of soaked.faults) process.stderr.write(`✗ ${fault}\n`);
  const { days: _days, ...figures } = soaked;
  process.stdout.write(`${JSON.stringify({ weeks, ...figures })}\n`);
  return soaked.faults.length === 0 ? 0 : 1;
}

// What was started is ended at the exit.
for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP', 'disconnect'] as const)
  process.on(name, () => process.exit(130));

main().then(
  (code) => process.exit(code),
  (error: Error) => {
    process.stderr.write(`soak: ${error.message}\n`);
    process.exit(1);
  },
);
