// Proof of life, held against rule P3: on a clock that is handed in, and on a real store with several servers.
import type { LogEvent } from '@haixi/proto/live/events';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { admission } from '../ingest/admission.js';
import { storeBatch } from '../ingest/batch.store.js';
import { Ingest } from '../ingest/ingest.service.js';
import { readPicture } from '../live/picture.store.js';
import { eventOf } from '../log/log.store.js';
import { freshStore, type FreshStore } from '../store/fresh.store.js';
import { willGraceMs } from './presence.js';
import { Proofs } from './proofs.service.js';
import { type Proving, seen, unprovenAfterMs, verdict } from './proofs.js';
import { birth, epoch, HandWorld, TestLink } from './site.fixture.js';
import { Sites } from './sites.service.js';

let store: FreshStore;
let world: HandWorld;
let server: Server;
let endings: (() => Promise<void>)[];
let seq = 0;

beforeAll(async () => {
  store = await freshStore();
});
afterAll(() => store.stop());
beforeEach(async () => {
  await store.empty();
  world = new HandWorld();
  endings = [];
  server = await start();
  return async () => {
    for (const end of endings) await end();
  };
});

interface Server {
  readonly link: TestLink;
  readonly sites: Sites;
  readonly proofs: Proofs;
}
async function start(): Promise<Server> {
  const link = new TestLink();
  const ingest = new Ingest(store.db, world, link);
  const sites = new Sites(store.db, world, ingest, link);
  const proofs = new Proofs(store.db, world, link);
  await sites.start();
  endings.push(async () => {
    await proofs.beforeApplicationShutdown();
    await sites.beforeApplicationShutdown();
    await ingest.beforeApplicationShutdown();
  });
  return { link, sites, proofs };
}
async function born(change: Parameters<typeof birth>[0] = {}): Promise<void> {
  server.link.arrive('presence', 'shop-01', birth(change));
  await server.sites.saved();
}
/** A proof of life is stored. */
async function prove(): Promise<void> {
  const entry = { v: 3, epoch, seq: (seq += 1), kind: 'proof', body: { agentAtMs: 1 } };
  const payload = Buffer.from(JSON.stringify(entry));
  const arrived = { siteId: 'shop-01', topic: 't', payload, bytes: payload.length, foreign: false };
  await store.db.transaction().execute((tx) => storeBatch(tx, [admission(arrived)], world));
}
/** Looks each 10 s for so long. */
async function looks(forMs: number, ...servers: Server[]): Promise<void> {
  for (const endMs = world.now + forMs; world.now < endMs; world.now += 10_000)
    await Promise.all((servers.length > 0 ? servers : [server]).map(({ proofs }) => proofs.look()));
}
const told = async (): Promise<LogEvent[]> =>
  (
    await store.db
      .selectFrom('log')
      .selectAll()
      .where('type', 'in', ['site.proven', 'site.unproven'])
      .orderBy('n')
      .execute()
  ).map(eventOf);
const types = async () => (await told()).map(({ type }) => type);
async function unprovenSinceMs(): Promise<number | null> {
  const areas = await store.db.selectFrom('areas').select('area_id').execute();
  const all = await readPicture(
    store.db,
    areas.map((row) => row.area_id),
  );
  return all.picture.sites['shop-01']!.unprovenSinceMs;
}

test('P3 absence of proofs is one event after two and a half of them, and the next one is another', async () => {
  await born();
  await looks(60_000);
  await prove();
  const provedAtMs = world.now;
  await looks(unprovenAfterMs);
  expect(await types()).toEqual([]);
  await looks(60_000);
  const [unproven] = await told();
  expect(unproven).toMatchObject({
    type: 'site.unproven',
    data: { siteId: 'shop-01', lastProvedAtMs: provedAtMs },
  });
  expect(await unprovenSinceMs()).toBe(unproven!.atMs);
  await looks(60_000);
  await prove();
  await looks(60_000);
  expect(await types()).toEqual(['site.unproven', 'site.proven']);
  expect(await unprovenSinceMs()).toBeNull();
});

