// The whole start on one screen, in order: folder, lock, port, PostgreSQL, migrations, what the store holds, server, welcome.
import { fileURLToPath } from 'node:url';
import { lockData, openFolder } from './data-folder.js';
import { demoLife } from './demo-life.js';
import { StartFault } from './fault.js';
import { requireFree } from './free-port.js';
import { readOptions, type Options } from './options.js';
import { markOf, signal } from './processes.js';
import { endRecorded, removeRecord, writeRecord } from './run-record.js';
import { stopOnSignals } from './signals.js';
import { productionLife } from './production-life.js';
import { migrateStore, openStore, type Store } from './store.js';
import { supervise, type Supervised } from './supervise.js';
import { watchBuild } from './watch.js';

const built = (path: string): string => fileURLToPath(new URL(`../../../${path}`, import.meta.url));

async function launch(options: Options): Promise<void> {
  const { dataDir, port } = options;
  const url = `http://127.0.0.1:${port}`;
  const say = (line: string) => void (options.json ? process.stderr : process.stdout).write(`${line}\n`);
  let opening: Promise<Store> | undefined;
  let store: Store | undefined;
  let server: Supervised | undefined;
  let stopping = false;

  const record = () => {
    if (stopping) return;
    const marks = [
      markOf(process.pid),
      store?.mark(),
      server?.mark(),
      ...life.agents.map((it) => it.process.mark()),
    ];
    writeRecord(dataDir, {
      url,
      launcher: process.pid,
      postgres: store?.mark()?.pid ?? null,
      server: server?.mark()?.pid ?? null,
      agents: life.agents.flatMap(({ http, sites, process: { mark } }) => {
        const pid = mark()?.pid;
        return pid === undefined ? [] : [{ pid, http, sites }];
      }),
      startTicks: Object.fromEntries(marks.flatMap((mark) => (mark ? [[mark.pid, mark.startTicks]] : []))),
    });
  };

  const around = { dataDir, url, origin: options.origin, say, changed: record, stopping: () => stopping };
  const life = options.production ? productionLife(around) : demoLife(around, options.weather);

  openFolder(dataDir);
  const lock = await lockData(dataDir, url);
  const stopAll = async () => {
    stopping = true;
    lock.stopping();
    await life.stop();
    await server?.stop(3_000);
    // Told to stop while it is being opened, it is waited for: a database half started would be left behind.
    await (await opening?.catch(() => undefined))?.stop(3_000);
    removeRecord(dataDir);
    lock.release();
  };
  const killAll = () => {
    for (const it of [...life.agents.map((agent) => agent.process), server]) {
      const pid = it?.mark()?.pid;
      if (pid !== undefined) signal(-pid, 'SIGKILL');
    }
    const pid = store?.mark()?.pid;
    if (pid !== undefined) signal(pid, 'SIGQUIT');
  };
  const signals = stopOnSignals(say, stopAll, killAll);
  try {
    await endRecorded(dataDir);
    await requireFree(port);
    opening = openStore(dataDir, say, record);
    store = await opening;
    await migrateStore(store.url('owner'));
    await life.prepare(store.url('owner'));
    const env = {
      ...process.env,
      PORT: String(port),
      HAIXI_DATA: dataDir,
      HAIXI_ORIGIN: options.origin,
      DATABASE_URL: store.url('app'),
    };
    server = supervise({ name: 'server', script: built('server/dist/main.js'), args: [], env }, say, record);
    await server.ready;
    await life.settle(store.url('app'));
    record();
    const welcome = await life.welcome(store.url('app'));
    if (signals.stopping()) return;
    process.stdout.write(options.json ? `${JSON.stringify(welcome.json)}\n` : welcome.text);
    if (options.watch) {
      watchBuild([built('server/dist'), built('proto/dist')], () => server?.restart());
      watchBuild([built('edge-agent/dist'), built('proto/dist')], () =>
        life.agents.forEach((it) => it.process.restart()),
      );
    }
    await life.goOn(store.url('app'));
  } catch (error) {
    if (signals.stopping()) return;
    await stopAll();
    throw error;
  }
}

// Passwords, keys and photos are for this user's eyes; every child inherits it.
process.umask(0o077);
// A terminal that was closed is no reason to leave the database behind.
for (const stream of [process.stdout, process.stderr]) stream.on('error', () => {});
try {
  await launch(readOptions(process.env, process.argv.slice(2)));
} catch (error) {
  process.stderr.write(
    `${error instanceof StartFault ? error.message : String(error instanceof Error ? error.stack : error)}\n`,
  );
  process.exit(1);
}
