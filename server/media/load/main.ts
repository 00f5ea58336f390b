// `npm run load:video`: many streams and viewers for minutes on the real programs, and whether the server noticed.
import { parseArgs } from 'node:util';
import { faultsOf } from './figures.js';
import { runLoad } from './load.service.js';

const usage = 'npm run load:video -- [--streams 30] [--viewers 3] [--minutes 10] [--json]';

async function main(): Promise<number> {
  const { values } = parseArgs({
    options: {
      streams: { type: 'string', default: '30' },
      viewers: { type: 'string', default: '3' },
      minutes: { type: 'string', default: '10' },
      json: { type: 'boolean', default: false },
    },
  });
  const [streams, viewers, minutes] = [values.streams, values.viewers, values.minutes].map(Number);
  if (!(streams! >= 1 && viewers! >= 1 && minutes! > 0)) throw new Error(`numbers, please: ${usage}`);
  const figures = await runLoad({
    streams: streams!,
    viewers: viewers!,
    minutes: minutes!,
    say: (line) => void process.stdout.write(`${line}\n`),
  });
  const faults = faultsOf(figures, 1);
  for (const [name, value] of Object.entries(figures)) process.stdout.write(`  ${name}: ${value}\n`);
  for (const fault of faults) process.stdout.write(`✗ ${fault}\n`);
  if (faults.length === 0) process.stdout.write('✓ the server did not notice\n');
  if (values.json) process.stdout.write(`${JSON.stringify({ ...figures, faults })}\n`);
  return faults.length === 0 ? 0 : 1;
}

main().then(
  (code) => process.exit(code),
  (error: Error) => {
    process.stderr.write(`load:video: ${error.message}\n`);
    process.exit(1);
  },
);
