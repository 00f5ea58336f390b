// `npm run bench -- map`: what the console's map costs the main thread with 10,000 cameras, in a real browser.
import { parseArgs } from 'node:util';
import { measureMap } from './map.js';

const usage = 'npm run bench -- map [--seconds 20] [--shift 90]';

async function main(): Promise<number> {
  const { positionals, values } = parseArgs({
    allowPositionals: true,
    options: { seconds: { type: 'string', default: '20' }, shift: { type: 'string', default: '90' } },
  });
  const [seconds, shift] = [Number(values.seconds), Number(values.shift)];
  if (positionals.join() !== 'map' || !(seconds > 0 && shift >= 3)) throw new Error(usage);
  return measureMap({
    runMs: seconds * 1_000,
    shiftMs: shift * 1_000,
    say: (line) => void process.stdout.write(`${line}\n`),
  });
}

main().then(
  (code) => process.exit(code),
  (error: unknown) => {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    process.exit(1);
  },
);
