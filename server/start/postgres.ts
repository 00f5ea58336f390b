// PostgreSQL of our own: made on the first start, recovered and started on every one; the launcher and tests stand on it.
import { spawn, type ChildProcess } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, statfsSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { folderFault, StartFault } from './fault.js';
import { freePort } from './free-port.js';
import { endLeftovers, readPidFile } from './postgres-leftovers.js';
import { findPostgresUser, type PostgresUser } from './postgres-user.js';

/** `owner` owns the database and migrates it; `app` is the server's role, with the rights the migrations grant it. */
export type Role = 'owner' | 'app';

export interface Exit {
  code: number | null;
  signal: NodeJS.Signals | null;
  /** PostgreSQL's last lines, for a person. */
  lastLines: string[];
}

export interface Cluster {
  /** Connection string with the role's password: never print it. */
  url(role: Role): string;
  readonly pid: number;
  /** Fast shutdown: open transactions are rolled back; at once without a checkpoint if that takes longer than 8 s. */
  stop(patienceMs?: number): Promise<void>;
  /** Settles when PostgreSQL has ended, asked to or not. */
  exited: Promise<Exit>;
}

export interface PostgresOptions {
  /** Folder of the cluster (made if missing, 0700); holds the data and the roles' passwords. */
  dir: string;
  say(line: string): void;
  /** Tests of other rules may turn it off; a real store never does. */
  fsync?: boolean;
  /** Port to prefer, so that clients find a restarted one again; otherwise any free one. */
  port?: number;
  /** Further settings by name, over those of a real store: for tests of other rules. */
  settings?: Readonly<Record<string, string | number>>;
}

const SPACE_FOR_NEW_BYTES = 200 * 1024 * 1024;
const SPACE_TO_RUN_BYTES = 48 * 1024 * 1024;
const MAJOR_VERSION = '18';

/**
 * Starts PostgreSQL on 127.0.0.1, made anew if `dir` is empty, after ending whatever an earlier one left there.
 * @throws StartFault with one line for a person: no space, folder closed, programs missing, or its own last words.
 */
export async function startPostgres(options: PostgresOptions): Promise<Cluster> {
  const dir = resolve(options.dir);
  try {
    mkdirSync(dir, { recursive: true, mode: 0o700 });
    const dataDir = join(dir, 'data');
    requireSpace(dir, existsSync(dataDir) ? SPACE_TO_RUN_BYTES : SPACE_FOR_NEW_BYTES);
    const user = findPostgresUser(dir);
    if (existsSync(dataDir)) {
      requireVersion(dataDir);
      user.own(dir);
      await endLeftovers(dataDir, options.say);
    } else {
      options.say('Making a new PostgreSQL cluster…');
      await makeCluster(dir, user, options.fsync ?? true);
    }
    return await run(dir, user, options);
  } catch (error) {
    throw folderFault(dir, error);
  }
}

/**
 * Connection string of a cluster that runs now, started by whichever process (`npm run verify` reads a live store).
 * @throws StartFault if none runs in `dir`.
 */
export function connectTo(dir: string, role: Role = 'app'): string {
  const running = existsSync(dir) ? readPidFile(join(resolve(dir), 'data')) : undefined;
  if (!running?.ready)
    throw new StartFault('failed', `No PostgreSQL is running in ${dir}: start it with "npm start".`);
  return urlOf(resolve(dir), role, running.port);
}

async function run(dir: string, user: PostgresUser, options: PostgresOptions): Promise<Cluster> {
  const dataDir = join(dir, 'data');
  let last: Exit | undefined;
  // Two things pass by themselves: a port taken since it was found free, and shared memory of a cluster killed just now.
  for (let attempt = 0; attempt < 6; attempt += 1) {
    if (attempt > 0) await sleep(400);
    const port = attempt === 0 && options.port ? options.port : await freePort();
    const { child, exited } = launch(dataDir, port, user, options);
    last = await readyOrExit(dataDir, child, exited);
    if (!last) return clusterOf(dir, port, child, exited);
    if (!/Address already in use|still in use|lock file/.test(last.lastLines.join('\n'))) break;
    await endLeftovers(dataDir, options.say);
  }
  const words =
    last?.lastLines.filter((line) => /FATAL|PANIC|ERROR|HINT|error/.test(line)).join(' ') ||
    last?.lastLines.at(-1);
  throw new StartFault(
    'failed',
    `PostgreSQL did not start in ${dir}: ${words ?? `it ended with code ${last?.code}`}`,
  );
}

function launch(
  dataDir: string,
  port: number,
  user: PostgresUser,
  { fsync = true, settings: more = {} }: PostgresOptions,
) {
  const settings = {
    port,
    listen_addresses: '127.0.0.1',
    unix_socket_directories: '',
    max_connections: 50,
    shared_buffers: '128MB',
    max_wal_size: '512MB',
    fsync: fsync ? 'on' : 'off',
    synchronous_commit: fsync ? 'on' : 'off',
    jit: 'off',
    timezone: 'UTC',
    log_timezone: 'UTC',
    log_checkpoints: 'off',
    ...more,
  };
  const flags = Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
  const { file, args, options } = user.command('postgres', ['-D', dataDir, ...flags]);
  // Its own session: Ctrl-C in the terminal must reach the launcher alone, which stops the database last.
  const child = spawn(file, args, { ...options, detached: true, stdio: ['ignore', 'ignore', 'pipe'] });
  return { child, exited: exitOf(child) };
}

