// PostgreSQL as the launcher starts it, with real processes: made, stopped, killed, orphaned and started again.
import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { connectTo, startPostgres, type Cluster } from './postgres.js';

// Each test waits for real starts and stops, on a machine that other tests share.
vi.setConfig({ testTimeout: 30_000 });

let dir: string;
let lines: string[];
const started: Cluster[] = [];

beforeEach(() => {
  // A space in the path and a folder only its owner may enter, as a clone by `mktemp -d` has it.
  dir = join(mkdtempSync(join(tmpdir(), 'haixi postgres ')), 'postgres');
  lines = [];
});

afterEach(async () => {
  await Promise.all(started.splice(0).map((cluster) => cluster.stop()));
  rmSync(join(dir, '..'), { recursive: true, force: true });
});

async function start(): Promise<Cluster> {
  const cluster = await startPostgres({ dir, say: (line) => lines.push(line) });
  started.push(cluster);
  return cluster;
}

async function ask(url: string, sql: string): Promise<Record<string, unknown>[]> {
  const client = new pg.Client(url);
  client.on('error', () => {});
  await client.connect();
  try {
    return (await client.query(sql)).rows as Record<string, unknown>[];
  } finally {
    await client.end();
  }
}

test('N1 a new cluster has an owner, an application role without rights to make tables, and durable settings', async () => {
  const cluster = await start();
  await ask(cluster.url('owner'), 'create table kept (n int)');
  await expect(ask(cluster.url('app'), 'create table stray (n int)')).rejects.toThrow(/permission denied/);
  const [row] = await ask(
    cluster.url('app'),
    `select current_setting('fsync') fsync, current_setting('synchronous_commit') commit, pg_encoding_to_char(encoding) encoding from pg_database where datname = 'haixi'`,
  );
  expect(row).toEqual({ fsync: 'on', commit: 'on', encoding: 'UTF8' });
  expect(statSync(join(dir, 'secrets.json')).mode & 0o777).toBe(0o600);
  await expect(ask(cluster.url('app').replace(/:[^:@/]+@/, ':wrong@'), 'select 1')).rejects.toThrow(
    /password/,
  );
  expect(connectTo(dir)).toBe(cluster.url('app'));
});

test('N2 what was committed is there after a stop and after kill -9 with an immediate start', async () => {
  const first = await start();
  await ask(first.url('owner'), 'create table kept (n int); insert into kept values (1)');
  await first.stop();
  expect(() => connectTo(dir)).toThrow(/No PostgreSQL is running/);

  const second = await start();
  await ask(second.url('owner'), 'insert into kept values (2)');
  process.kill(second.pid, 'SIGKILL');
  const third = await start();
  expect(await ask(third.url('owner'), 'select n from kept order by n')).toEqual([{ n: 1 }, { n: 2 }]);
});

test('N3 an orphan of a launcher that was killed is stopped, said, and its data is there', async () => {
  const orphaned = await start();
  await ask(orphaned.url('owner'), 'create table kept (n int); insert into kept values (1)');
  const next = await start();
  expect(next.pid).not.toBe(orphaned.pid);
  expect(lines.filter((line) => line.includes(String(orphaned.pid)))).toHaveLength(1);
  expect(await ask(next.url('owner'), 'select n from kept')).toEqual([{ n: 1 }]);
  expect((await orphaned.exited).signal ?? 'ended').toBe('ended');
});

test("N4 a stale pid file that names a stranger's process does not keep PostgreSQL from starting", async () => {
  await (await start()).stop();
  const stranger = spawn('sleep', ['60']);
  try {
    writeFileSync(
      join(dir, 'data', 'postmaster.pid'),
      `${stranger.pid}\n${join(dir, 'data')}\n1\n5432\n\n*\n`,
    );
    const cluster = await start();
    expect(await ask(cluster.url('app'), 'select 1 as one')).toEqual([{ one: 1 }]);
    expect(stranger.exitCode).toBeNull();
  } finally {
    stranger.kill();
  }
});

test('N5 a first start killed half-way leaves nothing that the next one trips over', async () => {
  mkdirSync(join(dir, 'fresh', 'base'), { recursive: true });
  writeFileSync(join(dir, 'fresh', 'PG_VERSION'), '18\n');
  const cluster = await start();
  expect(await ask(cluster.url('app'), 'select 1 as one')).toEqual([{ one: 1 }]);
});

test('N6 a folder that is a file is told in one line', async () => {
  writeFileSync(dir, '');
  await expect(start()).rejects.toThrow(/^The folder .* can't be entered or written/);
});
