// The agent as a process of its own: faults told before it starts, a kill -9 after a press, a clean end.
import { type ChildProcess, execFileSync, fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { FakeServer } from './testing/fake-server.js';
import { hasFfmpeg, makeFilm } from './testing/film.js';
import { commandLinesWith } from './testing/processes.js';

const root = fileURLToPath(new URL('..', import.meta.url));
const program = join(root, 'edge-agent', 'dist', 'main.js');

describe('the agent', () => {
  let folder: string;
  const children: ChildProcess[] = [];

  beforeAll(() => {
    execFileSync(process.execPath, [join(root, 'node_modules', '.bin', 'tsc'), '-b', 'edge-agent'], {
      cwd: root,
    });
  }, 120_000);

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'agent-'));
  });

  afterEach(async () => {
    for (const child of children.splice(0)) {
      if (child.exitCode !== null || child.signalCode !== null) continue;
      child.kill('SIGKILL');
      await once(child, 'exit');
    }
    rmSync(folder, { recursive: true, force: true });
  });

  function configure(server: string): string {
    const path = join(folder, 'agent.yaml');
    const button = (id: string) =>
      `\n  - { id: ${id}, key: "a-key", sources: [{ id: button-1, type: button, kind: panic }] }`;
    writeFileSync(
      path,
      `server: ${server}\ndata: ./data\nhttp: { port: 0 }\nsites:${button('shop-01')}${button('shop-02')}\n`,
    );
    return path;
  }

  async function start(config: string) {
    // Without `execArgv` a fork of vitest's would read the workspace's sources instead of what was built.
    const child = fork(program, ['--config', config], {
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
      execArgv: [],
    });
    children.push(child);
    let output = '';
    child.stdout?.on('data', (chunk) => (output += String(chunk)));
    child.stderr?.on('data', (chunk) => (output += String(chunk)));
    const ended = once(child, 'exit');
    const [ready] = await Promise.race([once(child, 'message'), ended.then(() => [null])]);
    const port: unknown = ready && typeof ready === 'object' && 'port' in ready ? ready.port : null;
    return { child, port, ended, output: () => output };
  }

  async function press(port: unknown, path: string): Promise<unknown> {
    const response = await fetch(`http://127.0.0.1:${String(port)}/press/${path}`, { method: 'POST' });
    return { status: response.status, body: await response.json() };
  }

  async function held(port: unknown): Promise<number[]> {
    const response = await fetch(`http://127.0.0.1:${String(port)}/state`);
    const shape = z.object({ sites: z.array(z.object({ outbox: z.object({ held: z.number() }) })) });
    return shape.parse(await response.json()).sites.map((site) => site.outbox.held);
  }

  it('D1 killed with -9 after a press, it sends the alarm when it runs again', async () => {
    // Nobody listens yet: the press is on the disk only.
    const config = configure('mqtt://127.0.0.1:1');
    const first = await start(config);
    const pressed = await press(first.port, 'shop-01/button-1');
    expect(pressed).toMatchObject({ status: 202, body: { seq: 0 } });
    first.child.kill('SIGKILL');
    await first.ended;

    const server = await FakeServer.start({ 'shop-01': 'a-key', 'shop-02': 'a-key' });
    await server.tellPresence(true);
    const second = await start(configure(server.url));
    await expect.poll(() => server.entries.length, { timeout: 10_000 }).toBeGreaterThan(0);
    expect(server.entries[0]).toMatchObject({ seq: 0, body: { sourceId: 'button-1', kind: 'panic' } });
    await expect.poll(() => held(second.port), { timeout: 5_000 }).toEqual([0, 0]);
    expect(server.readings.length).toBeGreaterThan(0);
    expect(first.output() + second.output()).not.toContain('a-key');
    second.child.kill('SIGTERM');
    expect(await second.ended).toEqual([0, null]);
    await expect.poll(() => server.presences.at(-1)?.online, { timeout: 5_000 }).toBe(false);
    expect(server.faults).toEqual([]);
    await server.stop();
  }, 30_000);

  it('ends when the program that started it goes away', async () => {
    const { child, ended } = await start(configure('mqtt://127.0.0.1:1'));
    child.disconnect();
    expect(await ended).toEqual([0, null]);
  }, 30_000);

  it.skipIf(!hasFfmpeg())(
    'leaves no ffmpeg behind when it is killed with -9',
    async () => {
      const film = join(folder, 'film.mp4');
      makeFilm(film);
      const config = configure('mqtt://127.0.0.1:1');
      const camera = '{ id: camera-1, type: camera, address: film.mp4, loop: true }';
      writeFileSync(
        config,
        readFileSync(config, 'utf8').replaceAll('kind: panic }', `kind: panic }, ${camera}`),
      );
      const { child, ended } = await start(config);
      await expect.poll(() => commandLinesWith(film), { timeout: 10_000 }).toHaveLength(2);
      child.kill('SIGKILL');
      await ended;
      await expect.poll(() => commandLinesWith(film), { timeout: 10_000 }).toEqual([]);
    },
    30_000,
  );

  it('a second agent on one data folder, and a faulty configuration, are one clear line each', async () => {
    const config = configure('mqtt://127.0.0.1:1');
    await start(config);
    const second = await start(config);
    expect(await second.ended).toEqual([1, null]);
    expect(second.output()).toMatch(/another agent uses .*data\n$/);
    writeFileSync(config, 'server: x\ndata: 1\nsites: []\n');
    const third = await start(config);
    expect(await third.ended).toEqual([1, null]);
    expect(third.output().trim().split('\n')).toHaveLength(3);
  }, 30_000);

  it('a site whose folder can not be used is told, and stops no other site', async () => {
    const config = configure('mqtt://127.0.0.1:1');
    mkdirSync(join(folder, 'data'));
    writeFileSync(join(folder, 'data', 'shop-01'), 'a file stands where the folder should');
    const { port, output } = await start(config);
    expect(await press(port, 'shop-01/button-1')).toMatchObject({ status: 507 });
    expect(await press(port, 'shop-02/button-1')).toMatchObject({ status: 202 });
    expect(output()).toContain('outbox_not_opened site=shop-01');
  }, 30_000);
});
