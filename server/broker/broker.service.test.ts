// The embedded broker as an agent meets it: real connections over the web port, with keys, rights and oversized packets.
import { connect as connectTcp } from 'node:net';
import { answerSchema } from '@haixi/proto/mqtt/messages';
import { siteTopic } from '@haixi/proto/mqtt/topics';
import { connectAsync, type IClientOptions, type MqttClient } from 'mqtt';
import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest';
import { testKeyOf } from '../store/fresh.store.js';
import { type House, openHouse } from '../test-house.js';
import { Broker } from './broker.service.js';
import { Gatekeeper } from './gatekeeper.service.js';

vi.setConfig({ testTimeout: 30_000, hookTimeout: 60_000 });
const within = { timeout: 15_000, interval: 20 };

let house: House;
const open: MqttClient[] = [];

beforeAll(async () => {
  house = await openHouse();
});
afterEach(async () => {
  for (const client of open.splice(0)) await client.endAsync(true);
});
afterAll(() => house?.close());

async function agent(siteId: string, options: IClientOptions = {}): Promise<MqttClient> {
  const client = await connectAsync(house.app.get(Broker).url, {
    username: siteId,
    password: testKeyOf(siteId),
    clientId: `site-${siteId}`,
    protocolVersion: 4,
    reconnectPeriod: 0,
    ...options,
  });
  client.on('error', () => {});
  open.push(client);
  return client;
}

/** What comes to the agent, from when it has subscribed. */
async function heard(client: MqttClient, siteId: string) {
  const messages: { topic: string; payload: Buffer }[] = [];
  client.on('message', (topic, payload) => messages.push({ topic, payload }));
  await client.subscribeAsync(siteTopic('answers', siteId), { qos: 1 });
  return () => messages.map(({ payload }) => answerSchema.parse(JSON.parse(payload.toString())));
}

const codeOf = (options: IClientOptions, siteId = 'shop-01') =>
  agent(siteId, options).then(
    () => 0,
    (error: Error & { code?: number }) => error.code,
  );
const quarantined = () =>
  house.store.db.selectFrom('quarantine').select(['site_id', 'reason', 'topic', 'bytes']).execute();

test('B8 a site comes in by its own key and client id alone, and a wrong one is counted', async () => {
  const { counts } = house.app.get(Gatekeeper);
  const before = counts.bad_credentials;
  expect(await codeOf({})).toBe(0);
  expect(await codeOf({ password: 'wrong' })).toBe(4);
  expect(await codeOf({ username: 'no-such-site' })).toBe(4);
  expect(await codeOf({ username: '$server' })).toBe(4);
  expect(await codeOf({ clientId: 'site-shop-02' })).toBe(5);
  expect(await codeOf({ protocolVersion: 5 })).toBe(1);
  expect(counts.bad_credentials - before).toBe(4);
});

test('D6 a publish to another site’s topic is answered and quarantined, and the connection stays', async () => {
  const client = await agent('shop-01');
  const answers = await heard(client, 'shop-01');
  let closed = false;
  client.on('close', () => {
    closed = true;
  });
  await client.publishAsync(siteTopic('alarms', 'shop-02'), 'x'.repeat(20_000), { qos: 1, retain: true });
  await expect.poll(answers, within).toMatchObject([{ stored: [], refused: [{ reason: 'foreign_topic' }] }]);
  expect(await quarantined()).toContainEqual({
    site_id: 'shop-01',
    reason: 'foreign_topic',
    topic: siteTopic('alarms', 'shop-02'),
    bytes: 20_000,
  });
  expect(closed).toBe(false);
  const other = await agent('shop-02');
  const othersAnswers = await heard(other, 'shop-02');
  expect(othersAnswers()).toEqual([]);
});

test('D6 10 MB are refused before they are there: the connection closes, it is counted, the others go on', async () => {
  const { counts } = house.app.get(Gatekeeper);
  const before = counts.oversized_packet;
  const other = await agent('shop-02');
  const client = await agent('shop-01');
  const closed = new Promise<void>((done) => client.once('close', () => done()));
  client.publish(siteTopic('alarms', 'shop-01'), Buffer.alloc(10 * 1024 * 1024), { qos: 1 }, () => {});
  await closed;
  expect(counts.oversized_packet).toBe(before + 1);
  expect(other.connected).toBe(true);
  const again = await agent('shop-01');
  expect(again.connected).toBe(true);
});

