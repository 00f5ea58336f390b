// Presence on a real store: one event a site, in batches, over restarts, stalls, a line that is away and several servers.
import type { SitePresenceMessage } from '@haixi/proto/mqtt/messages';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { Ingest } from '../ingest/ingest.service.js';
import { eventOf } from '../log/log.store.js';
import { verifyStore } from '../log/verify-log.store.js';
import { freshStore, type FreshStore } from '../store/fresh.store.js';
import { changeRegister } from '../store/register.store.js';
import { silenceMs, willGraceMs } from './presence.js';
import { birth, epoch, HandWorld, TestLink } from './site.fixture.js';
import { Sites } from './sites.service.js';

let store: FreshStore;
let world: HandWorld;
let endings: (() => Promise<void>)[];

beforeAll(async () => {
  store = await freshStore();
});
afterAll(() => store.stop());
beforeEach(async () => {
  await store.empty();
  world = new HandWorld();
  endings = [];
  return async () => {
    for (const end of endings) await end();
  };
});

interface Server {
  readonly link: TestLink;
  readonly sites: Sites;
  stop(): Promise<void>;
}
/** A server's part that knows who is there. */
async function start(): Promise<Server> {
  const link = new TestLink();
  const ingest = new Ingest(store.db, world, link);
  const sites = new Sites(store.db, world, ingest, link);
  await sites.start();
  const stop = async () => {
    await sites.beforeApplicationShutdown();
    await ingest.beforeApplicationShutdown();
  };
  endings.push(stop);
  return { link, sites, stop };
}
const will = (link = 'link-0001'): SitePresenceMessage => ({ online: false, link });
async function look(...servers: Server[]): Promise<void> {
  for (const { sites } of servers) sites.lookForSilence();
  await Promise.all(servers.map(({ sites }) => sites.saved()));
}
async function told(): Promise<string[]> {
  const rows = await store.db.selectFrom('log').selectAll().orderBy('at_ms').orderBy('n').execute();
  const events = rows.map(eventOf).filter(({ type }) => type.startsWith('site.'));
  return events.map((event) => `${event.type} ${'siteId' in event.data ? event.data.siteId : ''}`);
}
const siteIds = async () =>
  (await store.db.selectFrom('sites').select('site_id').orderBy('site_id').execute()).map(
    (row) => row.site_id,
  );

test('P2 a silent site is one event, with when it was heard last by the wall clock', async () => {
  const server = await start();
  server.link.arrive('presence', 'shop-01', birth());
  await look(server);
  const heardAtMs = world.now;
  world.now += silenceMs - 1;
  await look(server);
  expect(await told()).toEqual(['site.online shop-01']);
  world.now += 1;
  await look(server);
  await look(server);
  expect(await told()).toEqual(['site.online shop-01', 'site.dark shop-01']);
  const row = await store.db
    .selectFrom('log')
    .select('data')
    .where('type', '=', 'site.dark')
    .executeTakeFirst();
  const data = { siteId: 'shop-01', lastHeardAtMs: heardAtMs, because: 'silence' };
  expect(JSON.parse(row!.data!)).toEqual(data);
});

test.each([
  ['an alarm', 'alarms', {}],
  ['a reply', 'replies', { id: 'command-1', result: 'done', epoch, oldestHeld: 0, next: 0 }],
] as const)('P2 %s of a dark site brings it back, one event', async (_what, topic, message) => {
  const server = await start();
  server.link.arrive('presence', 'shop-01', birth());
  world.now += silenceMs;
  await look(server);
  server.link.arrive(topic, 'shop-01', message);
  server.link.arrive(topic, 'shop-01', message);
  await look(server);
  expect(await told()).toEqual(['site.online shop-01', 'site.dark shop-01', 'site.online shop-01']);
});

test('P1 a late will of an earlier connection is ignored, also over a restart of the server', async () => {
  const first = await start();
  first.link.arrive('presence', 'shop-01', birth({ link: 'link-0002' }));
  await look(first);
  await first.stop();
  const second = await start();
  second.link.arrive('presence', 'shop-01', will('link-0001'));
  world.now += willGraceMs;
  await look(second);
  expect(await told()).toEqual(['site.online shop-01']);
  second.link.arrive('presence', 'shop-01', will('link-0002'));
  world.now += willGraceMs;
  await look(second);
  expect(await told()).toEqual(['site.online shop-01', 'site.dark shop-01']);
});

test('P2 while the line does not stand nobody is judged, and each has its full silence when it stands again', async () => {
  const server = await start();
  server.link.arrive('presence', 'shop-01', birth());
  server.link.standsSinceMs = null;
  world.now += 10 * silenceMs;
  await look(server);
  server.link.standsSinceMs = world.now;
  world.now += silenceMs - 1;
  await look(server);
  expect(await told()).toEqual(['site.online shop-01']);
  world.now += 1;
  await look(server);
  expect(await told()).toEqual(['site.online shop-01', 'site.dark shop-01']);
});

