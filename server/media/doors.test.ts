// Who comes through video's doors, and who is answered in words before any byte of video.
import { request } from 'node:http';
import { publishPath, viewOpensWithinMs, viewPath } from '@haixi/proto/media/media';
import { sql } from 'kysely';
import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest';
import { WebSocket } from 'ws';
import { northOnly } from '../test-house.js';
import { askView, checkOf, grantedView, look, Screen } from './testing/screen.js';
import { Scene, siteId, soon } from './testing/scene.js';
import type { SiteAgent } from './testing/site-agent.js';
import { ticketLastsMs } from './tickets.js';

let scene: Scene;
let lin: string;
let chen: string;
beforeAll(async () => {
  scene = await Scene.open();
  lin = await scene.house.cookieOf('op-lin');
  chen = await scene.house.cookieOf('op-chen');
});
afterAll(() => scene.close());
afterEach(() => scene.leaveAgents());

/** The HTTP status of a websocket that was refused; null where it was let in. */
function knock(path: string, headers: Record<string, string> = {}): Promise<number | null> {
  const { promise, resolve } = Promise.withResolvers<number | null>();
  const websocket = new WebSocket(`${scene.base.replace('http', 'ws')}${path}`, { headers });
  websocket.on('unexpected-response', (_sent, response) => {
    response.resume();
    resolve(response.statusCode ?? 0);
    websocket.terminate();
  });
  websocket.on('open', () => {
    resolve(null);
    websocket.terminate();
  });
  websocket.on('error', () => {});
  return promise;
}

/** An agent that has been asked for the stream, and keeps the ticket to itself. */
async function asked(): Promise<{ agent: SiteAgent; ticket: string; screen: Screen }> {
  const agent = await scene.agent();
  agent.onCommand = () => {};
  const screen = await look(scene.base, lin, checkOf(siteId));
  return { agent, ticket: await latestTicket(agent), screen };
}

async function latestTicket(agent: SiteAgent, from = 0): Promise<string> {
  const starts = () => agent.commands.slice(from).filter(({ kind }) => kind === 'stream.start');
  await expect.poll(() => starts().length, soon).toBeGreaterThan(0);
  const start = starts().at(-1)!;
  if (start.kind !== 'stream.start') throw new Error('no start');
  return start.ticket;
}

const bearer = (ticket: string) => ({ authorization: `Bearer ${ticket}` });
const mine = publishPath(siteId, 'camera-1');

test('V4 a publisher comes in by its own camera’s ticket alone, once', async () => {
  const { ticket, screen } = await asked();
  expect(await knock(mine)).toBe(403);
  expect(await knock(mine, bearer('x'.repeat(43)))).toBe(403);
  expect(await knock(mine, { authorization: `Basic ${ticket}` })).toBe(403);
  expect(await knock(publishPath(siteId, 'camera-2'), bearer(ticket))).toBe(403);
  expect(await knock(publishPath('shop-02', 'camera-1'), bearer(ticket))).toBe(403);
  expect(await knock(mine, bearer(ticket))).toBeNull();
  expect(await knock(mine, bearer(ticket))).toBe(403);
  screen.close();
});

test('V4 an old ticket opens nothing, and neither does one for a stream that nobody wants any more', async () => {
  const { agent, ticket, screen } = await asked();
  const ended = (await scene.ends()).length;
  scene.house.world.now += ticketLastsMs;
  expect(await knock(mine, bearer(ticket))).toBe(403);
  screen.close();
  // So much later it may have ended for want of a picture before its viewer left.
  await expect.poll(async () => (await scene.ends()).length, soon).toBeGreaterThan(ended);
  const before = agent.commands.length;
  const next = await look(scene.base, lin, checkOf(siteId));
  const fresh = await latestTicket(agent, before);
  next.close();
  await expect
    .poll(async () => {
      await scene.pass(11_000);
      return agent.commands.at(-1)?.kind;
    }, soon)
    .toBe('stream.stop');
  expect(await knock(mine, bearer(fresh))).toBe(403);
});

