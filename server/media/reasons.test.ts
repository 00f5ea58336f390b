// Looking for a reason: what each purpose opens, what ends with it, rounds and their spans, and who looks now.
import type { LogEvent } from '@haixi/proto/live/events';
import { queryRoutes } from '@haixi/proto/commands/routes';
import { type Round, roundLastsMs, type ViewAsked, viewCloseCodes } from '@haixi/proto/media/media';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { createApp, startApp } from '../app.js';
import { eventOf } from '../log/log.store.js';
import { testEnvironment } from '../test-house.js';
import { Rounds } from './rounds.service.js';
import { Scene, siteId, soon } from './testing/scene.js';
import { askView, checkOf, grantedView, look, Screen } from './testing/screen.js';

const root = '350902002';
const areaId = '350902002004';
const minuteMs = 60_000;

let scene: Scene;
let lin: string;
let rounds: Rounds;
const screens: Screen[] = [];
beforeAll(async () => {
  scene = await Scene.open();
  rounds = scene.house.app.get(Rounds, { strict: false });
  lin = await scene.house.cookieOf('op-lin');
});
afterAll(() => scene.close());
afterEach(async () => {
  for (const screen of screens.splice(0)) screen.close();
  await scene.leaveAgents();
  await scene.noViews();
});

async function post(
  path: string,
  cookie: string,
  body: object = {},
): Promise<{ status: number; body: unknown }> {
  const answer = await fetch(`${scene.base}${path}`, {
    method: 'POST',
    headers: { cookie, 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  return { status: answer.status, body: await answer.json() };
}

async function refusedAs(cookie: string, asked: ViewAsked): Promise<string> {
  const answer = await askView(scene.base, cookie, asked);
  return answer.status === 200 ? 'granted' : ((await answer.json()) as { code: string }).code;
}

async function watch(cookie: string, asked: ViewAsked): Promise<Screen> {
  const screen = await look(scene.base, cookie, asked);
  screens.push(screen);
  await expect.poll(() => screen.videoTags, soon).toBeGreaterThan(5);
  return screen;
}

/** Lets the clock go on until every right has been asked about again. */
const asksAgain = () => scene.pass(2_000);

async function told(...types: string[]): Promise<LogEvent[]> {
  const { db } = scene.house.store;
  const rows = await db
    .selectFrom('log')
    .selectAll()
    .where('type', 'in', types)
    .orderBy('at_ms')
    .orderBy('n')
    .execute();
  return rows.map(eventOf);
}

let calls = 0;
/** An incident that a caller told of, here or 1 km away, received by whoever opens it. */
async function incidentOf(cookie: string, isHere = true): Promise<string> {
  calls += 1;
  const position = isHere ? { lon: 119.52618, lat: 26.66797 } : { lon: 119.53618, lat: 26.66797 };
  const body = { areaId, siteId: null, position, address: '鹤峰路', priority: 2, caller: null };
  const key = `call-0000-${String(calls).padStart(4, '0')}`;
  const opened = await post('/api/commands/incident.open', cookie, { key, occurredAtMs: 1, ...body });
  return (opened.body as { incidentId: string }).incidentId;
}

async function tell(cookie: string, name: string, incidentId: string, more: object = {}): Promise<number> {
  calls += 1;
  const key = `tell-0000-${String(calls).padStart(4, '0')}`;
  return (await post(`/api/commands/${name}`, cookie, { key, occurredAtMs: 1, incidentId, ...more })).status;
}

const forIncident = (incidentId: string, site = siteId): ViewAsked => ({
  ...checkOf(site),
  purpose: 'incident',
  incidentId,
  reason: '',
});

test('V3 the video of an incident opens at once for who has received it; everybody else says why in words', async () => {
  const chen = await scene.house.cookieOf('op-chen');
  const [here, away] = [await incidentOf(lin), await incidentOf(lin, false)];
  expect(await refusedAs(lin, forIncident(here))).toBe('granted');
  expect(await refusedAs(lin, forIncident(here, 'institution-01'))).toBe('granted');
  expect(await refusedAs(lin, forIncident(away))).toBe('too_far');
  expect(await refusedAs(chen, forIncident(here))).toBe('not_received');
  const follow = { ...forIncident(here), purpose: 'follow' as const };
  for (const purpose of ['follow', 'request', 'check', 'exercise'] as const)
    expect(await refusedAs(chen, { ...follow, purpose })).toBe('bad_body');
  expect(await refusedAs(chen, { ...follow, reason: '协助林静' })).toBe('granted');
  expect(await refusedAs(await scene.house.cookieOf('po-wang'), { ...follow, reason: '看' })).toBe(
    'not_allowed',
  );
});

test('V3 with the incident its picture ends: taken over by a colleague, or closed; one that was asked for in words goes on', async () => {
  await scene.agent();
  const chen = await scene.house.cookieOf('op-chen');
  const incidentId = await incidentOf(lin);
  const mine = await watch(lin, forIncident(incidentId));
  const followed = await watch(lin, { ...forIncident(incidentId), purpose: 'follow', reason: '交接' });
  expect(await tell(chen, 'incident.takeOver', incidentId, { expects: 'received' })).toBe(200);
  await asksAgain();
  await expect.poll(() => mine.closed, soon).toBe(viewCloseCodes.rightEnded);
  const theirs = await watch(chen, forIncident(incidentId));
  const end = { expects: 'received', outcome: 'test', reason: '演练' };
  expect(await tell(chen, 'incident.close', incidentId, end)).toBe(200);
  await asksAgain();
  await expect.poll(() => theirs.closed, soon).toBe(viewCloseCodes.rightEnded);
  expect(followed.closed).toBeNull();
});

test('V4 a copied link shows nothing to anybody else, and a view opens no other camera', async () => {
  await scene.agent();
  const viewId = await grantedView(scene.base, lin, checkOf(siteId));
  const copied = new Screen(scene.base, await scene.house.cookieOf('op-chen'), viewId);
  await expect.poll(() => copied.refused, soon).toBe(404);
  const still = await fetch(`${scene.base}/api/views/${viewId}/still`, {
    headers: { cookie: await scene.house.cookieOf('op-chen') },
  });
  expect(still.status).toBe(404);
  const own = new Screen(scene.base, lin, viewId);
  screens.push(own);
  await expect.poll(() => own.videoTags, soon).toBeGreaterThan(5);
  const again = new Screen(scene.base, lin, viewId);
  await expect.poll(() => again.refused, soon).toBe(410);
  const [started] = (await told('view.started')).filter(
    ({ data }) => 'viewId' in data && data.viewId === viewId,
  );
  expect(started?.data).toMatchObject({ siteId, sourceId: 'camera-1' });
});

test('V3 a role that is taken while a page is open ends its pictures, and neither round nor words open another', async () => {
  await scene.agent();
  const huang = await scene.house.cookieOf('sl-huang');
  const { body } = await post('/api/rounds', huang, { areaId: root });
  const { roundId } = body as Round;
  const inRound = { ...checkOf(siteId), purpose: 'round' as const, roundId, reason: '' };
  const [checked, toured] = [await watch(huang, checkOf(siteId)), await watch(huang, inRound)];
  const { owner } = scene.house.store;
  const grants = await owner
    .deleteFrom('grants')
    .where('person_id', '=', 'sl-huang')
    .returningAll()
    .execute();
  await owner
    .insertInto('grants')
    .values({ person_id: 'sl-huang', role: 'officer', area_id: root })
    .execute();
  try {
    await asksAgain();
    await rounds.look();
    await expect
      .poll(() => [checked.closed, toured.closed], soon)
      .toEqual([viewCloseCodes.rightEnded, viewCloseCodes.rightEnded]);
    expect(await refusedAs(huang, checkOf(siteId))).toBe('not_allowed');
    expect(await refusedAs(huang, inRound)).toBe('not_allowed');
    const ended = (await told('round.ended')).at(-1);
    expect(ended?.data).toMatchObject({ roundId, because: 'right-ended', looks: [{ siteId }] });
  } finally {
    await owner.deleteFrom('grants').where('person_id', '=', 'sl-huang').execute();
    await owner.insertInto('grants').values(grants).execute();
  }
});

test('V3 a round is asked for once, tells its cameras and spans at its end, and has no other event', async () => {
  const { world } = scene.house;
  await scene.agent();
  const started = await post('/api/rounds', lin, { areaId: root, reason: '夜班' });
  const round = started.body as Round;
  expect(round).toMatchObject({ areaId: root, untilMs: world.nowMs() + roundLastsMs });
  expect((await post('/api/rounds', lin, { areaId: root })).body).toEqual(round);
  const before = (await scene.told()).length;
  const inRound = { ...checkOf(siteId), purpose: 'round' as const, roundId: round.roundId, reason: '' };
  expect(await refusedAs(await scene.house.cookieOf('op-chen'), inRound)).toBe('no_round');
  const atMs = world.nowMs();
  for (const pauseMs of [0, 10 * minuteMs]) {
    world.now += pauseMs;
    const screen = await watch(lin, inRound);
    world.now += 30_000;
    screen.close();
    await scene.noViews();
  }
  expect((await scene.told()).length).toBe(before);
  world.now += minuteMs;
  const theirs = `/api/rounds/${round.roundId}/end`;
  expect((await post(theirs, await scene.house.cookieOf('op-chen'))).status).toBe(404);
  const open = await watch(lin, inRound);
  expect((await post(theirs, lin)).status).toBe(200);
  await expect.poll(() => open.closed, soon).toBe(1000);
  const mine = await fetch(`${scene.base}/api/rounds/mine`, { headers: { cookie: lin } });
  expect(await mine.json()).toEqual({ rounds: [] });
  const [start, end] = (await told('round.started', 'round.ended')).filter(
    ({ data }) => 'roundId' in data && data.roundId === round.roundId,
  );
  expect(start).toMatchObject({ areaId: root, actor: { id: 'op-lin' }, data: { reason: '夜班' } });
  const secondMs = atMs + 30_000 + 10 * minuteMs;
  expect(end).toMatchObject({
    actor: { id: 'op-lin' },
    data: {
      because: 'viewer-left',
      lastedMs: secondMs + 30_000 + minuteMs - round.startedAtMs,
      looks: [
        {
          siteId,
          sourceId: 'camera-1',
          spans: [
            [atMs, atMs + 30_000],
            [secondMs, secondMs + 30_000],
            [secondMs + 30_000 + minuteMs, secondMs + 30_000 + minuteMs],
          ],
        },
      ],
    },
  });
});

test('V3 a round covers its area and what is below it, and no camera beside it', async () => {
  const { body } = await post('/api/rounds', lin, { areaId });
  const { roundId } = body as Round;
  const inRound = (site: string) => ({ ...checkOf(site), purpose: 'round' as const, roundId, reason: '' });
  expect(await refusedAs(lin, inRound(siteId))).toBe('granted');
  expect(await refusedAs(lin, inRound('institution-01'))).toBe('not_in_round');
  expect((await post('/api/rounds', await scene.house.cookieOf('po-wang'), { areaId })).status).toBe(403);
  await post(`/api/rounds/${roundId}/end`, lin);
});

test('V3 a round goes on through a restart of the server, with what had been looked at; 13 hours end it', async () => {
  const { store, dataDir, world } = scene.house;
  await scene.agent();
  const { body } = await post('/api/rounds', lin, { areaId: root });
  const { roundId } = body as Round;
  const inRound = { ...checkOf(siteId), purpose: 'round' as const, roundId, reason: '' };
  const screen = await watch(lin, inRound);
  const fromMs = (await store.db.selectFrom('round_looks').select('from_ms').executeTakeFirstOrThrow())
    .from_ms;
  // What was kept up last stands when the server is gone without a word; the row of the view is what it left.
  await scene.pass(20_000);
  const left = await store.db.selectFrom('views').selectAll().executeTakeFirstOrThrow();
  screen.close();
  await scene.noViews();
  await store.db
    .updateTable('round_looks')
    .set({ to_ms: fromMs + 20_000 })
    .execute();
  await store.db.insertInto('views').values(left).execute();
  const app = await createApp(testEnvironment(store.url, dataDir), world);
  const base = await startApp(app, 0);
  const mine = await fetch(`${base}/api/rounds/mine`, { headers: { cookie: lin } });
  expect(((await mine.json()) as { rounds: Round[] }).rounds.map((round) => round.roundId)).toEqual([
    roundId,
  ]);
  await scene.noViews();
  world.now += roundLastsMs;
  await app.get(Rounds, { strict: false }).look();
  await app.close();
  const ended = (await told('round.ended')).at(-1);
  expect(ended).toMatchObject({ actor: { kind: 'system' }, data: { roundId, because: 'time-up' } });
  expect(ended?.data).toMatchObject({ looks: [{ spans: [[fromMs, fromMs + 20_000]] }] });
  world.now -= roundLastsMs;
});

test('V3 a round whose person has signed out ends by itself a minute later, and not where they come back', async () => {
  const { world } = scene.house;
  for (const comesBack of [true, false]) {
    const cookie = await scene.house.cookieOf('op-chen');
    await scene.house.store.db.deleteFrom('sessions').where('person_id', '=', 'op-chen').execute();
    const again = await scene.house.cookieOf('op-chen');
    expect(again).not.toBe(cookie);
    const { roundId } = (await post('/api/rounds', again, { areaId: root })).body as Round;
    await post('/api/session/end', again);
    await rounds.look();
    world.now += 59_000;
    if (comesBack) await scene.house.cookieOf('op-chen');
    await rounds.look();
    world.now += 1_000;
    await rounds.look();
    const ended = (await told('round.ended')).some(
      ({ data }) => 'roundId' in data && data.roundId === roundId,
    );
    expect(ended).toBe(!comesBack);
  }
});

test('V3 the shift leader sees who looks at what now and why, and an operator does not', async () => {
  await scene.agent();
  await watch(lin, { ...checkOf(siteId), purpose: 'request', reason: '法院调阅' });
  const looks = async (cookie: string) => {
    const answer = await fetch(`${scene.base}/api/looks`, { headers: { cookie } });
    return answer.status === 200 ? queryRoutes.looks.answer.parse(await answer.json()).looks : answer.status;
  };
  const leader = await scene.house.cookieOf('sl-huang');
  expect(await looks(leader)).toMatchObject([
    {
      personId: 'op-lin',
      personName: '林静',
      siteId,
      sourceId: 'camera-1',
      purpose: 'request',
      reason: '法院调阅',
      roundId: null,
      startedAtMs: scene.house.world.nowMs(),
    },
  ]);
  expect(await looks(lin)).toBe(403);
  for (const screen of screens.splice(0)) screen.close();
  await scene.noViews();
  expect(await looks(leader)).toEqual([]);
});

test('V3 an installer looks at the camera of their own claimed order, until it is accepted or cancelled, and at no other', async () => {
  await scene.agent();
  const { owner } = scene.house.store;
  const people = ['in-1', 'in-2'].map((person_id) => ({ person_id, name: person_id }));
  await owner.insertInto('people').values(people).execute();
  const installers = people.map(({ person_id }) => ({ person_id, role: 'installer', area_id: root }));
  await owner.insertInto('grants').values(installers).execute();
  const order = {
    order_id: 'order-1',
    area_id: areaId,
    installer_id: 'in-1',
    site_id: siteId,
    source_id: 'camera-1',
    state: 'open',
    body: '{}',
    planned_at_ms: 1,
  };
  await owner.insertInto('orders').values(order).execute();
  const set = (state: string) => owner.updateTable('orders').set({ state }).execute();
  const [mine, theirs] = [await scene.house.cookieOf('in-1'), await scene.house.cookieOf('in-2')];
  const ask = (cookie: string) => post('/api/orders/order-1/view', cookie, { as: 'video' });
  expect(await ask(mine)).toMatchObject({ status: 409, body: { code: 'order_not_claimed' } });
  await set('claimed');
  await owner
    .updateTable('sources')
    .set({ commissioned_at_ms: null })
    .where('site_id', '=', siteId)
    .execute();
  expect(await ask(theirs)).toMatchObject({ status: 404 });
  expect(await ask(lin)).toMatchObject({ status: 404 });
  expect(await refusedAs(mine, checkOf(siteId))).toBe('not_found');
  expect(await refusedAs(lin, checkOf(siteId))).toBe('not_found');
  for (const end of ['accepted', 'cancelled']) {
    await set('claimed');
    const { viewId } = (await ask(mine)).body as { viewId: string };
    const screen = new Screen(scene.base, mine, viewId);
    screens.push(screen);
    await expect.poll(() => screen.videoTags, soon).toBeGreaterThan(5);
    await set(end);
    await asksAgain();
    await expect.poll(() => screen.closed, soon).toBe(viewCloseCodes.rightEnded);
  }
  await scene.noViews();
  expect((await told('view.started')).at(-1)).toMatchObject({
    actor: { id: 'in-1' },
    data: { purpose: 'installation', siteId, sourceId: 'camera-1' },
  });
  await owner.updateTable('sources').set({ commissioned_at_ms: 0 }).where('site_id', '=', siteId).execute();
});

test('N3 the pictures of a site whose key was withdrawn, or that was retired, end within seconds', async () => {
  const { owner } = scene.house.store;
  const site = owner.updateTable('sites').where('site_id', '=', siteId);
  const { key_hash } = await owner
    .selectFrom('sites')
    .select('key_hash')
    .where('site_id', '=', siteId)
    .executeTakeFirstOrThrow();
  for (const gone of [{ key_hash: null, key_revoked_at_ms: 1 }, { retired_at_ms: 1 }]) {
    const agent = await scene.agent();
    const screen = await watch(lin, checkOf(siteId));
    await site.set(gone).execute();
    await asksAgain();
    await expect.poll(() => screen.closed, soon).toBe(viewCloseCodes.rightEnded);
    // The stream itself is cut off too, though it had been let in and somebody might come again.
    await expect.poll(() => agent.sending.get('camera-1')?.readyState ?? 3, soon).toBe(3);
    await site.set({ key_hash, key_revoked_at_ms: null, retired_at_ms: null }).execute();
    await scene.leaveAgents();
  }
});
