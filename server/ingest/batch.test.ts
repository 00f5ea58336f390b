// Batches on a real store: once each, in number order, joined, refused ones apart and made visible.
import type { Incident } from '@haixi/proto/incident/incident';
import type { KyselyPlugin } from 'kysely';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { verifyStore } from '../log/verify-log.store.js';
import { freshStore, type FreshStore, TestWorld } from '../store/fresh.store.js';
import { admission } from './admission.js';
import { storeBatch } from './batch.store.js';
import { readQuarantine, rowsKeptPerMinute } from './quarantine.store.js';

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
const arrivedOf = (envelope: object, at = siteId) => {
  const payload = Buffer.from(JSON.stringify(envelope));
  return { siteId: at, topic: 't', payload, bytes: payload.length, foreign: false };
};
const message = (seq: number, change: object = {}, envelope: object = {}) => {
  const body = { sourceId: sources[0], kind: 'panic', occurredAtMs: seq, agentAtMs: seq, ...change };
  return admission(arrivedOf({ v: 1, epoch, seq, kind: 'alarm', body, ...envelope }));
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

test('D3 a refused entry that is sent again is answered again, and counted and told once', async () => {
  await save(message(1, { kind: 'nonsense' }));
  world.now += 61_000;
  const [again] = await save(message(1, { kind: 'nonsense' }));
  expect(again!.answer.refused).toMatchObject([{ seq: 1, reason: 'bad_body' }]);
  expect(await incidents()).toMatchObject([{ kind: 'technical', alarmCount: 1 }]);
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
    message(3, { ...camera, kind: 'motion' }, { v: 5 }),
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

const proof = (seq: number, at = siteId) =>
  admission(arrivedOf({ v: 3, epoch, seq, kind: 'proof', body: { agentAtMs: 1 } }, at));
const provedAtMs = async () =>
  (
    await store.db
      .selectFrom('sites')
      .select('proved_at_ms')
      .where('site_id', '=', siteId)
      .executeTakeFirstOrThrow()
  ).proved_at_ms;
const receivedRanges = async () =>
  (await store.db.selectFrom('received').selectAll().orderBy('from_seq').execute()).map((row) => [
    row.from_seq,
    row.to_seq,
  ]);

test('P3 a proof of life is answered as stored and is the site’s latest proof; nobody is rung', async () => {
  const [answer] = await save(proof(1), message(2));
  expect(answer!.answer).toEqual({ epoch, stored: [1, 2], refused: [] });
  expect(await provedAtMs()).toBe(world.now);
  expect(await store.db.selectFrom('alarms').selectAll().execute()).toMatchObject([{ seq: 2 }]);
  expect(await incidents()).toHaveLength(1);
  expect((await verifyStore(store.db)).events).toBe(1);
});

test('P3 the same proof again changes nothing, and by a clock that was set back a new one is still seen as newer', async () => {
  await save(proof(1));
  const firstMs = world.now;
  world.now += 60_000;
  const [again] = await save(proof(1), proof(1));
  expect(again!.answer.stored).toEqual([1, 1]);
  expect(await provedAtMs()).toBe(firstMs);
  world.now = firstMs - 3_600_000;
  await save(proof(2));
  expect(await provedAtMs()).toBe(firstMs + 1);
});

test('P3 a proof of an unknown site is refused, and one before its contract is not known', async () => {
  const early = admission(arrivedOf({ v: 2, epoch, seq: 1, kind: 'proof', body: { agentAtMs: 1 } }));
  const answers = await save(proof(1, 'nowhere'), early);
  expect(answers.flatMap(({ answer }) => answer.refused.map(({ reason }) => reason))).toEqual([
    'unknown_kind',
    'unknown_site',
  ]);
});

test('D5 stored, refused and proofs alike have come; what nobody registered has not', async () => {
  await save(message(1), proof(2), message(3, { kind: 'nonsense' }), message(4, { sourceId: 'nowhere' }));
  await save(message(9));
  await save(message(1), proof(5), proof(1, 'nowhere'));
  expect(await receivedRanges()).toEqual([
    [1, 5],
    [9, 9],
  ]);
});

test('D6 of one site so many refused messages a minute are kept; every one is counted once and answered', async () => {
  const many = (from: number, count: number) =>
    Array.from({ length: count }, (_, i) => message(from + i, { kind: 'nonsense' }));
  const answers = [...(await save(...many(0, 100))), ...(await save(...many(0, 100), ...many(100, 100)))];
  expect(answers.flatMap(({ answer }) => answer.refused)).toHaveLength(300);
  const rows = () => store.db.selectFrom('quarantine').select('site_id').execute();
  expect(await rows()).toHaveLength(rowsKeptPerMinute);
  expect((await readQuarantine(store.db, 'everything')).counts).toEqual({ bad_body: 200 });
  world.now += 60_001;
  await save(...many(200, 1));
  expect(await rows()).toHaveLength(rowsKeptPerMinute + 1);
  world.wallAheadMs = -24 * 3_600_000;
  await save(...many(300, rowsKeptPerMinute));
  world.wallAheadMs = 0;
  expect(await rows()).toHaveLength(2 * rowsKeptPerMinute + 1);
});

test('a batch of hundreds asks the store as often as a batch of three', async () => {
  const asked = async (from: number, count: number) => {
    const counted = { times: 0 };
    const batch = Array.from({ length: count }, (_, i) => [
      message(from + 4 * i),
      proof(from + 4 * i + 1),
      message(from + 4 * i + 2, { kind: 'nonsense' }),
    ]).flat();
    const plugin: KyselyPlugin = {
      transformQuery: ({ node }) => {
        counted.times += 1;
        return node;
      },
      transformResult: ({ result }) => Promise.resolve(result),
    };
    await store.db.transaction().execute((tx) => storeBatch(tx.withPlugin(plugin), batch, world));
    return counted.times;
  };
  await asked(0, 1);
  const few = await asked(1_000, 1);
  expect(await asked(10_000, 200)).toBe(few);
});
