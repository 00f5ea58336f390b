// The centre in its embedded shape, as npm start has it: the launcher with PostgreSQL, server, media and the demo's agents.
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, mkdirSync, openSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { agentsWithCameras, agentsWithLight, agentsWithout, clipsOf } from '@haixi/server/start/demo';
import { connectTo } from '@haixi/server/start/postgres';
import { freePort } from '../e2e/harness/free-port.js';
import { until } from '../e2e/harness/until.js';
import { type Clock, clockOf } from './clock.js';
import { childrenOf, processesNaming, signal } from './processes.js';

/** The demo's people who have a sign-in link. */
export type PersonName = 'operator' | 'operator2' | 'officer1' | 'officer2' | 'leader';

/** What can be hit, by the name that a fault has for it. */
export type Part = 'launcher' | 'server' | 'postgres' | 'media' | 'demoAgent';

export interface Centre {
  readonly url: string;
  readonly port: number;
  readonly data: string;
  readonly links: Readonly<Record<PersonName, string>>;
  /** The server's. */
  readonly clock: Clock;
  /** The processes of a part, the one that leads first; none while it is down. */
  pids(part: Part): number[];
  /** PostgreSQL's processes that serve a connection. */
  backends(): number[];
  /** Address of the store, with the application's role. */
  storeUrl(): string;
  /** The key of a demo site. */
  keyOf(siteId: string): string;
  /** What the launcher said where a program ended by itself, killed by nobody, with the lines before it. */
  endedByThemselves(): string[];
  stop(): Promise<void>;
  /** At once, for an end that can't wait. */
  kill(): void;
}

const agents = [...agentsWithCameras, ...agentsWithLight, ...agentsWithout];

/** After its end the launcher is started again so soon, in ms. */
const againMs = 700;

/** Starts it on this data folder; `logs` gets what it says. Throws with its own words where it does not start. */
export async function startCentre(data: string, logs: string): Promise<Centre> {
  drawLightClips(data);
  const port = await freePort();
  const log = join(logs, 'launcher.log');
  const clock = clockOf(join(logs, 'server.clock'), 'server/dist/main.js');
  const url = `http://127.0.0.1:${port}`;
  let isStopped = false;
  let timer: NodeJS.Timeout | undefined;
  let launcher: ChildProcess;
  /** As a supervisor of the machine would: whenever it has ended, it is started again on the same folder. */
  const launch = () => {
    const out = openSync(log, 'a', 0o600);
    launcher = spawn(process.execPath, ['server/dist/start/launch.js', '--json', '--quiet'], {
      env: { ...process.env, ...clock.env, PORT: String(port), HAIXI_DATA: data },
      stdio: ['ignore', 'pipe', out, 'ipc'],
      // Ctrl-C in the terminal reaches the harness alone, which stops everything in order.
      detached: true,
    });
    closeSync(out);
    launcher.on('exit', () => {
      if (!isStopped) timer = setTimeout(launch, againMs);
    });
    return launcher;
  };
  const killAll = () => {
    isStopped = true;
    clearTimeout(timer);
    signal(launcher.pid!, 'SIGKILL');
    // All that the launcher has started and outlives it names the folder; the server hears it by its channel.
    for (const pid of processesNaming(data)) signal(pid, 'SIGKILL');
  };
  const stop = async () => {
    isStopped = true;
    clearTimeout(timer);
    await stopped(launcher);
    killAll();
  };
  try {
    const { links } = JSON.parse(await firstLine(launch())) as Pick<Centre, 'links'>;
    // Found among the launcher's own children: its record can't be written while the disk is full.
    const children = (): ReturnType<typeof childrenOf> => childrenOf(launcher.pid!);
    const scripts = {
      server: 'server/dist/main.js',
      demoAgent: 'edge-agent/dist/main.js',
      postgres: '/postgres -D ',
    };
    const pids = (part: Part): number[] => {
      if (part === 'launcher')
        return launcher.exitCode === null && launcher.signalCode === null ? [launcher.pid!] : [];
      if (part === 'media') {
        const ofServer = pids('server').flatMap(childrenOf);
        return ofServer.filter(({ line }) => line.includes('media/process.js')).map(({ pid }) => pid);
      }
      const own = children().filter(({ line }) => line.includes(scripts[part]));
      const led = own.map(({ pid }) => pid);
      return part === 'postgres' ? [...led, ...led.flatMap(childrenOf).map(({ pid }) => pid)] : led;
    };
    await until('the demo has all of its agents', () => pids('demoAgent').length === agents.length, 120_000);
    return {
      url,
      port,
      data,
      links,
      clock,
      pids,
      backends: () =>
        pids('postgres')
          .slice(0, 1)
          .flatMap(childrenOf)
          .filter(({ line }) => line.includes('haixi_app'))
          .map(({ pid }) => pid),
      storeUrl: () => connectTo(join(data, 'postgres')),
      keyOf: (siteId) =>
        (JSON.parse(readFileSync(join(data, 'demo', 'keys.json'), 'utf8')) as Record<string, string>)[
          siteId
        ]!,
      endedByThemselves: () => {
        const lines = readFileSync(log, 'utf8').split('\n');
        return lines.flatMap((line, at) =>
          /^The .* ended with code/.test(line) ? [lines.slice(Math.max(0, at - 12), at + 1).join(' | ')] : [],
        );
      },
      stop,
      kill: killAll,
    };
  } catch (error) {
    await stop();
    throw new Error(`the centre did not start. It said:\n${readFileSync(log, 'utf8')}`, { cause: error });
  }
}

/** The demo's clips in small: the cameras are there so that media has something to lose, and the machine is shared. */
function drawLightClips(data: string): void {
  const folder = join(data, 'demo', 'clips');
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const [first, ...others] = clipsOf(agents).map((name) => join(folder, `${name}.mp4`));
  const film = 'testsrc2=s=320x180:r=5,noise=alls=3:allf=t';
  const output = ['-t', '60', '-c:v', 'libx264', '-preset', 'ultrafast', '-g', '10', '-pix_fmt', 'yuv420p'];
  // Without ffmpeg the demo goes on without its cameras, and so do we.
  if (spawnSync('ffmpeg', ['-v', 'error', '-f', 'lavfi', '-i', film, ...output, first!]).status !== 0) return;
  for (const other of others) spawnSync('cp', [first!, other]);
}

function firstLine(launcher: ChildProcess): Promise<string> {
  let said = '';
  return new Promise((resolve, reject) => {
    launcher.stdout!.setEncoding('utf8').on('data', (text: string) => {
      said += text;
      const line = said.split('\n').find((each) => each.startsWith('{') && each.endsWith('}'));
      if (line !== undefined) resolve(line);
    });
    launcher.on('exit', (code) => reject(new Error(`the launcher ended with ${code}`)));
    setTimeout(() => reject(new Error('it did not say that it is ready')), 240_000).unref();
  });
}

async function stopped(launcher: ChildProcess): Promise<void> {
  if (launcher.exitCode !== null || launcher.signalCode !== null) return;
  const gone = once(launcher, 'exit');
  launcher.kill('SIGTERM');
  await gone;
}
