// The launcher with real processes: what it says when it can't start, what it survives, and that it leaves nothing behind.
import { execFileSync, spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
} from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeAll, beforeEach, expect, test, vi } from 'vitest';
import { freePort } from './free-port.js';
import { markOf } from './processes.js';
import type { RunRecord } from './run-record.js';

vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 });

const root = fileURLToPath(new URL('../../', import.meta.url));
const isRoot = process.getuid?.() === 0;

let folder: string;
let dataDir: string;
let port: number;
const running: ChildProcess[] = [];

beforeAll(() => {
  // The launcher runs what is built; a fault of types elsewhere is the check's to tell.
  const tsc = join(root, 'node_modules/.bin/tsc');
  spawnSync(process.execPath, [tsc, '-b', 'proto', 'edge-agent', 'server'], { cwd: root });
});

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'haixi start '));
  dataDir = join(folder, 'data');
  port = await freePort();
  // Only what the start can't do without: with ffmpeg the demo would draw its clips in each of these tests.
  mkdirSync(join(folder, 'bin'));
  for (const name of ['unshare', 'sh', 'nice']) {
    const found = ['/usr/bin', '/bin'].map((bin) => join(bin, name)).find(existsSync);
    if (found) symlinkSync(found, join(folder, 'bin', name));
  }
});

afterEach(async () => {
  await Promise.all(
    running.splice(0).map(async (child) => {
      if (child.exitCode !== null || child.signalCode !== null) return;
      child.kill('SIGTERM');
      await once(child, 'exit');
    }),
  );
  rmSync(folder, { recursive: true, force: true });
});

interface Started {
  child: ChildProcess;
  stdout(): string;
  stderr(): string;
  ended: Promise<number | null>;
}

