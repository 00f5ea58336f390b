// The whole system as a user starts it: the start script with --json, a fresh data folder, a free port.
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { freePort } from './free-port.js';
import { until } from './until.js';

export const root = fileURLToPath(new URL('../../../', import.meta.url));

export const people = [
  'operator',
  'operator2',
  'officer1',
  'officer2',
  'leader',
  'assistant',
  'installer',
  'administrator',
  'auditor',
] as const;
export type PersonName = (typeof people)[number];

/** What a test needs to know of the running system; plain data, handed from the global set-up to each file. */
export interface SystemFacts {
  readonly url: string;
  readonly port: number;
  readonly data: string;
  readonly links: Readonly<Record<PersonName, string>>;
}

export interface StartedSystem extends SystemFacts {
  /** All that launcher, PostgreSQL, server and agents have said so far. */
  said(): string;
  stop(): Promise<void>;
}

/** Starts everything and resolves when the one line of --json is there; nothing happens but what tests do. Throws with the start's own words. */
export async function startSystem(): Promise<StartedSystem> {
  const data = mkdtempSync(join(tmpdir(), 'haixi-e2e-'));
  const port = await freePort();
  const launcher = spawn(process.execPath, ['server/start/bootstrap.mjs', 'start', '--json', '--quiet'], {
    cwd: root,
    env: { ...process.env, PORT: String(port), HAIXI_DATA: data },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let said = '';
  const ready = new Promise<string>((resolve, reject) => {
    for (const stream of [launcher.stdout, launcher.stderr])
      stream.setEncoding('utf8').on('data', (text: string) => {
        said += text;
        const line = said.split('\n').find((each) => each.startsWith('{') && each.endsWith('}'));
        if (line !== undefined) resolve(line);
      });
    launcher.on('exit', (code) => reject(new Error(`the start ended with ${code}`)));
    setTimeout(() => reject(new Error('it did not say that it is ready')), 240_000).unref();
  });
  const stop = async () => {
    if (launcher.exitCode === null && launcher.signalCode === null) {
      const gone = once(launcher, 'exit');
      launcher.kill('SIGINT');
      await gone;
    }
    rmSync(data, { recursive: true, force: true });
  };
  try {
    const { url, links } = JSON.parse(await ready) as Pick<SystemFacts, 'url' | 'links'>;
    return { url, links, port, data, stop, said: () => said + saidOfAgents(data) };
  } catch (error) {
    await stop();
    throw new Error(`the system did not start. It said:\n${said}`, { cause: error });
  }
}

/** What agents say goes into files of their own: the demo's, and those of the tests. */
function saidOfAgents(data: string): string {
  const logs = readdirSync(data, { recursive: true, encoding: 'utf8' }).filter((name) =>
    /^(demo|test-agents)\/.*\.log$/.test(name),
  );
  return logs.map((name) => readFileSync(join(data, name), 'utf8')).join('\n');
}

/** The server's process as the launcher keeps it on the disk; null while there is none. */
export function serverPid(system: SystemFacts): number | null {
  const record = JSON.parse(readFileSync(join(system.data, 'run.json'), 'utf8')) as { server: number | null };
  return record.server;
}

/** kill -9 of the server, and nothing else: the launcher is to notice by itself. Gives the killed process. */
export function killServer(system: SystemFacts): number {
  const pid = serverPid(system);
  if (pid === null) throw new Error('there is no server to kill');
  process.kill(pid, 'SIGKILL');
  return pid;
}

/** The media process beside the server; null while there is none. */
export function mediaPid(system: SystemFacts): number | null {
  const pid = serverPid(system);
  const children = pid === null ? '' : readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8');
  const line = (child: string) => readFileSync(`/proc/${child}/cmdline`, 'utf8');
  const media = children.split(' ').find((child) => child !== '' && line(child).includes('media/process.js'));
  return media === undefined ? null : Number(media);
}

/** Resolves when a server answers that is another one than `earlier`. */
export async function serverAgain(system: SystemFacts, earlier: number): Promise<void> {
  await until('the launcher has a new server', () => ![null, earlier].includes(serverPid(system)), 60_000);
  await until(
    'the new server answers',
    async () => (await fetch(`${system.url}/api/openapi.json`)).ok,
    60_000,
  );
}

/** `npm run verify` on the running system: its exit code and what it says. */
export function verify(system: SystemFacts): { code: number | null; said: string } {
  const line = ['server/start/bootstrap.mjs', 'verify'];
  const env = { ...process.env, HAIXI_DATA: system.data };
  const { status, stdout, stderr } = spawnSync(process.execPath, line, { cwd: root, env, encoding: 'utf8' });
  return { code: status, said: `${stdout}${stderr}` };
}

/** The key of a demo site, which its agent gives as MQTT password. */
export function siteKey(system: SystemFacts, siteId: string): string {
  const file = join(system.data, 'demo', 'keys.json');
  const key = (JSON.parse(readFileSync(file, 'utf8')) as Record<string, string>)[siteId];
  if (key === undefined) throw new Error(`the demo has no site ${siteId}`);
  return key;
}
