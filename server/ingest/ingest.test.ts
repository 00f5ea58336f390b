// Ingest as a whole, but for the broker: whatever one site sends, the others' alarms are stored and answered.
import type { Answer } from '@haixi/proto/mqtt/messages';
import { packetBytesMax } from '@haixi/proto/mqtt/topics';
import { alarmSchema } from '@haixi/proto/live/events';
import { incidentSchema } from '@haixi/proto/incident/incident';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { BrokerAddress } from '../broker/broker-address.js';
import { CameraReadings } from '../cameras/camera-readings.service.js';
import { Sites } from '../cameras/sites.service.js';
import { freshStore, type FreshStore, TestWorld } from '../store/fresh.store.js';
import { Ingest } from './ingest.service.js';
import { MqttLink } from './mqtt-link.service.js';

class Nowhere extends BrokerAddress {
  readonly url = 'ws://127.0.0.1:1/mqtt';
  readonly username = 'x';
  readonly password = 'x';
}

/** The link without its wire: what is sent is kept, in the order it was sent. */
class Wire extends MqttLink {
  readonly sent: { siteId: string; answer: Answer; bytes: number }[] = [];
  override send(name: 'answers' | 'commands', siteId: string, message: unknown): void {
    if (name !== 'answers') return;
    const bytes = Buffer.byteLength(JSON.stringify(message));
    this.sent.push({ siteId, answer: message as Answer, bytes });
  }
}

let store: FreshStore;
let wire: Wire;
let ingest: Ingest;
let sites: Sites;
let readings: CameraReadings;

beforeAll(async () => {
  store = await freshStore();
});
afterAll(() => store.stop());
beforeEach(async () => {
  await store.empty();
  const world = new TestWorld();
  wire = new Wire(new Nowhere(), world);
  ingest = new Ingest(store.db, world, wire);
  sites = new Sites(store.db, world, ingest, wire);
  readings = new CameraReadings(store.db, world, ingest, sites, wire);
  await sites.start();
  await readings.start();
  return async () => {
    await readings.beforeApplicationShutdown();
    await sites.beforeApplicationShutdown();
    await ingest.beforeApplicationShutdown();
  };
});

const epoch = 'e'.repeat(16);
function send(siteId: string, payload: string | Buffer): void {
  const bytes = Buffer.from(payload);
  ingest.take({ siteId, topic: 't', payload: bytes, bytes: bytes.length, foreign: false });
}
function entry(seq: number, change: object = {}): string {
  const body = { sourceId: 'button-1', kind: 'panic', occurredAtMs: 1, agentAtMs: 1, ...change };
  return JSON.stringify({ v: 1, epoch, seq, kind: 'alarm', body });
}
const storedOf = (siteId: string) =>
  wire.sent.filter((one) => one.siteId === siteId).flatMap((one) => one.answer.stored);
const refusedOf = (siteId: string) =>
  wire.sent.filter((one) => one.siteId === siteId).flatMap((one) => one.answer.refused);

test.each([
  ['a field named with a NUL', entry(1, { ['a\u0000b']: 1 })],
  ['a field named with half a character', entry(1, { ['a\ud83d']: 1 })],
  ['a field named with a control character', entry(1, { ['a\u0001b']: 1 })],
  ['a note with half a character', entry(1).replace('"panic"', '"panic","note":"\\ud83d"')],
  ['20,000 brackets', '['.repeat(20_000)],
  ['20,000 lists in one another', `${'['.repeat(20_000)}${']'.repeat(20_000)}`],
  ['bytes that are no text', Buffer.from([0xff, 0x00, 0xfe])],
])('D6 %s is refused once, seen as a technical incident, and stops no other site', async (_what, payload) => {
  send('shop-01', payload);
  send('shop-02', entry(1));
  await expect.poll(() => storedOf('shop-02'), { timeout: 20_000 }).toEqual([1]);
  await expect.poll(() => refusedOf('shop-01').length, { timeout: 20_000 }).toBe(1);
  const rows = await store.db
    .selectFrom('incidents')
    .select('state')
    .where('site_id', '=', 'shop-01')
    .execute();
  expect(rows).toHaveLength(1);
  const incident = incidentSchema.parse(JSON.parse(rows[0]!.state));
  expect(incident).toMatchObject({ kind: 'technical', alarmCount: 1 });
  expect(alarmSchema.parse(incident.alarms[0]).note).not.toBe('');
});

test('D6 an answer stays below a packet’s length, however long the refusals are told', async () => {
  const name = '人'.repeat(5_000).replaceAll('人', '门');
  for (let seq = 0; seq < 450; seq += 1) send('shop-01', entry(seq, { [name]: 1 }));
  await expect.poll(() => refusedOf('shop-01').length, { timeout: 30_000 }).toBe(450);
  expect(Math.max(...wire.sent.map((one) => one.bytes))).toBeLessThan(packetBytesMax - 1024);
});

test('D6 a birth or a reading that breaks its schema is kept apart and answered, and delays no other site’s', async () => {
  const birth = (agent: string) =>
    Buffer.from(
      JSON.stringify({
        online: true,
        link: 'link-0001',
        epoch,
        oldestHeld: 0,
        next: 0,
        contract: { min: 1, max: 1 },
        agent,
        atMs: 1,
      }),
    );
  sites.onPresence('shop-01', 't', birth('a\u0000b'));
  readings.onReadings('shop-01', 't', Buffer.from('{"v":1,"faceId":1}'));
  sites.onPresence('shop-02', 't', birth('agent 1'));
  const presence = async () =>
    (
      await store.db
        .selectFrom('sites')
        .select(['site_id', 'presence'])
        .where('presence', '=', 'online')
        .execute()
    ).map((row) => row.site_id);
  await expect.poll(presence, { timeout: 20_000 }).toEqual(['shop-02']);
  await expect
    .poll(() => refusedOf('shop-01'), { timeout: 20_000 })
    .toMatchObject([
      { seq: null, reason: 'bad_body' },
      { seq: null, reason: 'forbidden_field' },
    ]);
  const counts = await store.db.selectFrom('refusals').selectAll().orderBy('reason').execute();
  expect(counts).toEqual([
    { reason: 'bad_body', times: 1 },
    { reason: 'forbidden_field', times: 1 },
  ]);
});