function clusterOf(dir: string, port: number, child: ChildProcess, exited: Promise<Exit>): Cluster {
  return {
    url: (role) => urlOf(dir, role, port),
    pid: child.pid!,
    exited,
    async stop(patienceMs = 8_000) {
      child.kill('SIGINT');
      if (await settlesWithin(exited, patienceMs)) return;
      child.kill('SIGQUIT');
      if (await settlesWithin(exited, 1_500)) return;
      child.kill('SIGKILL');
      await exited;
    },
  };
}

/** Undefined once PostgreSQL takes connections, otherwise how it ended. */
async function readyOrExit(
  dataDir: string,
  child: ChildProcess,
  exited: Promise<Exit>,
): Promise<Exit | undefined> {
  let ended: Exit | undefined;
  void exited.then((exit) => (ended = exit));
  // Crash recovery of a large log may take minutes; only its own end ends the wait.
  for (;;) {
    if (ended) return ended;
    const file = readPidFile(dataDir);
    if (file?.pid === child.pid && file?.ready) return undefined;
    await sleep(25);
  }
}

/** Made beside its place and renamed at the end, so that a start killed half-way leaves no half cluster. */
async function makeCluster(dir: string, user: PostgresUser, fsync: boolean): Promise<void> {
  const fresh = join(dir, 'fresh');
  rmSync(fresh, { recursive: true, force: true });
  const secrets: Record<Role, string> = { owner: password(), app: password() };
  writeFileSync(join(dir, 'secrets.json'), JSON.stringify(secrets), { mode: 0o600 });
  mkdirSync(fresh, { mode: 0o700 });
  user.own(fresh);
  const flags = [
    '--encoding=UTF8',
    '--locale=C',
    '--username=postgres',
    '--auth=reject',
    '--no-instructions',
  ];
  await finish(user, 'initdb', ['-D', fresh, ...flags, ...(fsync ? [] : ['--no-sync'])], '');
  // The superuser has no door at all; the two roles have one, by password over loopback.
  const doors = ['127.0.0.1/32', '::1/128'].map(
    (net) => `host all haixi_owner,haixi_app ${net} scram-sha-256`,
  );
  writeFileSync(join(fresh, 'pg_hba.conf'), `${doors.join('\n')}\n`, { mode: 0o600 });
  user.own(fresh);
  const statements = [
    `CREATE ROLE haixi_owner LOGIN PASSWORD '${secrets.owner}'`,
    `CREATE ROLE haixi_app LOGIN PASSWORD '${secrets.app}'`,
    'CREATE DATABASE haixi OWNER haixi_owner',
    'REVOKE ALL ON DATABASE haixi FROM PUBLIC',
    'GRANT CONNECT ON DATABASE haixi TO haixi_app',
  ];
  await finish(user, 'postgres', ['--single', '-D', fresh, 'postgres'], `${statements.join(';\n')};\n`);
  renameSync(fresh, join(dir, 'data'));
}

async function finish(
  user: PostgresUser,
  program: 'initdb' | 'postgres',
  flags: string[],
  input: string,
): Promise<void> {
  const { file, args, options } = user.command(program, flags);
  const child = spawn(file, args, { ...options, stdio: ['pipe', 'ignore', 'pipe'] });
  child.stdin?.on('error', () => {}).end(input);
  const { code, lastLines } = await exitOf(child);
  // In single-user mode a failed statement is only said, so an ERROR line counts as failure too.
  if (code !== 0 || lastLines.some((line) => line.includes('ERROR:'))) {
    throw new StartFault('failed', `PostgreSQL's ${program} failed: ${lastLines.join(' ')}`);
  }
}

function exitOf(child: ChildProcess): Promise<Exit> {
  const lastLines: string[] = [];
  child.stderr?.setEncoding('utf8').on('data', (text: string) => {
    lastLines.push(...text.split('\n').filter((line) => line.trim() !== ''));
    lastLines.splice(0, lastLines.length - 30);
  });
  return new Promise((settle) => {
    child.on('error', (error) => settle({ code: null, signal: null, lastLines: [error.message] }));
    child.on('close', (code, signal) => settle({ code, signal, lastLines }));
  });
}

function requireSpace(dir: string, neededBytes: number): void {
  const { bavail, bsize } = statfsSync(dir);
  if (bavail * bsize < neededBytes) throw new Error(`ENOSPC: less than ${neededBytes} bytes are free`);
}

function requireVersion(dataDir: string): void {
  const found = readFileSync(join(dataDir, 'PG_VERSION'), 'utf8').trim();
  if (found === MAJOR_VERSION) return;
  throw new StartFault(
    'folder',
    `${dataDir} was made by PostgreSQL ${found}, this is ${MAJOR_VERSION}: set HAIXI_DATA to another folder.`,
  );
}

function urlOf(dir: string, role: Role, port: number): string {
  const secrets = JSON.parse(readFileSync(join(dir, 'secrets.json'), 'utf8')) as Record<Role, string>;
  return `postgres://haixi_${role}:${secrets[role]}@127.0.0.1:${port}/haixi`;
}

const password = (): string => randomBytes(24).toString('base64url');

function settlesWithin(promise: Promise<unknown>, limitMs: number): Promise<boolean> {
  return Promise.race([promise.then(() => true), sleep(limitMs, false, { ref: false })]);
}
