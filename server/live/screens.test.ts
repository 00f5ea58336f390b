// Screens of several servers on one log, whose hints are lost, whose clocks are wrong, or whose reads have no answer.
import { randomBytes } from 'node:crypto';
import { sql } from 'kysely';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { startSession } from '../accounts/sessions.store.js';
import { savePosition } from '../dispatch/units.store.js';
import { append } from '../log/log.store.js';
import { freshStore, type FreshStore, QuickWorld } from '../store/fresh.store.js';
import { behindBytes } from './flow.js';
import { LiveServer, type TestScreen } from './screen.fixture.js';

const soon = { timeout: 20_000, interval: 20 };
const north = '350902002001';
const dayMs = 24 * 3_600_000;

let store: FreshStore;
let session: string;
const servers: LiveServer[] = [];

beforeAll(async () => {
  store = await freshStore();
});
afterAll(() => store?.stop());
beforeEach(async () => {
  await store.empty();
  const world = new QuickWorld();
  const token = await startSession(store.db, 'op-lin', world.nowMs(), (count) => world.random(count));
  session = token;
});
afterEach(async () => {
  await Promise.all(servers.splice(0).map((server) => server.stop()));
});

async function serve(world = new QuickWorld()): Promise<LiveServer> {
  const server = await new LiveServer(store.db, world).start();
  servers.push(server);
  return server;
}

const say = (areaId: string, world: QuickWorld) =>
  store.db.transaction().execute((tx) => {
    const data = { siteId: 'shop-01' };
    const event = { areaId, type: 'site.online', actor: { kind: 'system' }, data } as const;
    return append(tx, [event], { nowMs: world.nowMs(), salt: world.salt });
  });

const moveTo = (lon: number, world: QuickWorld) =>
  store.db.transaction().execute((tx) => {
    const at = { position: { lon, lat: 26.66 }, accuracyM: 5, atMs: world.nowMs() };
    return savePosition(tx, 'unit-01', at, world.nowMs());
  });

/** Where the screen has unit-01: of all it was sent, the value that came last. */
const lonOf = (screen: TestScreen) =>
  [...screen.got.snapshot.map(({ latest }) => latest), ...screen.got.latest]
    .flatMap(({ positions }) => positions)
    .findLast(({ unitId }) => unitId === 'unit-01')?.position.lon;

const numbers = (screen: TestScreen) =>
  screen.got.events.flatMap(({ events }) => events.map(({ areaId, n }) => `${areaId}/${n}`));

test('L1 every screen of two servers gets every event once, in order, though each hint is lost', async () => {
  const [one, other] = [await serve(), await serve()];
  const screens = [(await one.open(session)).socket, (await other.open(session)).socket];
  for (const screen of screens) await expect.poll(() => screen.got.tick.length, soon).toBeGreaterThan(0);
  for (let n = 1; n <= 5; n += 1) await say(north, one.world);
  const all = [1, 2, 3, 4, 5].map((n) => `${north}/${n}`);
  for (const screen of screens) await expect.poll(() => numbers(screen), soon).toEqual(all);
});

test('L2 a position reaches the screens of a server whose clock is hours ahead of the one that took it', async () => {
  const [right, wrong] = [new QuickWorld(), new QuickWorld()];
  wrong.wallAheadMs = dayMs / 4;
  const screen = (await (await serve(wrong)).open(session)).socket;
  await expect.poll(() => lonOf(screen), soon).toBeDefined();
  for (const lon of [119.52, 119.53]) {
    await moveTo(lon, right);
    await expect.poll(() => lonOf(screen), soon).toBe(lon);
  }
});

test('L2 after the server’s clock was set back by a day positions go on, on its screens and in the store', async () => {
  const world = new QuickWorld();
  const screen = (await (await serve(world)).open(session)).socket;
  await moveTo(119.52, world);
  await expect.poll(() => lonOf(screen), soon).toBe(119.52);
  world.wallAheadMs = -dayMs;
  for (const lon of [119.53, 119.54]) {
    await moveTo(lon, world);
    await expect.poll(() => lonOf(screen), soon).toBe(lon);
  }
});

test('L3 while the log can’t be read screens get no sign of life, so that they grey themselves; then they go on', async () => {
  const server = await serve();
  const screen = (await server.open(session)).socket;
  await expect.poll(() => screen.got.tick.length, soon).toBeGreaterThan(1);
  await store.owner.transaction().execute(async (tx) => {
    await sql`lock table area_heads in access exclusive mode`.execute(tx);
    server.world.now += 5_000;
    await moveTo(119.51, server.world);
    // A look at the latest values that had begun before may still bring one.
    await new Promise((done) => setTimeout(done, 300));
    const before = screen.count;
    await new Promise((done) => setTimeout(done, 1_000));
    expect(screen.count).toBe(before);
  });
  const ticks = screen.got.tick.length;
  await expect.poll(() => screen.got.tick.length, soon).toBeGreaterThan(ticks);
  await expect.poll(() => lonOf(screen), soon).toBe(119.51);
});

