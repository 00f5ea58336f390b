// A box from its sticker to a running site, as a process of its own: killed, refused and changed on the way.
import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { EnrolDoor } from '../testing/enrol-door.js';
import { FakeServer } from '../testing/fake-server.js';

const root = fileURLToPath(new URL('../..', import.meta.url));
const program = join(root, 'edge-agent', 'dist', 'main.js');
const serial = '7K3M9QXA';
const claimCode = '4T6W8Y0A2C4E6G8J1K3M5N7P9R';
const sticker = `HX1:${serial}:${claimCode}`;
const siteId = 'site-new';
const waits = { timeout: 20_000, interval: 30 };

const config = (version: number, cameras: unknown[] = []) => ({
  version,
  siteId,
  cameras,
  buttons: [{ sourceId: 'button-1', kind: 'panic' }],
});

describe('haixi-agent enroll', { timeout: 60_000 }, () => {
  let folder: string;
  let door: EnrolDoor;
  const children: ChildProcess[] = [];
  const servers: FakeServer[] = [];

  beforeAll(() => {
    execFileSync(process.execPath, [join(root, 'node_modules', '.bin', 'tsc'), '-b', 'edge-agent'], {
      cwd: root,
    });
  }, 120_000);

  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), 'haixi-box-'));
    door = await EnrolDoor.open(serial, claimCode, siteId);
  });

  afterEach(async () => {
    for (const child of children.splice(0)) {
      if (child.exitCode !== null || child.signalCode !== null) continue;
      child.kill('SIGKILL');
      await once(child, 'exit');
    }
    for (const server of servers.splice(0)) await server.stop();
    await door.close();
    rmSync(folder, { recursive: true, force: true });
  });

  function haixi(...args: string[]) {
    const env = { ...process.env, NODE_OPTIONS: '' };
    const child = spawn(process.execPath, [program, ...args, '--data', folder, '--http', '127.0.0.1:0'], {
      env,
    });
    children.push(child);
    let output = '';
    child.stdout.on('data', (chunk) => (output += String(chunk)));
    child.stderr.on('data', (chunk) => (output += String(chunk)));
    return { child, ended: once(child, 'exit'), output: () => output };
  }

  const enroll = (text = sticker, ...more: string[]) =>
    haixi('enroll', '--server', door.origin, ...more, text);

  async function serve(): Promise<FakeServer> {
    const server = await FakeServer.start({ [siteId]: door.key ?? '' });
    servers.push(server);
    await server.tellPresence(true);
    return server;
  }

  it('N2 waits for the claim, outlives kill -9 with one and the same key, and runs by what the server tells', async () => {
    const first = enroll();
    await expect.poll(() => first.output(), waits).toContain('enrolment_waits');
    const kept = readFileSync(join(folder, 'enrolment.json'), 'utf8');
    first.child.kill('SIGKILL');
    await first.ended;
    expect(statSync(join(folder, 'enrolment.json')).mode & 0o777).toBe(0o600);

    // The answer with the credentials gets lost on the way: they are asked for again with the same key.
    door.isClaimed = true;
    const second = haixi('enroll', '--once', '--server', door.origin, sticker);
    await expect.poll(() => door.key, waits).not.toBeNull();
    expect(await second.ended).toEqual([0, null]);
    expect(kept).toContain(door.key);
    expect(readdirSync(folder)).not.toContain('enrolment.json');
    expect(statSync(join(folder, 'enrolled.json')).mode & 0o777).toBe(0o600);

    // The server moves meanwhile; the credentials say where it is, so they are written anew here.
    const server = await serve();
    const granted: object = JSON.parse(readFileSync(join(folder, 'enrolled.json'), 'utf8'));
    writeFileSync(join(folder, 'enrolled.json'), JSON.stringify({ ...granted, server: server.url }));
    door.config = config(1);
    const third = haixi('run');
    await expect.poll(() => third.output(), waits).toContain('config_read version=1');
    const port = /http=127\.0\.0\.1:(\d+)/.exec(third.output())?.[1];
    const pressed = await fetch(`http://127.0.0.1:${port}/press/button-1`, { method: 'POST' });
    expect(pressed.status).toBe(202);
    await expect
      .poll(() => server.entries[0], waits)
      .toMatchObject({ body: { sourceId: 'button-1', kind: 'panic' } });

    // Told to, it reads again; what it holds stays held and is sent all the same.
    server.rule = () => 'silence';
    await fetch(`http://127.0.0.1:${port}/press/button-1`, { method: 'POST' });
    await expect.poll(() => server.entries.length, waits).toBe(2);
    door.config = config(2, [
      { sourceId: 'camera-1', camera: { address: 'rtsp://127.0.0.1:1/s', transport: 'tcp' }, privacy: [] },
    ]);
    await server.command(siteId, { id: 'command-1', kind: 'config.read' });
    await expect.poll(() => third.output(), waits).toContain('config_read version=2');
    await expect
      .poll(() => server.readings.at(-1), waits)
      .toMatchObject({ held: 1, cameras: [{ sourceId: 'camera-1' }] });
    server.rule = () => 'store';
    await expect.poll(() => server.readings.at(-1)?.held, waits).toBe(0);
    third.child.kill('SIGKILL');
    await third.ended;

    // Without any network it starts with what it was told last.
    await door.close();
    const fourth = haixi('run');
    await expect.poll(() => fourth.output(), waits).toContain('ready');
    const doorOfFourth = /http=127\.0\.0\.1:(\d+)/.exec(fourth.output())?.[1];
    const state = await (await fetch(`http://127.0.0.1:${doorOfFourth}/state`)).text();
    expect(state).toContain('camera-1');
    const told = [first, second, third, fourth].map(({ output }) => output()).join('');
    expect(told).not.toContain(door.key);
    expect(told).not.toContain(claimCode);
    expect(door.asked.map(({ body }) => body).join('')).not.toContain(claimCode);
    door = await EnrolDoor.open(serial, claimCode, siteId);
  });

  it('N2 a wrong code, a foreign box and a foreign sticker each end with one line that says what to do', async () => {
    door.isClaimed = true;
    const wrong = enroll(sticker.replace('4T6W', '4T6X'), '--once');
    expect(await wrong.ended).toEqual([1, null]);
    expect(wrong.output()).toContain('read the sticker again');
    door.key = 'x'.repeat(43);
    const foreign = enroll(sticker, '--once');
    expect(await foreign.ended).toEqual([1, null]);
    expect(foreign.output()).toContain('another box has enrolled');
    const noSticker = enroll('HX1:nothing');
    expect(await noSticker.ended).toEqual([1, null]);
    expect(noSticker.output()).toContain('this is no sticker');
    door.key = null;
    await enroll(sticker, '--once').ended;
    const other = enroll(`HX1:7K3M9QXB:${claimCode}`);
    expect(await other.ended).toEqual([1, null]);
    expect(other.output()).toContain('is enrolled with the sticker 7K3M9QXA');
  });

  it('N2 goes on through refusals that pass: an expired nonce and claim, too many questions, a broken line', async () => {
    door.isClaimed = true;
    door.refuses = [
      [503, 'away'],
      [0, ''],
      [410, 'nonce_expired'],
      [410, 'claim_expired'],
    ];
    const box = haixi('enroll', '--once', '--server', `${door.origin}/`, '--file', stickerFile());
    expect(await box.ended).toEqual([0, null]);
    expect(box.output()).toContain('scan the sticker again');
    expect(door.key).not.toBeNull();
  });

  it('N2 no key goes anywhere without TLS but to this machine, and a damaged file is no reason to enrol anew', async () => {
    const plain = haixi('enroll', '--server', 'http://centre.example', sticker);
    expect(await plain.ended).toEqual([1, null]);
    expect(plain.output()).toContain('without TLS a key goes only to this machine');
    door.isClaimed = true;
    door.mqtt = 'mqtt://192.0.2.1:1883';
    const granted = enroll(sticker, '--once');
    expect(await granted.ended).toEqual([1, null]);
    expect(granted.output()).toContain('not safe');
    expect(readdirSync(folder)).not.toContain('enrolled.json');
    writeFileSync(join(folder, 'enrolled.json'), '{"serial":');
    const damaged = haixi('run');
    expect(await damaged.ended).toEqual([1, null]);
    expect(damaged.output()).toContain('can not be read');
  });

  function stickerFile(): string {
    const path = join(folder, 'sticker.txt');
    writeFileSync(path, `${sticker.toLowerCase().replace('hx1', ' hx1')}\n`);
    chmodSync(path, 0o600);
    return path;
  }
});
