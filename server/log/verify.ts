// `npm run verify`: checks the live store's log, writes it to a file, or checks such a file.
import { parseArgs } from 'node:util';
import { join } from 'node:path';
import { connectTo } from '../start/postgres.js';
import { openDatabase } from '../store/database.store.js';
import { exportLog, type Verified, verifyFile, verifyStore } from './verify-log.store.js';

const usage = `npm run verify                      checks the log of the running store
npm run verify -- --export FILE     checks it and writes it to FILE
npm run verify -- FILE              checks a file written so`;

async function main(): Promise<number> {
  const { values, positionals } = parseArgs({
    options: { export: { type: 'string' }, help: { type: 'boolean' } },
    allowPositionals: true,
  });
  if (values.help || positionals.length > 1) {
    process.stdout.write(`${usage}\n`);
    return values.help ? 0 : 2;
  }
  const [file] = positionals;
  if (file !== undefined) return tell(file, await verifyFile(file));
  const data = process.env['HAIXI_DATA'] ?? 'data';
  const db = openDatabase(connectTo(join(data, 'postgres')), { size: 1 });
  try {
    const code = tell('the store', await verifyStore(db));
    if (values.export !== undefined) {
      const events = await exportLog(db, values.export);
      process.stdout.write(`wrote ${events} events to ${values.export}\n`);
    }
    return code;
  } finally {
    await db.destroy();
  }
}

function tell(what: string, { events, areas, erased, broken }: Verified): number {
  if (broken) {
    const { areaId, n, told } = broken;
    process.stdout.write(
      `BROKEN ${what}: area ${areaId}, event ${n}: ${told}. Nothing after it can be vouched for.\n`,
    );
    return 1;
  }
  const gone = erased === 0 ? '' : `, ${erased} of them with content erased when due`;
  process.stdout.write(`whole: ${what}: ${events} events in ${areas} areas${gone}; every link holds.\n`);
  return 0;
}

try {
  process.exitCode = await main();
} catch (error) {
  process.stderr.write(`verify: ${(error as Error).message}\n`);
  process.exitCode = 2;
}
