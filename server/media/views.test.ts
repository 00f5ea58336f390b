// Each view with its person, reason, start and end in the log; and a right that ends while one looks.
import { queryRoutes } from '@haixi/proto/commands/routes';
import { streamLingersMs, viewCloseCodes, viewLastsMs } from '@haixi/proto/media/media';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { createApp, startApp } from '../app.js';
import { testEnvironment } from '../test-house.js';
import { askView, checkOf, grantedView, look, Screen } from './testing/screen.js';
import { Scene, siteId, soon } from './testing/scene.js';
import { type Asked, endView, startView } from './views.store.js';

let scene: Scene;
let lin: string;
const screens: Screen[] = [];
beforeAll(async () => {
  scene = await Scene.open();
  lin = await scene.house.cookieOf('op-lin');
});
afterAll(() => scene.close());
afterEach(async () => {
  for (const screen of screens.splice(0)) screen.close();
  await scene.leaveAgents();
  await scene.noViews();
});

async function watch(cookie: string): Promise<Screen> {
  const screen = await look(scene.base, cookie, checkOf(siteId));
  screens.push(screen);
  await expect.poll(() => screen.videoTags, soon).toBeGreaterThan(20);
  return screen;
}

const post = (path: string, cookie: string, body: object = {}) =>
  fetch(`${scene.base}${path}`, {
    method: 'POST',
    headers: { cookie, 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });

/** An incident at the site, as a press of its button makes one. */
async function incidentAt(): Promise<string> {
  const agent = await scene.agent();
  const body = { sourceId: 'button-1', kind: 'panic', occurredAtMs: 1, agentAtMs: 1 };
  await agent.send('alarms', { v: 2, epoch: 'e'.repeat(16), seq: 1, kind: 'alarm', body });
  const first = () => scene.house.store.db.selectFrom('incidents').select('incident_id').executeTakeFirst();
  await expect.poll(first, soon).toBeDefined();
  return (await first())!.incident_id;
}

test('V3 a view has a person, a purpose, a reason, a start and an end in the log', async () => {
  await scene.agent();
  const asked = { ...checkOf(siteId), reason: '检查夜间画面' };
  const viewId = await grantedView(scene.base, lin, asked);
  expect(await scene.told()).toEqual([]);
  const screen = new Screen(scene.base, lin, viewId);
  await expect.poll(() => screen.videoTags, soon).toBeGreaterThan(20);
  const [started] = await scene.told();
  expect(started).toMatchObject({
    type: 'view.started',
    areaId: '350902002004',
    actor: { kind: 'person', id: 'op-lin' },
    data: { siteId, sourceId: 'camera-1', incidentId: null, purpose: 'check', reason: '检查夜间画面' },
  });
  scene.house.world.now += 7_000;
  screen.close();
  await scene.noViews();
  const [, ended] = await scene.told();
  expect(ended).toMatchObject({
    type: 'view.ended',
    actor: { kind: 'person', id: 'op-lin' },
    data: { because: 'viewer-left', lastedMs: 7_000 },
  });
  if (ended?.type !== 'view.ended') throw new Error('no end');
  expect(ended.data.bytes).toBeGreaterThanOrEqual(screen.bytes);
});

test('V3 a view for an incident stands in its timeline, from a camera of another area and after its close too', async () => {
  const incidentId = await incidentAt();
  const key = (n: number) => `key-0000-000${n}`;
  const head = { incidentId, occurredAtMs: 1 };
  await post('/api/commands/incident.receive', lin, { ...head, key: key(1), expects: 'reported' });
  const other = await scene.agent({ siteId: 'institution-01' });
  const now = { ...checkOf('institution-01'), purpose: 'incident' as const, incidentId, reason: '' };
  const later = { ...now, purpose: 'follow' as const, reason: '复盘' };
  for (const closes of [false, true]) {
    if (closes) {
      const close = { ...head, key: key(2), expects: 'received', outcome: 'false-alarm', reason: '误报' };
      expect((await post('/api/commands/incident.close', lin, close)).status).toBe(200);
    }
    scene.house.world.now += 1_000;
    if (closes) expect((await askView(scene.base, lin, now)).status).toBe(403);
    const screen = await look(scene.base, lin, closes ? later : now);
    await expect.poll(() => screen.videoTags, soon).toBeGreaterThan(5);
    scene.house.world.now += 1_000;
    screen.close();
    await scene.noViews();
  }
  expect(other.commands.length).toBeGreaterThan(0);
  const file = await fetch(`${scene.base}${queryRoutes.incident.path.replace(':incidentId', incidentId)}`, {
    headers: { cookie: lin },
  });
  const { incident, events } = queryRoutes.incident.answer.parse(await file.json());
  expect(incident.stage).toBe('closed');
  expect(events.map(({ type }) => type)).toEqual([
    'incident.opened',
    'incident.received',
    'view.started',
    'view.ended',
    'incident.closed',
    'view.started',
    'view.ended',
  ]);
});

test('V3 a right that ends while one looks ends the look within seconds, and nobody else’s', async () => {
  await scene.agent();
  const chen = await scene.house.cookieOf('op-chen');
  const [mine, theirs] = [await watch(lin), await watch(chen)];
  const { owner } = scene.house.store;
  const grants = await owner.deleteFrom('grants').where('person_id', '=', 'op-chen').returningAll().execute();
  await scene.pass(2_000);
  await expect.poll(() => theirs.closed, soon).toBe(viewCloseCodes.rightEnded);
  await owner.insertInto('grants').values(grants).execute();
  expect(mine.closed).toBeNull();
  await expect.poll(async () => (await scene.ends()).at(-1), soon).toBe('right-ended');
});

test('V3 signing out ends one’s views', async () => {
  await scene.agent();
  const cookie = await scene.house.cookieOf('sl-huang');
  const screen = await watch(cookie);
  await post('/api/session/end', cookie);
  await scene.pass(2_000);
  await expect.poll(() => screen.closed, soon).toBe(viewCloseCodes.rightEnded);
});

test('V4 a view lasts half an hour and is then asked for again', async () => {
  await scene.agent();
  const screen = await watch(lin);
  await scene.pass(viewLastsMs - 10_000);
  expect(screen.closed).toBeNull();
  await scene.pass(10_000);
  await expect.poll(() => screen.closed, soon).toBe(viewCloseCodes.timeUp);
  await expect.poll(async () => (await scene.ends()).at(-1), soon).toBe('time-up');
});

test.each([
  ['back by a day', -24 * 3_600_000],
  ['forward by half a shift', 6 * 3_600_000],
])('V3 a server’s clock set %s ends no view and delays no end', async (_how, aheadMs) => {
  const { world } = scene.house;
  const agent = await scene.agent();
  const huang = await scene.house.cookieOf('sl-huang');
  const [mine, theirs] = [await watch(lin), await watch(huang)];
  world.wallAheadMs = aheadMs;
  try {
    await scene.pass(1_000);
    expect([mine.closed, theirs.closed]).toEqual([null, null]);
    await post('/api/session/end', huang);
    await scene.pass(2_000);
    await expect.poll(() => theirs.closed, soon).toBe(viewCloseCodes.rightEnded);
    await scene.pass(viewLastsMs - 3_001);
    expect(mine.closed).toBeNull();
    await scene.pass(1);
    await expect.poll(() => mine.closed, soon).toBe(viewCloseCodes.timeUp);
    await scene.noViews();
    const last = (await scene.told()).findLast((event) => event.type === 'view.ended');
    expect(last?.data).toMatchObject({ because: 'time-up', lastedMs: viewLastsMs });
    const stops = () => agent.commands.filter(({ kind }) => kind === 'stream.stop').length;
    const before = stops();
    await scene.pass(streamLingersMs);
    await expect.poll(stops, soon).toBe(before + 1);
  } finally {
    world.wallAheadMs = 0;
  }
});

test('V4 one ends one’s own view by asking, and no other', async () => {
  await scene.agent();
  const viewId = await grantedView(scene.base, lin, checkOf(siteId));
  const screen = new Screen(scene.base, lin, viewId);
  await expect.poll(() => screen.videoTags, soon).toBeGreaterThan(0);
  const path = `/api/views/${viewId}/end`;
  expect((await post(path, await scene.house.cookieOf('op-chen'))).status).toBe(404);
  expect((await post(path, lin)).status).toBe(200);
  await expect.poll(() => screen.closed, soon).toBe(1000);
  expect((await post(path, lin)).status).toBe(404);
});

/** A check as it is entered. */
const asked: Asked = {
  siteId,
  sourceId: 'camera-1',
  as: 'video',
  purpose: 'check',
  incidentId: null,
  roundId: null,
  orderId: null,
  reason: '看一眼',
};

/** Another run of the server on the same store. */
async function secondRun(): Promise<{ app: NestFastifyApplication; base: string }> {
  const { store, dataDir, world } = scene.house;
  const app = await createApp(testEnvironment(store.url, dataDir), world);
  return { app, base: await startApp(app, 0) };
}

test('V3 a view that a crash cut off ends in the log when the server starts again', async () => {
  const view = { viewId: 'cut-off', personId: 'op-lin', areaId: '350902002004' };
  const { db } = scene.house.store;
  await db.transaction().execute((tx) => startView(tx, { ...view, asked }, scene.house.world));
  scene.house.world.now += 3_600_000;
  const { app } = await secondRun();
  await app.close();
  const last = (await scene.told()).at(-1);
  expect(last).toMatchObject({
    type: 'view.ended',
    actor: { kind: 'system' },
    data: { viewId: 'cut-off', because: 'server-restarted', lastedMs: 0 },
  });
});

test('V3 a start whose answer was lost with the connection stands once in the log when it is tried again', async () => {
  const view = { viewId: 'tried-twice', personId: 'op-lin', areaId: '350902002004' };
  const { store, world } = scene.house;
  const tryIt = () => store.db.transaction().execute((tx) => startView(tx, { ...view, asked }, world));
  await tryIt();
  await tryIt();
  await store.db.transaction().execute((tx) => endView(tx, view.viewId, 'viewer-left', world));
  await store.db.transaction().execute((tx) => endView(tx, view.viewId, 'viewer-left', world));
  const told = (await scene.told()).filter(({ data }) => 'viewId' in data && data.viewId === view.viewId);
  expect(told.map(({ type }) => type)).toEqual(['view.started', 'view.ended']);
});

test('V3 a server that is ended ends its views in the log first', async () => {
  const { app, base } = await secondRun();
  const cookie = await scene.house.cookieOf('op-lin');
  await scene.agent({ base });
  const screen = await look(base, cookie, checkOf(siteId));
  await expect.poll(() => screen.videoTags, soon).toBeGreaterThan(5);
  await app.close();
  await expect.poll(() => screen.closed, soon).not.toBeNull();
  expect((await scene.ends()).at(-1)).toBe('server-restarted');
});