test('D6 a packet over the cap that is announced in one piece and sent in many is cut off at its announcement', async () => {
  const { counts } = house.app.get(Gatekeeper);
  const before = counts.oversized_packet;
  const { port } = new URL(house.base);
  const socket = connectTcp(Number(port), '127.0.0.1');
  socket.on('error', () => {});
  const closed = new Promise((done) => socket.once('close', done));
  socket.write(
    'GET /mqtt HTTP/1.1\r\nHost: 127.0.0.1\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\n' +
      'Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Protocol: mqtt\r\n\r\n',
  );
  await new Promise((upgraded) => socket.once('data', upgraded));
  // One masked websocket frame of six bytes, its mask all zero: a PUBLISH of 10 MB begins.
  socket.write(Buffer.from([0x82, 0x86, 0, 0, 0, 0, 0x30, 0x80, 0x80, 0x80, 0x05, 0x00]));
  await closed;
  expect(counts.oversized_packet).toBe(before + 1);
});

test('B9 nobody hears what is another’s, nor the server’s own topics', async () => {
  const client = await agent('shop-01');
  const granted = (filter: string) =>
    client.subscribeAsync(filter, { qos: 1 }).then(
      ([grant]) => grant?.qos,
      () => 128,
    );
  expect(await granted('#')).toBe(128);
  expect(await granted(siteTopic('answers', 'shop-02'))).toBe(128);
  expect(await granted('haixi/v1/refused/shop-01')).toBe(128);
  expect(await granted(siteTopic('commands', 'shop-01'))).toBe(1);
});

test('B10 a will on another site’s presence is dropped, and the site’s own is told when its connection breaks', async () => {
  const will = (topic: string) => ({
    topic,
    payload: Buffer.from(JSON.stringify({ online: false, link: 'link-key-1' })),
    qos: 1 as const,
    retain: true,
  });
  const { counts } = house.app.get(Gatekeeper);
  const before = counts.foreign_will;
  const bad = await agent('shop-01', { will: will(siteTopic('presence', 'shop-02')) });
  expect(counts.foreign_will).toBe(before + 1);
  bad.stream.destroy();
  const good = await agent('shop-02', { will: will(siteTopic('presence', 'shop-02')) });
  await good.publishAsync(
    siteTopic('presence', 'shop-02'),
    JSON.stringify({
      online: true,
      link: 'link-key-1',
      epoch: 'a'.repeat(20),
      oldestHeld: 0,
      next: 0,
      contract: { min: 1, max: 1 },
      agent: 'test',
      atMs: house.world.nowMs(),
    }),
    { qos: 1, retain: true },
  );
  const presence = async () =>
    (
      await house.store.db
        .selectFrom('sites')
        .select('presence')
        .where('site_id', '=', 'shop-02')
        .executeTakeFirstOrThrow()
    ).presence;
  await expect.poll(presence, within).toBe('online');
  good.stream.destroy();
  // A second of the server's clock for each look: its 10 s of grace pass long before silence alone would tell.
  const secondsLater = () => {
    house.world.now += 1_000;
    return presence();
  };
  await expect.poll(secondsLater, { ...within, interval: 300 }).toBe('dark');
  const told = await house.store.db
    .selectFrom('log')
    .select('data')
    .where('type', '=', 'site.dark')
    .execute();
  expect(told.map(({ data }) => JSON.parse(data ?? '{}') as unknown)).toMatchObject([
    { siteId: 'shop-02', because: 'will' },
  ]);
});

test('B11 a second connection of a site takes the first one’s place', async () => {
  const first = await agent('shop-03');
  const closed = new Promise<void>((done) => first.once('close', () => done()));
  const second = await agent('shop-03');
  await closed;
  expect(second.connected).toBe(true);
});
