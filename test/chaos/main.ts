// `npm run chaos`: the real system, really killed, cut, stopped and filled; the last line says what was lost.
import { randomInt } from 'node:crypto';
import { Undo } from './house.js';
import { readOptions, usage } from './options.js';
import { type Ran, type Result, run, Stopped } from './run.js';

const say = (line: string) =>
  void process.stderr.write(`${new Date().toISOString().slice(11, 19)} ${line}\n`);

async function main(): Promise<number> {
  const asked = readOptions(process.argv.slice(2), randomInt(2 ** 31));
  if (!asked.ok) {
    process.stderr.write(`${asked.faults.join('\n')}\n\n${usage}\n`);
    return 2;
  }
  const { options } = asked;
  const stop = new AbortController();
  const undo = new Undo();
  stopOn(stop, undo);
  let ran: Ran;
  try {
    ran = await run(options, undo, stop.signal, say);
  } catch (error) {
    if (error instanceof Stopped) return 130;
    say((error as Error).stack ?? String(error));
    return 1;
  } finally {
    await undo.all(say);
  }
  const { result, wrong, folder } = ran;
  if (wrong.length > 0) {
    say(`not survived, ${wrong.length} faults:`);
    for (const fault of wrong.slice(0, 40)) say(`  ${fault}`);
    say(`data, logs of every program: ${folder}`);
    const only = options.only === null ? '' : ` --only ${options.only}`;
    say(`again: npm run chaos -- --seed ${result.seed} --rounds ${options.rounds}${only}`);
  }
  if (!options.json) process.stdout.write(`${table(result)}\n`);
  process.stdout.write(`${JSON.stringify(result)}\n`);
  return wrong.length === 0 ? 0 : 1;
}

/** A terminal, npm and the bootstrap each pass one Ctrl-C on: repeats within this are the same, in ms. */
const sameKeyMs = 1_500;

/** The first word ends the run in good order, a later one at once: nothing of ours is left behind either way. */
function stopOn(stop: AbortController, undo: Undo): void {
  let firstMs: number | null = null;
  const asked = (by: string) => {
    const nowMs = performance.now();
    if (firstMs === null) {
      firstMs = nowMs;
      say(`${by}: stopping`);
      stop.abort();
    } else if (nowMs - firstMs > sameKeyMs) process.exit(130);
  };
  for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(name, () => asked(name));
  process.on('disconnect', () => asked('disconnect'));
  process.on('exit', () => undo.atOnce());
  for (const name of ['uncaughtException', 'unhandledRejection'] as const)
    process.on(name, (error: unknown) => {
      say(String(error instanceof Error ? error.stack : error));
      process.exit(1);
    });
}

function table({ faults, ...figures }: Result): string {
  const rows = Object.entries({ ...figures, ...faults }).map(
    ([name, value]) => [name, String(value)] as const,
  );
  const width = Math.max(...rows.map(([name]) => name.length));
  return rows.map(([name, value]) => `${name.padEnd(width)}  ${value}`).join('\n');
}

const code = await main();
// A command that nobody answers any more would be sent for ever.
process.stdout.write('', () => process.exit(code));