test('L3 a look at the latest values that has no answer silences the ticks, is given up, and nothing of it is lost', async () => {
  const server = await serve();
  const screen = (await server.open(session)).socket;
  await expect.poll(() => lonOf(screen), soon).toBeDefined();
  await store.owner.transaction().execute(async (tx) => {
    await sql`lock table positions in access exclusive mode`.execute(tx);
    await sql`update positions set lon = 119.51 where unit_id = 'unit-01'`.execute(tx);
    // A look begins and waits for the lock, while the log is read as ever.
    await expect.poll(() => server.fanOut.vouches, soon).toBe(true);
    await new Promise((done) => setTimeout(done, 300));
    server.world.now += 6_000;
    await expect.poll(() => server.fanOut.vouches, soon).toBe(false);
    const ticks = screen.got.tick.length;
    // The first is given up meanwhile, and the next one waits for the lock too.
    await new Promise((done) => setTimeout(done, 2_000));
    expect(screen.got.tick).toHaveLength(ticks);
  });
  await expect.poll(() => lonOf(screen), soon).toBe(119.51);
  const ticks = screen.got.tick.length;
  await expect.poll(() => screen.got.tick.length, soon).toBeGreaterThan(ticks);
});

test('L1 an area that is registered while the server runs is followed too', async () => {
  const server = await serve();
  await server.open(session);
  const area_id = '350902002009';
  const area = { area_id, parent_id: '350902002', name: '新社区', name_en: 'New', outline: null };
  await store.owner
    .insertInto('areas')
    .values({ ...area, illustrative: true })
    .execute();
  await store.owner
    .insertInto('area_heads')
    .values({ area_id, n: 0, hash: '0'.repeat(64), at_ms: 0 })
    .execute();
  // Whoever may watch it now has to come again, and gets the area with its first events.
  await expect.poll(() => [...server.rooms.screens][0]!.connected, soon).toBe(false);
  const again = (await server.open(session)).socket;
  await expect.poll(() => again.got.tick.length, soon).toBeGreaterThan(0);
  await say(area_id, server.world);
  await expect.poll(() => numbers(again), soon).toEqual([`${area_id}/1`]);
});

test('L2 a log that is shorter than it was is followed from its new end, and ticks say how long it is', async () => {
  const server = await serve();
  for (let n = 1; n <= 3; n += 1) await say(north, server.world);
  const screen = (await server.open(session)).socket;
  await expect.poll(() => screen.got.tick.at(-1)?.heads[north], soon).toBe(3);
  await sql`delete from log where area_id = ${north} and n > 1`.execute(store.owner);
  await sql`
    update area_heads set n = 1, hash = (select hash from log where area_id = ${north} and n = 1)
    where area_id = ${north}`.execute(store.owner);
  await expect.poll(() => screen.got.tick.at(-1)?.heads[north], soon).toBe(1);
  await say(north, server.world);
  await expect.poll(() => numbers(screen).at(-1), soon).toBe(`${north}/2`);
});

test('L4 a page that asks again and again and takes nothing is sent no more than it may be behind', async () => {
  const server = await serve();
  const { socket, screen } = await server.open(session);
  await expect.poll(() => socket.got.snapshot.length, soon).toBe(1);
  socket.unsentBytes = behindBytes + 1;
  for (let i = 0; i < 20; i += 1) {
    server.ask(screen, {});
    await new Promise((done) => setTimeout(done, 10));
  }
  expect(socket.got.snapshot).toHaveLength(1);
  socket.unsentBytes = 0;
  await expect.poll(() => socket.got.snapshot.length, soon).toBe(2);
});

test('T3 what a tablet says while it is let go does not leave it open for ever', async () => {
  const server = await serve();
  const token = await startSession(store.db, 'po-wang', server.world.nowMs(), randomBytes);
  const { screen } = await server.open(token);
  const tablets = async () =>
    (await store.db.selectFrom('tablets').select('state').execute()).map(({ state }) => state);
  server.screens.hear(screen, 'tablet', { state: 'ready' });
  await expect.poll(tablets, soon).toEqual(['ready']);
  server.screens.leave(screen);
  server.screens.hear(screen, 'tablet', { state: 'ready' });
  // A colleague's page is told after it, so that the wrong one would be there by then.
  const other = await startSession(store.db, 'po-zhang', server.world.nowMs(), randomBytes);
  server.screens.hear((await server.open(other)).screen, 'tablet', { state: 'asleep' });
  await expect.poll(async () => (await tablets()).toSorted(), soon).toEqual(['asleep', 'closed']);
});