test('P2 a server that was stopped itself does not take its own silence for theirs', async () => {
  const server = await start();
  server.link.arrive('presence', 'shop-01', birth());
  await server.sites.saved();
  world.now += 10 * silenceMs;
  // Its own first look after it finds out.
  await world.pass(1_000);
  await look(server);
  expect(await told()).toEqual(['site.online shop-01']);
  await world.pass(silenceMs);
  await look(server);
  expect(await told()).toEqual(['site.online shop-01', 'site.dark shop-01']);
});

test('P2 dark is in the log within 45 s of the last packet by the server’s own looks, grace included', async () => {
  const server = await start();
  await world.pass(700);
  server.link.arrive('presence', 'shop-01', birth());
  server.link.arrive('presence', 'shop-02', birth());
  const heardAtMs = world.now;
  await world.pass(34_000);
  server.link.arrive('presence', 'shop-02', will());
  for (let second = 0; second < 11; second += 1) {
    await world.pass(1_000);
    await server.sites.saved();
  }
  const rows = await store.db.selectFrom('log').selectAll().where('type', '=', 'site.dark').execute();
  expect(rows).toHaveLength(2);
  for (const row of rows) expect(row.at_ms - heardAtMs).toBeLessThanOrEqual(41_000);
});

test('P2 of several servers on one log one tells that sites are dark, and that they are back', async () => {
  const servers = [await start(), await start(), await start()];
  const all = await siteIds();
  const everywhere = (message: SitePresenceMessage) => {
    for (const { link } of servers) for (const siteId of all) link.arrive('presence', siteId, message);
  };
  everywhere(birth());
  await look(...servers);
  everywhere(will());
  world.now += willGraceMs;
  await look(...servers);
  everywhere(birth({ link: 'link-0002' }));
  await look(...servers);
  const events = await told();
  for (const siteId of all)
    expect(events.filter((event) => event.endsWith(` ${siteId}`))).toEqual([
      `site.online ${siteId}`,
      `site.dark ${siteId}`,
      `site.online ${siteId}`,
    ]);
  expect(await verifyStore(store.db)).toMatchObject({ broken: null });
});

test('P2 a site that one server told dark and then ended is told online by another that hears it', async () => {
  const [first, second] = [await start(), await start()];
  first.link.arrive('presence', 'shop-01', birth());
  second.link.arrive('presence', 'shop-01', birth());
  await look(first, second);
  world.now += silenceMs;
  await look(first);
  await first.stop();
  second.link.arrive('alarms', 'shop-01', {});
  await second.sites.compare();
  await look(second);
  expect(await told()).toEqual(['site.online shop-01', 'site.dark shop-01', 'site.online shop-01']);
});

test('P2 a site that another server told online and then ended is dark after its silence', async () => {
  const [first, second] = [await start(), await start()];
  first.link.arrive('presence', 'shop-01', birth());
  await look(first);
  await first.stop();
  await second.sites.compare();
  world.now += silenceMs;
  await look(second);
  expect(await told()).toEqual(['site.online shop-01', 'site.dark shop-01']);
});

test('P2 what is heard while the store is away is saved when it is back, in the order heard', async () => {
  const server = await start();
  const away = store.db.transaction().execute(async (tx) => {
    await tx.selectFrom('sites').selectAll().forUpdate().execute();
    server.link.arrive('presence', 'shop-01', birth());
    for (let round = 0; round < 3; round += 1) {
      await new Promise((done) => setTimeout(done, 20));
      world.now += silenceMs;
      server.sites.lookForSilence();
      server.link.arrive('presence', 'shop-01', birth({ next: round + 1 }));
    }
  });
  await away;
  await look(server);
  const turn = ['site.dark shop-01', 'site.online shop-01'];
  expect(await told()).toEqual(['site.online shop-01', ...turn, ...turn, ...turn]);
  const site = await store.db
    .selectFrom('sites')
    .selectAll()
    .where('site_id', '=', 'shop-01')
    .executeTakeFirstOrThrow();
  expect(site).toMatchObject({ presence: 'online', next_seq: 3, contract_max: 3 });
});

test('P1 a site that comes into the register is heard within two seconds, the birth it told before that too', async () => {
  const { link, sites } = await start();
  link.arrive('presence', 'new-shop', birth());
  link.arrive('presence', 'nobody', birth());
  const { area_id } = await store.db.selectFrom('areas').select('area_id').limit(1).executeTakeFirstOrThrow();
  const place = { area_id, type: 'shop', name: '新店', name_en: '', address: '', lon: 119.5, lat: 26.6 };
  const row = { ...place, site_id: 'new-shop', presence: 'never', key_hash: null };
  await store.owner.insertInto('sites').values(row).execute();
  await store.db.transaction().execute((tx) => changeRegister(tx));
  await sites.readRegister();
  await sites.saved();
  expect(await told()).toEqual(['site.online new-shop']);
  await store.owner
    .updateTable('sites')
    .set({ retired_at_ms: 1 })
    .where('site_id', '=', 'new-shop')
    .execute();
  expect(sites.hears('new-shop')).toBe(true);
  await store.db.transaction().execute((tx) => changeRegister(tx));
  await sites.readRegister();
  expect(sites.hears('new-shop')).toBe(false);
  expect(sites.hears('nobody')).toBe(false);
});
