// `npm run load:return`: thousands of agents lose their server and come back at once, and no live alarm may wait for them.
import 'reflect-metadata';
import { parseArgs } from 'node:util';
import { crowdArgument, serveCrowd } from './crowd.js';
import { faultsOf } from './figures.js';
import { runReturn } from './run.js';

const usage = 'npm run load:return -- [--agents 5000] [--held 20] [--json]';

async function main(): Promise<number> {
  const { values } = parseArgs({
    options: {
      agents: { type: 'string', default: '5000' },
      held: { type: 'string', default: '20' },
      json: { type: 'boolean', default: false },
    },
  });
  const [agents, held] = [Number(values.agents), Number(values.held)];
  if (!(Number.isSafeInteger(agents) && agents >= 1 && Number.isSafeInteger(held) && held >= 0))
    throw new Error(`whole numbers, please: ${usage}`);
  const stop = new AbortController();
  for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(name, () => stop.abort());
  process.on('disconnect', () => stop.abort());
  const { figures } = await runReturn({
    stop: stop.signal,
    agents,
    held,
    script: process.argv[1]!,
    say: (line) => void (values.json ? process.stderr : process.stdout).write(`${line}\n`),
  });
  const faults = faultsOf(figures);
  for (const fault of faults) process.stderr.write(`✗ ${fault}\n`);
  process.stdout.write(`${JSON.stringify(figures)}\n`);
  return faults.length === 0 ? 0 : 1;
}

if (process.argv[2] === crowdArgument) serveCrowd();
else
  main().then(
    (code) => process.exit(code),
    (error: Error) => {
      process.stderr.write(`load:return: ${error.message}\n`);
      process.exit(1);
    },
  );
