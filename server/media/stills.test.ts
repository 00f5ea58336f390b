// Stills for codecs no browser plays: asked for while somebody looks, brought by ticket, and gone with the last look.
import { stillBytesMax, stillEveryMs, type ViewAsked } from '@haixi/proto/media/media';
import { sql } from 'kysely';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { testKeyOf } from '../store/fresh.store.js';
import { checkOf, grantedView } from './testing/screen.js';
import { Scene, siteId, soon } from './testing/scene.js';
import type { SiteAgent } from './testing/site-agent.js';

let scene: Scene;
let lin: string;
beforeAll(async () => {
  scene = await Scene.open();
  lin = await scene.house.cookieOf('op-lin');
});
afterAll(() => scene.close());
afterEach(async () => {
  await scene.pass(10_000);
  await scene.noViews();
  await scene.leaveAgents();
});

const asked: ViewAsked = { ...checkOf(siteId), as: 'stills' };
const jpeg = (mark: number) => Buffer.concat([Buffer.from([0xff, 0xd8, 0xff, 0xe0]), Buffer.alloc(60, mark)]);

const still = (viewId: string, cookie = lin) =>
  fetch(`${scene.base}/api/views/${viewId}/still`, { headers: { cookie } });
const codeOf = async (answer: Response) => ((await answer.json()) as { code: string }).code;

function put(ticket: string, body: Buffer, change: { sourceId?: string; site?: string; type?: string } = {}) {
  const { sourceId = 'camera-1', site = siteId, type = 'image/jpeg' } = change;
  const basic = Buffer.from(`${site}:${testKeyOf(site)}`).toString('base64');
  return fetch(`${scene.base}/api/sites/${site}/cameras/${sourceId}/still?ticket=${ticket}&takenAtMs=1234`, {
    method: 'PUT',
    headers: { authorization: `Basic ${basic}`, 'content-type': type },
    body: new Uint8Array(body),
  });
}

async function ticketOf(agent: SiteAgent, nth: number): Promise<string> {
  const asks = () => agent.commands.flatMap((each) => (each.kind === 'still.send' ? [each.ticket] : []));
  await expect.poll(() => asks().length, soon).toBeGreaterThanOrEqual(nth);
  return asks()[nth - 1]!;
}

test('V3 stills are a view like any other: with its start, its bytes, and its end when nobody asks any more', async () => {
  const agent = await scene.agent();
  const viewId = await grantedView(scene.base, lin, asked);
  expect(agent.commands).toEqual([]);
  const none = await still(viewId);
  expect([none.status, await codeOf(none)]).toEqual([404, 'no_still_yet']);
  expect((await put(await ticketOf(agent, 1), jpeg(1))).status).toBe(200);
  const first = await still(viewId);
  expect([first.headers.get('x-taken-at-ms'), first.headers.get('content-type')]).toEqual([
    '1234',
    'image/jpeg',
  ]);
  expect(Buffer.from(await first.arrayBuffer())).toEqual(jpeg(1));
  await scene.pass(stillEveryMs);
  expect((await put(await ticketOf(agent, 2), jpeg(2))).status).toBe(200);
  expect(Buffer.from(await (await still(viewId)).arrayBuffer())).toEqual(jpeg(2));
  await scene.pass(9_999);
  expect((await still(viewId)).status).toBe(200);
  await scene.pass(10_000);
  expect((await still(viewId)).status).toBe(404);
  await scene.noViews();
  const [started, ended] = await scene.told();
  expect(started).toMatchObject({ type: 'view.started', data: { purpose: 'check' } });
  expect(ended).toMatchObject({ data: { because: 'viewer-left', bytes: 3 * jpeg(1).length } });
});

test('V4 a still comes by the ticket that was given for its camera, once, and is a JPEG of 1 MiB at most', async () => {
  const agent = await scene.agent();
  const viewId = await grantedView(scene.base, lin, asked);
  await still(viewId);
  const ticket = await ticketOf(agent, 1);
  expect((await put('x'.repeat(43), jpeg(1))).status).toBe(403);
  expect((await put(ticket, jpeg(1), { sourceId: 'camera-2' })).status).toBe(403);
  expect((await put(ticket, jpeg(1), { site: 'shop-02' })).status).toBe(403);
  expect((await put(ticket, Buffer.from('no picture'))).status).toBe(415);
  expect((await put(ticket, jpeg(1))).status).toBe(403);
  await scene.pass(6_000);
  await still(viewId);
  expect((await put(await ticketOf(agent, 2), Buffer.alloc(stillBytesMax + 1, 0xff))).status).toBe(413);
  await scene.pass(6_000);
  await still(viewId);
  expect((await put(await ticketOf(agent, 3), jpeg(3), { type: 'image/png' })).status).toBe(415);
  expect((await still(viewId)).status).toBe(404);
});

test('V3 what the agent says instead of a still is told in its place', async () => {
  const agent = await scene.agent();
  agent.onCommand = (command) => void agent.reply(command.id, 'no_picture');
  const viewId = await grantedView(scene.base, lin, asked);
  const said = async () => codeOf(await still(viewId));
  await expect.poll(said, soon).toBe('no_picture');
});

test('V4 nobody gets stills by another’s view, nor by one that was granted for video', async () => {
  await scene.agent();
  const viewId = await grantedView(scene.base, lin, asked);
  expect((await still(viewId, await scene.house.cookieOf('op-chen'))).status).toBe(404);
  expect((await still(viewId, '')).status).toBe(401);
  const video = await grantedView(scene.base, lin, checkOf(siteId));
  expect((await still(video)).status).toBe(404);
});

/** Whether somebody in this store waits for what is held. */
async function someoneWaits(): Promise<boolean> {
  const { rows } = await sql`
    select from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`.execute(
    scene.house.store.db,
  );
  return rows.length > 0;
}

test('V3 a look that is left while it begins ends in the log, and nothing is asked of the camera for it', async () => {
  const agent = await scene.agent();
  const viewId = await grantedView(scene.base, lin, asked);
  let begun: Promise<Response> | null = null;
  await scene.house.store.db.transaction().execute(async (tx) => {
    // While the end of the area's log is held, no start can be told.
    await tx.selectFrom('area_heads').selectAll().forUpdate().execute();
    begun = still(viewId);
    await expect.poll(someoneWaits, soon).toBe(true);
    expect(scene.views.leave(viewId, { personId: 'op-lin' })).toBe(true);
  });
  const answer = (await begun) as Response | null;
  expect(answer?.status).toBe(404);
  await scene.noViews();
  expect((await scene.told()).slice(-2)).toMatchObject([
    { type: 'view.started', data: { viewId } },
    { type: 'view.ended', data: { viewId, because: 'viewer-left', bytes: 0 } },
  ]);
  await scene.pass(stillEveryMs);
  expect(agent.commands).toEqual([]);
});

test('V3 stills end with the right to see them', async () => {
  await scene.agent();
  const cookie = await scene.house.cookieOf('sl-huang');
  const viewId = await grantedView(scene.base, cookie, asked);
  await still(viewId, cookie);
  await scene.house.store.owner.deleteFrom('sessions').where('person_id', '=', 'sl-huang').execute();
  await scene.pass(2_000);
  await scene.noViews();
  await expect.poll(async () => (await scene.ends()).at(-1), soon).toBe('right-ended');
});