function start(env: Record<string, string> = {}, args = ['--json', '--quiet']): Started {
  const child = spawn(process.execPath, [join(root, 'server/dist/start/launch.js'), ...args], {
    env: { PATH: join(folder, 'bin'), PORT: String(port), HAIXI_DATA: dataDir, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  running.push(child);
  let [out, err] = ['', ''];
  child.stdout.setEncoding('utf8').on('data', (text: string) => (out += text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => (err += text));
  const ended = once(child, 'close').then(([code]) => code as number | null);
  return { child, stdout: () => out, stderr: () => err, ended };
}

async function ready(started: Started): Promise<{ url: string; links: Record<string, string> }> {
  await expect
    .poll(() => (started.child.exitCode === null ? started.stdout() : started.stderr()), { timeout: 90_000 })
    .toMatch(/^\{.*\}\n$/);
  return JSON.parse(started.stdout()) as { url: string; links: Record<string, string> };
}

const recorded = (): RunRecord => JSON.parse(readFileSync(join(dataDir, 'run.json'), 'utf8')) as RunRecord;
const everyPid = ({ launcher, postgres, server, agents }: RunRecord): (number | null)[] => [
  launcher,
  postgres,
  server,
  ...agents.map(({ pid }) => pid),
];
const alive = (pids: (number | null)[]) => pids.filter((pid) => pid !== null && markOf(pid) !== undefined);
const answers = async (url: string): Promise<number> => (await fetch(`${url}/console`)).status;

test('N7 --json says one line on stdout, its links sign in once, and Ctrl-C leaves nothing running', async () => {
  const started = start({}, ['--json']);
  const { url, links } = await ready(started);
  expect(url).toBe(`http://127.0.0.1:${port}`);
  expect(Object.keys(links).join(' ')).toBe(
    'operator operator2 officer1 officer2 leader assistant installer administrator auditor',
  );
  const first = await fetch(links['operator']!, { redirect: 'manual' });
  expect([first.headers.get('location'), first.headers.get('set-cookie')]).toEqual([
    expect.stringMatching(/\/console$/),
    expect.stringContaining('haixi_session='),
  ]);
  const second = await fetch(links['operator']!, { redirect: 'manual' });
  expect(second.headers.get('set-cookie')).toBeNull();

  const pids = everyPid(recorded());
  expect(alive(pids)).toHaveLength(pids.length);
  started.child.kill('SIGINT');
  expect(await started.ended).toBe(0);
  expect(alive(pids)).toEqual([]);
  expect(readdirSync(dataDir).filter((name) => name === 'lock' || name === 'run.json')).toEqual([]);
  expect(started.stdout().split('\n')).toHaveLength(2);
});

test('N8 the server and PostgreSQL come back after kill -9, and a second start is refused meanwhile', async () => {
  const { url } = await ready(start());
  const before = recorded();

  const second = start();
  expect(await second.ended).toBe(1);
  expect(second.stderr().trimEnd().split('\n')).toEqual([
    expect.stringContaining(
      `(pid ${before.launcher}, ${url}) is running on ${dataDir}: stop it, or set HAIXI_DATA`,
    ),
  ]);

  process.kill(before.server!, 'SIGKILL');
  await expect.poll(() => recorded().server ?? before.server, { timeout: 30_000 }).not.toBe(before.server);
  await expect.poll(() => answers(url), { timeout: 60_000 }).toBe(200);

  process.kill(before.postgres!, 'SIGKILL');
  await expect
    .poll(() => recorded().postgres ?? before.postgres, { timeout: 30_000 })
    .not.toBe(before.postgres);
  await expect.poll(() => answers(url), { timeout: 60_000 }).toBe(200);
});

test('N9 after kill -9 of the launcher its programs end, and the next start recovers the orphaned PostgreSQL', async () => {
  const first = start();
  await ready(first);
  const before = recorded();
  first.child.kill('SIGKILL');
  const programs = [before.server, ...before.agents.map(({ pid }) => pid)];
  await expect.poll(() => alive(programs), { timeout: 20_000 }).toEqual([]);
  expect(alive([before.postgres])).toHaveLength(1);

  const next = start();
  const { url } = await ready(next);
  expect(await answers(url)).toBe(200);
  expect(alive([before.postgres])).toEqual([]);
  expect(next.stderr()).toContain(
    `An earlier PostgreSQL is still running in this folder (pid ${before.postgres})`,
  );
});

test('N10 a busy port is told in one line with its remedy before anything is started', async () => {
  const other = createServer().listen(port, '127.0.0.1');
  await once(other, 'listening');
  const refused = start();
  expect(await refused.ended).toBe(1);
  expect(refused.stderr()).toBe(
    `Port ${port} is used by another program: free it, or choose another one, for instance with PORT=8080 npm start\n`,
  );
  expect(existsSync(join(dataDir, 'postgres'))).toBe(false);
  other.close();
});

test('N16 real use begins empty with one set-up link and nobody in it, and its folder never becomes a demo', async () => {
  const started = start({}, ['--json', '--production']);
  await ready(started);
  const { url, setUp } = JSON.parse(started.stdout()) as { url: string; setUp: string };
  expect(setUp).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/set-up#[\w-]{43}$/);
  const door = await fetch(`${url}/api/door`);
  expect(await door.json()).toEqual({ mode: 'production', directory: null, needsSetUp: true });
  expect(recorded().agents).toEqual([]);
  started.child.kill('SIGINT');
  expect(await started.ended).toBe(0);
  expect(readFileSync(join(dataDir, 'seal.key')).length).toBeGreaterThan(0);

  const demo = start();
  expect(await demo.ended).toBe(1);
  expect(demo.stderr()).toContain('This data folder is in real use: start it with --production.');
});

test('N11 every fault of environment and flags is listed at once', async () => {
  const refused = start({ PORT: '80x', HAIXI_ORIGIN: 'skynet.example' }, ['--jason']);
  expect(await refused.ended).toBe(1);
  expect(refused.stderr().trimEnd().split('\n')).toEqual([
    expect.stringContaining('--jason: unknown flag'),
    expect.stringContaining('PORT=80x: a port is a whole number'),
    expect.stringContaining('HAIXI_ORIGIN=skynet.example: write https://'),
  ]);
});

test('N12 a folder that cannot be entered is told in one line', async () => {
  const refused = start({ HAIXI_DATA: join(folder, 'bin', 'sh', 'data') });
  expect(await refused.ended).toBe(1);
  expect(refused.stderr()).toMatch(
    /^The folder .* can't be entered or written by this user: .*HAIXI_DATA.*\n$/,
  );
});

test.skipIf(!isRoot)("N13 a folder that PostgreSQL's user may not enter is told in one line", async () => {
  // As on a machine without user namespaces, below a folder that is root's alone.
  rmSync(join(folder, 'bin', 'unshare'));
  chmodSync(folder, 0o700);
  const refused = start();
  expect(await refused.ended).toBe(1);
  expect(refused.stderr().trimEnd().split('\n').at(-1)).toMatch(
    /^PostgreSQL must not run as root, and the users it could run as may not enter or write .*HAIXI_DATA/,
  );
});

// Only root may mount a disk that is full.
test.skipIf(!isRoot)('N14 a full disk is told in one line, and nothing is left running', async () => {
  mkdirSync(dataDir);
  execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=16m', 'tmpfs', dataDir]);
  try {
    const refused = start();
    expect(await refused.ended).toBe(1);
    expect(refused.stderr()).toMatch(
      /^No space left on the disk of .*: free some, or set HAIXI_DATA to a folder elsewhere\.\n$/,
    );
  } finally {
    execFileSync('umount', [dataDir]);
  }
});
