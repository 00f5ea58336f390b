// Batches on a real store: once each, in number order, joined, refused ones apart and made visible.
import type { Incident } from '@haixi/proto/incident/incident';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { verifyStore } from '../log/verify-log.store.js';
import { freshStore, type FreshStore, TestWorld } from '../store/fresh.store.js';
import { admission } from './admission.js';
import { storeBatch } from './batch.store.js';
import { readQuarantine } from './quarantine.store.js';

let store: FreshStore;
let world: TestWorld;
let siteId: string;
let sources: string[];

beforeAll(async () => {
  store = await freshStore();
  const rows = await store.db
    .selectFrom('sources')
    .selectAll()
    .orderBy('site_id')
    .orderBy('source_id')
    .execute();
  siteId = rows.find((row) => rows.filter((other) => other.site_id === row.site_id).length > 1)!.site_id;
  sources = rows.filter((row) => row.site_id === siteId).map((row) => row.source_id);
});
afterAll(() => store.stop());
beforeEach(async () => {
  await store.empty();
  world = new TestWorld();
});

const epoch = 'e'.repeat(16);
const message = (seq: number, change: object = {}, envelope: object = {}) => {
  const body = { sourceId: sources[0], kind: 'panic', occurredAtMs: seq, agentAtMs: seq, ...change };
  const payload = Buffer.from(JSON.stringify({ v: 1, epoch, seq, kind: 'alarm', body, ...envelope }));
  return admission({ siteId, topic: 't', payload, bytes: payload.length, foreign: false });
};
const save = (...batch: ReturnType<typeof message>[]) =>
  store.db.transaction().execute((tx) => storeBatch(tx, batch, world));
const incidents = async () =>
  (await store.db.selectFrom('incidents').select('state').orderBy('incident_id').execute()).map(
    (row) => JSON.parse(row.state) as Incident,
  );

test('D3 the same entry twice is one alarm, answered twice, in one batch, in two, and in two at once', async () => {
  const [both] = await save(message(1), message(1));
  expect(both!.answer.stored).toEqual([1, 1]);
  const [again] = await save(message(1));
  expect(again!.answer).toEqual({ epoch, stored: [1], refused: [] });
  await Promise.all(Array.from({ length: 6 }, () => save(message(2))));
  const [incident] = await incidents();
  expect(incident).toMatchObject({ alarmCount: 2, rings: 1 });
  expect(await store.db.selectFrom('alarms').selectAll().execute()).toHaveLength(2);
});

test('D4 entries of one batch are taken in the order of their numbers, not of their arrival', async () => {
  await save(message(3), message(1), message(2));
  const [incident] = await incidents();
  expect(incident!.alarms.map((alarm) => alarm.entry!.seq)).toEqual([1, 2, 3]);
});

test('within a batch an alarm joins the incident that the one before it opened', async () => {
  await save(message(1), message(2, { kind: 'lens-covered', sourceId: sources[1] }));
  expect(await incidents()).toMatchObject([{ kind: 'panic', alarmCount: 2, rings: 0 }]);
});

test('D6 what can’t be understood is answered, kept apart and counted, and holds up nothing beside it', async () => {
  const answers = await save(
    message(1),
    message(2, { kind: 'nonsense' }),
    message(3, { sourceId: 'nowhere' }),
  );
  expect(answers).toHaveLength(1);
  expect(answers[0]!.answer.stored).toEqual([1]);
  expect(answers[0]!.answer.refused).toMatchObject([
    { seq: 2, reason: 'bad_body' },
    { seq: 3, reason: 'unknown_source', detail: expect.stringContaining('nowhere') as string },
  ]);
  const { counts, latest } = await readQuarantine(store.db, 'everything');
  expect(counts).toEqual({ bad_body: 1, unknown_source: 1 });
  expect(latest).toHaveLength(2);
});

test('D6 a refused message of a known site raises one technical incident, not one for each', async () => {
  await save(message(1, { kind: 'nonsense' }), message(2, { kind: 'nonsense' }));
  await save(message(3, { kind: 'nonsense' }));
  expect(await incidents()).toMatchObject([{ kind: 'technical', priority: 4, alarmCount: 1, siteId }]);
  world.now += 61_000;
  await save(message(4, { kind: 'nonsense' }));
  expect(await incidents()).toMatchObject([{ kind: 'technical', alarmCount: 2 }]);
});

