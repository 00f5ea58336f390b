// `npm run fuzz`: malformed and hostile messages by the million against the real server, and whether it noticed.
import 'reflect-metadata';
import { parseArgs } from 'node:util';
import { fuzz } from './run.js';

const usage = 'npm run fuzz -- [--mqtt 1000000] [--web 100000] [--seed N] [--json]';

async function main(): Promise<number> {
  const { values } = parseArgs({
    options: {
      mqtt: { type: 'string', default: '1000000' },
      web: { type: 'string', default: '100000' },
      seed: { type: 'string', default: String(Math.floor(Math.random() * 2 ** 31)) },
      json: { type: 'boolean', default: false },
    },
  });
  const [mqtt, web, seed] = [values.mqtt, values.web, values.seed].map(Number);
  if (![mqtt, web, seed].every((count) => Number.isInteger(count) && count! >= 0))
    throw new Error(`whole numbers, please: ${usage}`);
  process.stderr.write(`seed ${seed}\n`);
  const say = (line: string) => void process.stderr.write(`${line}\n`);
  const fuzzed = await fuzz({
    root: process.cwd(),
    seed: seed!,
    mqtt: mqtt!,
    web: web!,
    liveMsMax: 2_000,
    say,
  });
  const { faults, ...figures } = fuzzed;
  if (values.json) process.stdout.write(`${JSON.stringify(fuzzed)}\n`);
  else for (const [name, value] of Object.entries(figures)) process.stdout.write(`  ${name}: ${value}\n`);
  for (const fault of faults) process.stderr.write(`✗ ${fault}\n`);
  if (faults.length > 0)
    process.stderr.write(`again: npm run fuzz -- --mqtt ${mqtt} --web ${web} --seed ${seed}\n`);
  return faults.length === 0 ? 0 : 1;
}

// The server ends with its channel; what else was started is ended at the exit.
for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP', 'disconnect'] as const)
  process.on(name, () => process.exit(130));

main().then(
  (code) => process.exit(code),
  (error: Error) => {
    process.stderr.write(`fuzz: ${error.message}\n`);
    process.exit(1);
  },
);