test('P3 a site that proves itself each three minutes is never unproven', async () => {
  await born();
  for (let round = 0; round < 10; round += 1) {
    await prove();
    await looks(180_000);
  }
  expect(await types()).toEqual([]);
});

test('P3 an agent of an earlier contract sends no proofs, and none is missed', async () => {
  await born({ contract: { min: 1, max: 2 } });
  await looks(2 * unprovenAfterMs);
  expect(await types()).toEqual([]);
});

test('P3 a dark site is dark, not unproven, and has its full time again when it is back', async () => {
  await born();
  await looks(unprovenAfterMs - 30_000);
  server.link.arrive('presence', 'shop-01', { online: false, link: 'link-0001' });
  world.now += willGraceMs;
  server.sites.lookForSilence();
  await server.sites.saved();
  await looks(unprovenAfterMs);
  await born({ link: 'link-0002' });
  await looks(unprovenAfterMs - 20_000);
  expect(await types()).toEqual([]);
  await looks(60_000);
  expect(await types()).toEqual(['site.unproven']);
});

test('P3 an unproven site that goes dark keeps its mark until a proof comes', async () => {
  await born();
  await looks(unprovenAfterMs + 30_000);
  server.link.arrive('presence', 'shop-01', { online: false, link: 'link-0001' });
  world.now += willGraceMs;
  server.sites.lookForSilence();
  await server.sites.saved();
  await born({ link: 'link-0002' });
  await looks(60_000);
  expect(await types()).toEqual(['site.unproven']);
  await prove();
  await looks(30_000);
  expect(await types()).toEqual(['site.unproven', 'site.proven']);
});

test('P3 while the line, the process or the store was away no proof was missed', async () => {
  await born();
  await looks(unprovenAfterMs - 60_000);
  server.link.standsSinceMs = null;
  await looks(300_000);
  server.link.standsSinceMs = world.now;
  await looks(unprovenAfterMs - 20_000);
  world.now += 300_000;
  await looks(unprovenAfterMs - 20_000);
  expect(await types()).toEqual([]);
  await looks(60_000);
  expect(await types()).toEqual(['site.unproven']);
});

test('P3 of several servers one tells it, and a restart forgets and repeats nothing', async () => {
  const servers = [server, await start(), await start()];
  await born();
  await looks(unprovenAfterMs + 60_000, ...servers);
  expect(await types()).toEqual(['site.unproven']);
  const restarted = [await start(), await start()];
  await looks(unprovenAfterMs + 60_000, ...restarted);
  expect(await types()).toEqual(['site.unproven']);
  await prove();
  const again = [await start(), await start()];
  await looks(30_000, ...again);
  expect(await types()).toEqual(['site.unproven', 'site.proven']);
});

test('P3 a wall clock that was set back a day hides no proof', async () => {
  await born();
  await prove();
  await looks(unprovenAfterMs + 60_000);
  expect(await types()).toEqual(['site.unproven']);
  world.wallAheadMs = -86_400_000;
  await looks(30_000);
  await prove();
  await looks(30_000);
  expect(await types()).toEqual(['site.unproven', 'site.proven']);
  for (let round = 0; round < 5; round += 1) {
    await prove();
    await looks(180_000);
  }
  expect(await types()).toHaveLength(2);
});

test('P3 coming back between two looks begins the wait anew', () => {
  const proving: Proving = {
    presence: 'online',
    presenceAtMs: 1,
    contractMax: 3,
    provedAtMs: null,
    unprovenSinceMs: null,
  };
  const first = seen(undefined, proving, 0, 0);
  expect(verdict(undefined, first, unprovenAfterMs)).toBe('unproven');
  const back = seen(first, { ...proving, presenceAtMs: 2 }, unprovenAfterMs, 0);
  expect(verdict(first, back, unprovenAfterMs)).toBeNull();
});