test('D3 a refused entry that is sent again is answered again and counted once', async () => {
  await save(message(1, { kind: 'nonsense' }));
  const [again] = await save(message(1, { kind: 'nonsense' }));
  expect(again!.answer.refused).toMatchObject([{ seq: 1, reason: 'bad_body' }]);
  expect((await readQuarantine(store.db, 'everything')).counts).toEqual({ bad_body: 1 });
});

test('D6 an unknown site is answered and quarantined, and opens nothing', async () => {
  const payload = Buffer.from(JSON.stringify({ v: 1, epoch, seq: 1, kind: 'alarm', body: {} }));
  const stray = admission({ siteId: 'nowhere', topic: 't', payload, bytes: 1, foreign: false });
  expect(await save(stray)).toMatchObject([
    { siteId: 'nowhere', answer: { refused: [{ reason: 'bad_body' }] } },
  ]);
  expect(await incidents()).toEqual([]);
});

test('D2 a batch that is not committed leaves nothing at all behind', async () => {
  await expect(
    store.db.transaction().execute(async (tx) => {
      await storeBatch(tx, [message(1), message(2, { kind: 'nonsense' })], world);
      throw new Error('power cut');
    }),
  ).rejects.toThrow('power cut');
  expect(await incidents()).toEqual([]);
  expect((await readQuarantine(store.db, 'everything')).latest).toEqual([]);
  expect((await verifyStore(store.db)).events).toBe(0);
});

test('D3 a thousand alarms of every site at once leave whole chains and one alarm each', async () => {
  const sites = await store.db.selectFrom('sources').selectAll().where('type', '=', 'button').execute();
  const batches = Array.from({ length: 20 }, (_, b) =>
    Array.from({ length: 50 }, (_unused, i) => {
      const site = sites[(b * 7 + i) % sites.length]!;
      const body = { sourceId: site.source_id, kind: 'panic', occurredAtMs: 1, agentAtMs: 1 };
      const payload = Buffer.from(JSON.stringify({ v: 1, epoch, seq: b * 50 + i, kind: 'alarm', body }));
      return admission({ siteId: site.site_id, topic: 't', payload, bytes: payload.length, foreign: false });
    }),
  );
  await Promise.all(batches.map((batch) => save(...batch)));
  expect(await store.db.selectFrom('alarms').selectAll().execute()).toHaveLength(1_000);
  expect((await incidents()).reduce((sum, incident) => sum + incident.alarmCount, 0)).toBe(1_000);
  expect(await verifyStore(store.db)).toMatchObject({ events: 1_000, broken: null });
});

test('an agent of version 1 is understood, one of version 2 tells its zone, and a later one waits for a newer server', async () => {
  const camera = { sourceId: sources[1] };
  const [answer] = await save(
    message(1, { ...camera, kind: 'lens-covered' }, { v: 1 }),
    message(2, { ...camera, kind: 'motion', zone: '后门' }, { v: 2 }),
    message(3, { ...camera, kind: 'motion' }, { v: 3 }),
    message(4, { ...camera, kind: 'motion' }, { v: 1 }),
    message(5, { ...camera, kind: 'lens-covered', zone: '后门' }, { v: 1 }),
  );
  expect(answer!.answer.stored).toEqual([1, 2]);
  expect(answer!.answer.refused).toMatchObject([
    { seq: 3, reason: 'contract_too_new' },
    { seq: 4, reason: 'bad_body' },
    { seq: 5, reason: 'bad_body' },
  ]);
  const incident = (await incidents()).find(({ kind }) => kind === 'lens-covered');
  expect(incident!.alarms).toMatchObject([{ kind: 'lens-covered' }, { kind: 'motion', zone: '后门' }]);
  expect(incident!.alarms[0]).not.toHaveProperty('zone');
  expect(await verifyStore(store.db)).toMatchObject({ broken: null });
  const rows = await store.db.selectFrom('alarms').selectAll().orderBy('seq').execute();
  expect(rows).toMatchObject([
    { source_id: sources[1], kind: 'lens-covered', at_ms: world.now },
    { source_id: sources[1], kind: 'motion' },
  ]);
});
