// Test alarms on a real store: what makes an alarm a test, that it is stored like any other, and that nobody is rung (N5).
import type { Incident } from '@haixi/proto/incident/incident';
import type { LogEvent } from '@haixi/proto/live/events';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { eventOf } from '../log/log.store.js';
import { verifyStore } from '../log/verify-log.store.js';
import { freshStore, type FreshStore, TestWorld } from '../store/fresh.store.js';
import { admission } from './admission.js';
import { storeBatch } from './batch.store.js';
import { testComesWithinMs } from './tested.store.js';

let store: FreshStore;
let world: TestWorld;

beforeAll(async () => {
  store = await freshStore();
});
afterAll(() => store?.stop());
beforeEach(async () => {
  await store.empty();
  world = new TestWorld();
});

const epoch = 'e'.repeat(16);
const press = (seq: number, change: object = {}, siteId = 'shop-01') => {
  const body = { sourceId: 'button-1', kind: 'panic', occurredAtMs: seq, agentAtMs: seq, ...change };
  const payload = Buffer.from(JSON.stringify({ v: 4, epoch, seq, kind: 'alarm', body }));
  return admission({ siteId, topic: 't', payload, bytes: payload.length, foreign: false });
};
const save = (...batch: ReturnType<typeof press>[]) =>
  store.db.transaction().execute((tx) => storeBatch(tx, batch, world));
const incidents = async () =>
  (await store.db.selectFrom('incidents').select('state').execute()).map(
    (row) => JSON.parse(row.state) as Incident,
  );
const events = async (): Promise<LogEvent[]> =>
  (await store.db.selectFrom('log').selectAll().orderBy('n').execute()).map(eventOf);
const types = async () => (await events()).map(({ type }) => type);
const alarms = () => store.db.selectFrom('alarms').select(['seq', 'incident_id']).orderBy('seq').execute();
const ask = (id: string, change: object = {}) =>
  store.db
    .insertInto('asked_tests')
    .values({ test: id, site_id: 'shop-01', source_id: 'button-1', asked_at_ms: world.now, ...change })
    .execute();
const set = (change: object, siteId = 'shop-01') =>
  store.db.updateTable('sites').set(change).where('site_id', '=', siteId).execute();

test('N5 a panic of a site on test is stored once and told as a test, and after its last moment rings', async () => {
  await set({ on_test_until_ms: world.now + 1_000 });
  const [first] = await save(press(1), press(1));
  expect(first!.answer.stored).toEqual([1, 1]);
  await save(press(1));
  expect(await alarms()).toEqual([{ seq: 1, incident_id: null }]);
  expect(await events()).toMatchObject([
    { type: 'alarm.tested', data: { siteId: 'shop-01', test: null, alarm: { kind: 'panic' } } },
  ]);
  expect(await incidents()).toEqual([]);
  world.now += 1_000;
  await save(press(2));
  expect(await incidents()).toMatchObject([{ kind: 'panic', alarmCount: 1, rings: 0 }]);
  await save(press(1));
  expect(await alarms()).toHaveLength(2);
  expect(await verifyStore(store.db)).toMatchObject({ broken: null });
});

test('N5 alarms of another site at the same time ring, and those of a site on test join no open incident', async () => {
  await save(press(1));
  await set({ on_test_until_ms: world.now + 60_000 });
  await save(press(2), press(1, {}, 'shop-02'));
  expect(await incidents()).toMatchObject([
    { siteId: 'shop-01', alarmCount: 1 },
    { siteId: 'shop-02', alarmCount: 1 },
  ]);
});

test('N5 nothing of a site or camera that is not handed over yet rings anybody, refused messages neither', async () => {
  await set({ commissioned_at_ms: null });
  await save(press(1), press(2, { kind: 'nonsense' }));
  await set({ commissioned_at_ms: 1 });
  const sources = store.db.updateTable('sources').where('site_id', '=', 'shop-01');
  await sources.where('source_id', '=', 'camera-1').set({ commissioned_at_ms: null }).execute();
  await save(press(3, { kind: 'lens-covered', sourceId: 'camera-1' }));
  expect(await types()).toEqual(['alarm.tested', 'alarm.tested']);
  expect(await incidents()).toEqual([]);
  await save(press(4));
  expect(await incidents()).toMatchObject([{ kind: 'panic' }]);
});

test('N5 an alarm may call itself a test only if it was asked for: of this source, lately, and once', async () => {
  await ask('test-one');
  await save(press(1, { test: 'test-one' }));
  expect(await events()).toMatchObject([{ type: 'alarm.tested', data: { test: 'test-one' } }]);
  const row = await store.db.selectFrom('asked_tests').selectAll().executeTakeFirstOrThrow();
  expect(row.stored_at_ms).toBe(world.now);
  expect(await incidents()).toEqual([]);
  // The same id again, of another source, of another site, too late, and one that nobody asked for.
  await ask('test-two', { source_id: 'camera-1' });
  await ask('test-three', { site_id: 'shop-02' });
  await ask('test-four', { asked_at_ms: world.now - testComesWithinMs - 1 });
  const forged = ['test-one', 'test-two', 'test-three', 'test-four', 'test-five'];
  await save(...forged.map((id, at) => press(2 + at, { test: id })));
  expect(await incidents()).toMatchObject([{ kind: 'panic', alarmCount: forged.length }]);
});

test('D3 a test that comes twice is stored once, and what came as a test stays one', async () => {
  await ask('test-one');
  await save(press(1, { test: 'test-one' }), press(1, { test: 'test-one' }), press(2, { test: 'test-one' }));
  await save(press(1, { test: 'test-one' }));
  expect(await types()).toEqual(['alarm.tested', 'incident.opened']);
});

test('D6 what comes of a retired camera is refused in words, and of a retired site like that of an unknown one', async () => {
  const sources = store.db.updateTable('sources').where('site_id', '=', 'shop-01');
  await sources.where('source_id', '=', 'button-1').set({ retired_at_ms: 1 }).execute();
  expect(await save(press(1))).toMatchObject([{ answer: { refused: [{ reason: 'unknown_source' }] } }]);
  expect(await incidents()).toMatchObject([{ kind: 'technical' }]);
  await set({ retired_at_ms: 1 }, 'shop-02');
  expect(await save(press(1, {}, 'shop-02'))).toMatchObject([
    { answer: { refused: [{ reason: 'unknown_site' }] } },
  ]);
  expect(await incidents()).toHaveLength(1);
});