test('V4 a view opens once, for its own person, from our own page, within a minute', async () => {
  const { agent, screen: first } = await asked();
  agent.onCommand = null;
  const viewId = await grantedView(scene.base, lin, checkOf(siteId));
  const path = viewPath(viewId);
  expect(await knock(path)).toBe(401);
  expect(await knock(path, { cookie: 'haixi_session=' + 'x'.repeat(43) })).toBe(401);
  expect(await knock(path, { cookie: chen })).toBe(404);
  expect(await knock(path, { cookie: lin, origin: 'http://elsewhere.example' })).toBe(403);
  expect(await knock(viewPath('0'.repeat(26)), { cookie: lin })).toBe(404);
  expect(await knock('/media', { cookie: lin })).toBe(404);
  expect(await knock('/media/view/', { cookie: lin })).toBe(404);
  const screen = new Screen(scene.base, lin, viewId, { origin: scene.base });
  await expect.poll(() => screen.bytes, soon).toBeGreaterThan(0);
  expect(await knock(path, { cookie: lin })).toBe(410);
  const late = await grantedView(scene.base, lin, checkOf(siteId));
  await scene.pass(viewOpensWithinMs);
  expect(await knock(viewPath(late), { cookie: lin })).toBe(404);
  for (const each of [first, screen]) each.close();
});

test('V4 what is no websocket is told so', async () => {
  const viewId = await grantedView(scene.base, lin, checkOf(siteId));
  const upgrade = { connection: 'Upgrade', upgrade: 'h2c', cookie: lin };
  const { promise, resolve } = Promise.withResolvers<number>();
  request(`${scene.base}${viewPath(viewId)}`, { headers: upgrade }, (response) => {
    response.resume();
    resolve(response.statusCode ?? 0);
  }).end();
  expect(await promise).toBe(400);
});

test('V3 a view is granted to whoever may see this camera, for an incident that he may read', async () => {
  const statusOf = async (cookie: string, change: object) =>
    (await askView(scene.base, cookie, { ...checkOf(siteId), ...change })).status;
  expect(await statusOf(await scene.house.cookieOf('sl-huang'), {})).toBe(200);
  expect(await statusOf(await scene.house.cookieOf('po-wang'), {})).toBe(403);
  expect(await statusOf('', {})).toBe(401);
  // shop-01 is in another community than the north.
  expect(await statusOf(await scene.house.cookieOf(await northOnly(scene.house)), {})).toBe(404);
  expect(await statusOf(lin, { sourceId: 'button-1' })).toBe(404);
  expect(await statusOf(lin, { siteId: 'nowhere' })).toBe(404);
  expect(await statusOf(lin, { purpose: 'incident' })).toBe(400);
  expect(await statusOf(lin, { purpose: 'incident', incidentId: '0'.repeat(26) })).toBe(404);
  expect(await statusOf(lin, { reason: 'x'.repeat(201) })).toBe(400);
});

test('V4 one person can’t fill the server with views that are never opened', async () => {
  const wall = await Promise.all(
    Array.from({ length: 70 }, () => askView(scene.base, chen, checkOf(siteId))),
  );
  expect(wall.some(({ status }) => status === 429)).toBe(true);
  await scene.pass(viewOpensWithinMs);
  expect((await askView(scene.base, chen, checkOf(siteId))).status).toBe(200);
});

test('V4 a view’s id stands in no line, not even in that of a fault', async () => {
  const lines: string[] = [];
  const written = vi
    .spyOn(process.stdout, 'write')
    .mockImplementation((line) => lines.push(String(line)) > 0);
  const { owner } = scene.house.store;
  const [video, stills] = [
    await grantedView(scene.base, lin, checkOf(siteId)),
    await grantedView(scene.base, lin, { ...checkOf(siteId), as: 'stills' }),
  ];
  await sql`alter table views rename to views_away`.execute(owner);
  try {
    expect(await knock(viewPath(video), { cookie: lin })).toBe(500);
    const answer = await fetch(`${scene.base}/api/views/${stills}/still`, { headers: { cookie: lin } });
    expect(answer.status).toBe(500);
  } finally {
    await sql`alter table views_away rename to views`.execute(owner);
    written.mockRestore();
  }
  expect(lines.filter((line) => line.startsWith('http: '))).toHaveLength(2);
  expect(lines.join('')).not.toContain(video);
  expect(lines.join('')).not.toContain(stills);
  // Nothing of it was in the log, so the view may be tried again.
  expect(await knock(viewPath(video), { cookie: lin })).toBeNull();
});
