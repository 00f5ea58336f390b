// The whole start on one screen, in order: folder, lock, port, PostgreSQL, migrations, demo, server, agents, links.
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { RealWorld } from '../world.js';
import { lockData, openFolder } from './data-folder.js';
import {
  agentsWithCameras,
  agentsWithout,
  clipNames,
  seedStore,
  startAgent,
  type RunningAgent,
} from './demo.js';
import { drawClips } from './demo-clips.js';
import { tellStory } from './demo-story.js';
import { walkUnits } from './demo-walk.js';
import { StartFault } from './fault.js';
import { requireFree } from './free-port.js';
import { readOptions, type Options } from './options.js';
import { markOf, signal } from './processes.js';
import { endRecorded, removeRecord, writeRecord } from './run-record.js';
import { stopOnSignals } from './signals.js';
import { migrateStore, openStore, type Store } from './store.js';
import { supervise, type Supervised } from './supervise.js';
import { watchBuild } from './watch.js';
import { signInLinks, welcome } from './welcome.js';

const built = (path: string): string => fileURLToPath(new URL(`../../../${path}`, import.meta.url));

async function launch(options: Options): Promise<void> {
  const { dataDir, port } = options;
  const url = `http://127.0.0.1:${port}`;
  const say = (line: string) => void (options.json ? process.stderr : process.stdout).write(`${line}\n`);
  const agents: RunningAgent[] = [];
  let opening: Promise<Store> | undefined;
  let store: Store | undefined;
  let server: Supervised | undefined;
  let stopStory = () => {};
  let stopWalk = () => Promise.resolve();
  let stopping = false;

  const record = () => {
    if (stopping) return;
    const marks = [
      markOf(process.pid),
      store?.mark(),
      server?.mark(),
      ...agents.map((it) => it.process.mark()),
    ];
    writeRecord(dataDir, {
      url,
      launcher: process.pid,
      postgres: store?.mark()?.pid ?? null,
      server: server?.mark()?.pid ?? null,
      agents: agents.flatMap(({ http, sites, process: { mark } }) => {
        const pid = mark()?.pid;
        return pid === undefined ? [] : [{ pid, http, sites }];
      }),
      startTicks: Object.fromEntries(marks.flatMap((mark) => (mark ? [[mark.pid, mark.startTicks]] : []))),
    });
  };

  openFolder(dataDir);
  const lock = await lockData(dataDir, url);
  const stopAll = async () => {
    stopping = true;
    lock.stopping();
    stopStory();
    await stopWalk();
    await Promise.all(agents.map((agent) => agent.process.stop(2_000)));
    await server?.stop(3_000);
    // Told to stop while it is being opened, it is waited for: a database half started would be left behind.
    await (await opening?.catch(() => undefined))?.stop(3_000);
    removeRecord(dataDir);
    lock.release();
  };
  const killAll = () => {
    for (const it of [...agents.map((agent) => agent.process), server]) {
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
    await seedStore(store.url('owner'), dataDir);
    const env = { ...process.env, PORT: String(port), HAIXI_DATA: dataDir, DATABASE_URL: store.url('app') };
    server = supervise({ name: 'server', script: built('server/dist/main.js'), args: [], env }, say, record);
    await server.ready;
    for (const agent of agentsWithout)
      agents.push(await startAgent(agent, { dataDir, url, cameras: false, say, changed: record }));
    await Promise.allSettled(agents.map((agent) => agent.process.ready));
    record();
    const links = await signInLinks(store.url('app'), url, new RealWorld());
    if (signals.stopping()) return;
    process.stdout.write(options.json ? `${JSON.stringify({ url, links })}\n` : welcome(url, links));
    stopWalk = walkUnits(store.url('app'));
    stopStory = tellStory(
      () => agents.flatMap(({ http, presses }) => presses.map((path) => ({ address: http + path }))),
      say,
    );
    if (options.watch) {
      watchBuild([built('server/dist'), built('proto/dist')], () => server?.restart());
      watchBuild([built('edge-agent/dist'), built('proto/dist')], () =>
        agents.forEach((it) => it.process.restart()),
      );
    }
    await startCameras();
  } catch (error) {
    if (signals.stopping()) return;
    await stopAll();
    throw error;
  }

  async function drawn(): Promise<boolean> {
    try {
      await drawClips(dataDir, clipNames);
      return true;
    } catch (error) {
      say(`The demo goes on without its cameras: ${error instanceof Error ? error.message : String(error)}`);
      return false;
    }
  }

  /** After the welcome, because the clips take some seconds to draw. */
  async function startCameras(): Promise<void> {
    const cameras = spawnSync('ffmpeg', ['-version']).status === 0 && (await drawn());
    for (const agent of agentsWithCameras) {
      if (stopping) return;
      agents.push(await startAgent(agent, { dataDir, url, cameras, say, changed: record }));
    }
    record();
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
