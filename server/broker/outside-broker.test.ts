// Another broker: a real Mosquitto that the server tells who may come in, and what it does with everything else.
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { serverTopics, siteTopic } from '@haixi/proto/mqtt/topics';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { connectAsync, type MqttClient } from 'mqtt';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { hashOfSecret } from '../accounts/secret.js';
import { Seal } from '../accounts/seal.service.js';
import { createApp, startApp } from '../app.js';
import { type FreshStore, freshStore, TestWorld } from '../store/fresh.store.js';
import { testEnvironment } from '../test-house.js';

const folder = mkdtempSync(join(tmpdir(), 'haixi-mosquitto-'));
const secret = 'the-servers-own-password';
const keys: Record<string, string> = { 'shop-03': 'a'.repeat(43), 'shop-04': 'b'.repeat(43) };
const world = new TestWorld();
const soon = { timeout: 15_000 };
let port: number;
let mosquitto: ChildProcess;
let store: FreshStore;
let app: NestFastifyApplication;

beforeAll(async () => {
  [port, store] = await Promise.all([freePort(), freshStore()]);
  writeFileSync(join(folder, 'password'), `${secret}\n`, { mode: 0o600 });
  writeFileSync(
    join(folder, 'mosquitto.conf'),
    [
      'user root',
      `listener ${port} 127.0.0.1`,
      'allow_anonymous false',
      'persistence false',
      `plugin /usr/lib/${process.arch === 'arm64' ? 'aarch64' : 'x86_64'}-linux-gnu/mosquitto_dynamic_security.so`,
      `plugin_opt_config_file ${join(folder, 'rights.json')}`,
      '',
    ].join('\n'),
  );
  await startMosquitto();
  const broker = { url: `mqtt://haixi@127.0.0.1:${port}`, passwordFile: join(folder, 'password') };
  app = await createApp({ ...testEnvironment(store.url, folder), broker }, world);
  const seal = app.get(Seal, { strict: false });
  for (const [siteId, key] of Object.entries(keys))
    await store.owner
      .updateTable('sites')
      .set({ key_hash: hashOfSecret(key), key_sealed: seal.seal(key) })
      .where('site_id', '=', siteId)
      .execute();
  await startApp(app, 0);
}, 60_000);

afterAll(async () => {
  await app.close();
  mosquitto.kill('SIGKILL');
  await store.stop();
  rmSync(folder, { recursive: true, force: true });
});

/** With the rights of a new broker: the server's own name alone. */
async function startMosquitto(): Promise<void> {
  rmSync(join(folder, 'rights.json'), { force: true });
  const made = spawnSync('mosquitto_ctrl', ['dynsec', 'init', join(folder, 'rights.json'), 'haixi', secret]);
  if (made.status !== 0) throw new Error(`mosquitto_ctrl: ${made.stderr}`);
  mosquitto = spawn('mosquitto', ['-c', join(folder, 'mosquitto.conf')], { stdio: 'ignore' });
  await vi.waitFor(async () => expect(await answers()).toBe(true), soon);
}

const answers = () =>
  connectAsync(`mqtt://127.0.0.1:${port}`, { username: 'haixi', password: secret, reconnectPeriod: 0 }).then(
    (client) => client.endAsync(true).then(() => true),
    () => false,
  );

const come = (siteId: string, key = keys[siteId]!, clientId = `site-${siteId}`): Promise<MqttClient> =>
  connectAsync(`mqtt://127.0.0.1:${port}`, {
    username: siteId,
    password: key,
    clientId,
    protocolVersion: 4,
    reconnectPeriod: 0,
    will: {
      topic: siteTopic('presence', siteId),
      payload: Buffer.from('{"online":false,"link":"link-0001"}'),
      qos: 1,
      retain: true,
    },
  });

const comesIn = (...shown: Parameters<typeof come>): Promise<boolean> =>
  come(...shown).then(
    (client) => client.endAsync(true).then(() => true),
    () => false,
  );

const alarm = (seq: number) =>
  JSON.stringify({
    v: 4,
    epoch: 'e'.repeat(16),
    seq,
    kind: 'alarm',
    body: { sourceId: 'button-1', kind: 'panic', occurredAtMs: world.now, agentAtMs: world.now },
  });

test('W1 on Mosquitto a site comes in by its own key and client id, and its alarm is stored and answered', async () => {
  await expect.poll(() => comesIn('shop-03'), soon).toBe(true);
  expect(await comesIn('shop-03', keys['shop-04'])).toBe(false);
  expect(await comesIn('shop-03', keys['shop-03'], 'site-shop-04')).toBe(false);
  expect(await comesIn('shop-01', 'x'.repeat(43))).toBe(false);

  const site = await come('shop-03');
  const heard: string[] = [];
  site.on('message', (_topic, payload) => void heard.push(payload.toString()));
  await site.subscribeAsync([siteTopic('answers', 'shop-03'), serverTopics.presence.topic], { qos: 1 });
  // An agent sends once the server says that it is there.
  await expect.poll(() => heard.some((text) => text.includes('"online":true')), soon).toBe(true);
  await site.publishAsync(siteTopic('alarms', 'shop-03'), alarm(0), { qos: 1 });
  await expect
    .poll(() => heard.map((text) => JSON.parse(text) as object), soon)
    .toContainEqual({
      epoch: 'e'.repeat(16),
      stored: [0],
      refused: [],
    });
  await site.endAsync(true);
});

test('W1 on Mosquitto a foreign topic can be neither read nor written: it is dropped, and the connection stays', async () => {
  const site = await come('shop-03');
  const granted = await site
    .subscribeAsync([siteTopic('commands', 'shop-04'), 'haixi/v1/#', '#', siteTopic('commands', 'shop-03')], {
      qos: 1,
    })
    .catch((error: Error) => error);
  // mqtt.js rejects where one of them was refused.
  expect(String(granted)).toMatch(/Unspecified error|128|Subscribe error/i);
  await site.publishAsync(siteTopic('alarms', 'shop-04'), alarm(7), { qos: 1 });
  await site.publishAsync(siteTopic('alarms', 'shop-03'), alarm(1), { qos: 1 });
  const stored = () => store.db.selectFrom('alarms').select(['site_id', 'seq']).orderBy('seq').execute();
  await expect.poll(stored, soon).toContainEqual({ site_id: 'shop-03', seq: 1 });
  expect(await stored()).not.toContainEqual({ site_id: 'shop-04', seq: 7 });
  expect(site.connected).toBe(true);
  await site.endAsync(true);
});

test('N3 a key that is withdrawn is cut off on Mosquitto, told why, and comes in no more; a new one does', async () => {
  const site = await come('shop-04');
  const heard: string[] = [];
  let isCut = false;
  site
    .on('message', (_topic, payload) => void heard.push(payload.toString()))
    .on('close', () => (isCut = true));
  await site.subscribeAsync(siteTopic('commands', 'shop-04'), { qos: 1 });
  const set = (key: string | null) =>
    store.owner
      .updateTable('sites')
      .set({
        key_hash: key && hashOfSecret(key),
        key_sealed: key && app.get(Seal, { strict: false }).seal(key),
      })
      .where('site_id', '=', 'shop-04')
      .execute();
  await set(null);
  await expect.poll(() => isCut, soon).toBe(true);
  expect(heard.map((text) => JSON.parse(text) as object)).toContainEqual(
    expect.objectContaining({ kind: 'goodbye', reason: 'key_revoked' }),
  );
  expect(await comesIn('shop-04')).toBe(false);
  await set('c'.repeat(43));
  await expect.poll(() => comesIn('shop-04', 'c'.repeat(43)), soon).toBe(true);
  expect(await comesIn('shop-04')).toBe(false);
});

test('N3 a broker that comes back without its rights is told them again', async () => {
  mosquitto.kill('SIGKILL');
  await startMosquitto();
  await expect.poll(() => comesIn('shop-03'), { timeout: 25_000 }).toBe(true);
});

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await new Promise((listening) => server.once('listening', listening));
  const { port: free } = server.address() as { port: number };
  await new Promise((closed) => server.close(closed));
  return free;
}
