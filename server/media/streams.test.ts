// Streams as agents and browsers meet them: a real server, its real media process, and a film that ffmpeg made.
import type { Server } from 'node:http';
import type { Socket } from 'node:net';
import { streamLingersMs, viewCloseCodes } from '@haixi/proto/media/media';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { revokeKey } from '../accounts/site-keys.store.js';
import { narrowLine } from './testing/narrow-line.js';
import { checkOf, grantedView, look, Screen } from './testing/screen.js';
import { Scene, siteId, soon } from './testing/scene.js';
import type { SiteAgent } from './testing/site-agent.js';

let scene: Scene;
let lin: string;
let chen: string;
const screens: Screen[] = [];
beforeAll(async () => {
  scene = await Scene.open();
  lin = await scene.house.cookieOf('op-lin');
  chen = await scene.house.cookieOf('op-chen');
});
afterAll(() => scene.close());
afterEach(async () => {
  for (const screen of screens.splice(0)) screen.close();
  await scene.leaveAgents();
  // Nothing of one test is left for the next: not a stream that lingers.
  await scene.noViews();
  await scene.pass(streamLingersMs);
});

async function watch(cookie = lin, sourceId = 'camera-1'): Promise<Screen> {
  const screen = await look(scene.base, cookie, checkOf(siteId, sourceId));
  screens.push(screen);
  return screen;
}

const moves = async (screen: Screen) => {
  const before = screen.videoTags;
  await expect.poll(() => screen.videoTags, soon).toBeGreaterThan(before + 10);
};
const starts = (agent: SiteAgent) => agent.commands.filter(({ kind }) => kind === 'stream.start').length;
const stops = (agent: SiteAgent) => agent.commands.filter(({ kind }) => kind === 'stream.stop').length;

test('V1 all viewers of a camera share one stream, each beginning with a key frame, and none of it is in the server', async () => {
  const server: Server = scene.house.app.getHttpServer();
  const passed: Socket[] = [];
  const note = (_request: unknown, socket: Socket) => void passed.push(socket);
  server.on('upgrade', note);
  const agent = await scene.agent();
  const first = await watch();
  await moves(first);
  const others = [await watch(chen), await watch(lin)];
  for (const screen of others) {
    await expect.poll(() => screen.videoTags, soon).toBeGreaterThan(30);
    expect(screen.first?.subarray(0, 5).toString('hex')).toBe('464c560101');
  }
  expect(starts(agent)).toBe(1);
  server.off('upgrade', note);
  const seen = [first, ...others].reduce((bytes, screen) => bytes + screen.bytes, 0);
  // The agent's MQTT is among them; of the video's four there is the head of the request alone.
  const inServer = passed.reduce((bytes, socket) => bytes + socket.bytesRead + socket.bytesWritten, 0);
  expect(passed.length).toBeGreaterThanOrEqual(5);
  expect(seen).toBeGreaterThan(100_000);
  expect(inServer).toBeLessThan(seen / 5);
});

test('V1 a stream goes on for 10 s after its last viewer, and is then let go at both ends', async () => {
  const agent = await scene.agent();
  const screen = await watch();
  await moves(screen);
  const sent = agent.sending.get('camera-1')!;
  screen.close();
  await scene.noViews();
  await scene.pass(streamLingersMs - 1);
  expect(stops(agent)).toBe(0);
  const back = await watch();
  await moves(back);
  back.close();
  await scene.noViews();
  await scene.pass(streamLingersMs);
  await expect.poll(() => stops(agent), soon).toBe(1);
  await expect.poll(() => sent.readyState, soon).toBe(sent.CLOSED);
  expect(starts(agent)).toBe(1);
});

test('V1 an agent that does not obey is asked again each 3 s, and the next stream reaches who waited', async () => {
  const agent = await scene.agent();
  agent.onCommand = () => {};
  const screen = await watch();
  await expect.poll(() => starts(agent), soon).toBe(1);
  await scene.pass(2_999);
  agent.onCommand = null;
  await scene.pass(1);
  await expect.poll(() => starts(agent), soon).toBe(2);
  await moves(screen);
});

test.each([
  ['no_picture', viewCloseCodes.noPicture],
  ['codec_not_sent', viewCloseCodes.codec],
  ['busy', viewCloseCodes.noPicture],
  ['no_way', viewCloseCodes.noPicture],
  ['unknown_source', viewCloseCodes.noPicture],
] as const)('V1 what the agent says is told to the viewer: %s', async (result, code) => {
  await scene.agent({ result });
  const screen = await watch();
  await expect.poll(() => screen.closed, soon).toBe(code);
});

test('V1 viewers of an agent that never answers are told after 10 s, those of a dark site at once', async () => {
  const agent = await scene.agent();
  agent.onCommand = () => {};
  const screen = await watch();
  await expect.poll(() => starts(agent), soon).toBe(1);
  await scene.pass(9_999);
  expect(screen.closed).toBeNull();
  await scene.pass(1);
  await expect.poll(() => screen.closed, soon).toBe(viewCloseCodes.noPicture);
  await scene.leaveAgents();
  await scene.house.store.db
    .updateTable('sites')
    .set({ presence: 'dark' })
    .where('site_id', '=', siteId)
    .execute();
  const dark = await watch();
  await expect.poll(() => dark.closed, soon).toBe(viewCloseCodes.noPicture);
  await scene.house.store.db
    .updateTable('sites')
    .set({ presence: 'online' })
    .where('site_id', '=', siteId)
    .execute();
});

test('V2 a publisher that falls silent is cut off, its viewers are told, and the next one has a clean start', async () => {
  const agent = await scene.agent();
  const screen = await watch();
  await moves(screen);
  const silent = agent.sending.get('camera-1')!;
  agent.silence(silent);
  await expect.poll(() => screen.closed, soon).toBe(viewCloseCodes.streamEnded);
  await expect.poll(() => silent.readyState, soon).toBe(silent.CLOSED);
  await moves(await watch());
});

test('V2 an agent killed in the middle ends its viewers at once', async () => {
  const agent = await scene.agent();
  const screen = await watch();
  await moves(screen);
  agent.sending.get('camera-1')!.terminate();
  await expect.poll(() => screen.closed, soon).toBe(viewCloseCodes.streamEnded);
});

test('V2 a viewer that reads nothing any more is gone within 5 s, and the others see on', async () => {
  await scene.agent();
  const [slow, good] = [await watch(), await watch(chen)];
  await moves(slow);
  await moves(good);
  const before = (await scene.ends()).length;
  const stalledAtMs = performance.now();
  slow.stall();
  const ends = async () => (await scene.ends()).slice(before);
  await expect.poll(ends, soon).toEqual(['viewer-slow']);
  // The rule's 5 s by the wall, for real sockets have no other clock, and half as much again for a busy machine.
  expect(performance.now() - stalledAtMs).toBeLessThan(7_500);
  await moves(good);
  expect(good.closed).toBeNull();
});

test('V2 a viewer on a line that is too narrow falls behind and is dropped, though it answers all the time', async () => {
  await scene.agent();
  const line = await narrowLine(scene.base, scene.film.bytesPerS / 2);
  const before = (await scene.ends()).length;
  const viewId = await grantedView(scene.base, lin, checkOf(siteId));
  const screen = new Screen(line.base, lin, viewId);
  screens.push(screen);
  await moves(screen);
  await expect.poll(async () => (await scene.ends()).slice(before), soon).toEqual(['viewer-slow']);
  line.close();
});

test('V4 the newer publisher takes the place of the older, and the older finds its door shut', async () => {
  const agent = await scene.agent();
  const tickets: string[] = [];
  agent.onCommand = (command) => void (command.kind === 'stream.start' && tickets.push(command.ticket));
  const screen = await watch();
  await expect.poll(() => tickets.length, soon).toBe(1);
  await scene.pass(3_000);
  await expect.poll(() => tickets.length, soon).toBe(2);
  const older = agent.publish('camera-1', tickets[0]!);
  await moves(screen);
  const newer = agent.publish('camera-1', tickets[1]!);
  await expect.poll(() => older.readyState, soon).toBe(older.CLOSED);
  await expect.poll(() => screen.closed, soon).toBe(viewCloseCodes.streamEnded);
  expect(newer.readyState).toBe(newer.OPEN);
  await moves(await watch());
  const late = agent.publish('camera-1', tickets[0]!);
  await expect.poll(() => late.readyState, soon).toBe(late.CLOSED);
});

const fileHead = '464c5601010000000900000000';
const badLength = Buffer.from(`${fileHead}1200000100000000000000${'00'.repeat(20)}`, 'hex');
const unknownValue = Buffer.from(`02000a${Buffer.from('onMetaData').toString('hex')}0300016130`, 'hex');

test.each([
  ['noise', Buffer.alloc(50_000, 0xa5)],
  ['a tag of another length', badLength],
  ['metadata that can’t be read', metadata(unknownValue)],
])('V1 a publisher that sends %s ends itself alone', async (_what, bytes) => {
  const agent = await scene.agent();
  const pid = scene.media.pid;
  await moves(await watch(lin));
  agent.onCommand = (command) => {
    if (command.kind !== 'stream.start') return;
    const websocket = agent.publish(command.sourceId, command.ticket, null);
    websocket.on('open', () => websocket.send(bytes));
  };
  await scene.house.store.owner
    .insertInto('sources')
    .values({ site_id: siteId, source_id: 'camera-9', type: 'camera', name: '坏' })
    .onConflict((clash) => clash.doNothing())
    .execute();
  const screen = await watch(lin, 'camera-9');
  await expect.poll(() => screen.closed, soon).toBe(viewCloseCodes.streamEnded);
  await moves(screens[0]!);
  expect(scene.media.pid).toBe(pid);
});

/** An FLV with one script tag. */
function metadata(data: Buffer): Buffer {
  const head = Buffer.alloc(11);
  head.writeUInt8(18, 0);
  head.writeUIntBE(data.length, 1, 3);
  const tail = Buffer.alloc(4);
  tail.writeUInt32BE(11 + data.length);
  return Buffer.concat([Buffer.from(fileHead, 'hex'), head, data, tail]);
}

test('N3 a stream ends when its site’s key is withdrawn, on both sides, and begins for nobody', async () => {
  const agent = await scene.agent({ siteId: 'institution-01' });
  const screen = await look(scene.base, lin, checkOf('institution-01'));
  screens.push(screen);
  await moves(screen);
  const actor = { kind: 'system' } as const;
  const why = { reason: 'stolen', actor, nowMs: scene.house.world.nowMs() };
  await scene.house.store.db.transaction().execute((tx) => revokeKey(tx, 'institution-01', why));
  await expect.poll(() => screen.closed, soon).toBe(viewCloseCodes.noPicture);
  await expect.poll(() => agent.commands.at(-1)?.kind, soon).toBe('goodbye');
  const later = await look(scene.base, lin, checkOf('institution-01'));
  screens.push(later);
  await expect.poll(() => later.closed, soon).toBe(viewCloseCodes.noPicture);
});

test('N3 a stream ends when its site’s box is replaced: what comes is of the key before', async () => {
  const agent = await scene.agent();
  const screen = await watch();
  await moves(screen);
  const { owner } = scene.house.store;
  const site = owner.updateTable('sites').where('site_id', '=', siteId);
  const { key_hash } = await owner
    .selectFrom('sites')
    .select('key_hash')
    .where('site_id', '=', siteId)
    .executeTakeFirstOrThrow();
  // Keys are looked at each second; this stream has to have been seen with its own, and the next one with its own again.
  const looked = () => new Promise((done) => setTimeout(done, 2_500));
  await looked();
  await site.set({ key_hash: 'f'.repeat(64) }).execute();
  try {
    await expect.poll(() => screen.closed, soon).toBe(viewCloseCodes.noPicture);
    await expect.poll(() => agent.sending.get('camera-1')?.readyState ?? 3, soon).toBe(3);
  } finally {
    await site.set({ key_hash }).execute();
    await looked();
  }
});

test('V4 a picture ends when its camera comes into another area than the one it was asked for in', async () => {
  await scene.agent();
  const screen = await watch();
  await moves(screen);
  const { owner } = scene.house.store;
  const site = owner.updateTable('sites').where('site_id', '=', siteId);
  const { area_id } = await owner
    .selectFrom('sites')
    .select('area_id')
    .where('site_id', '=', siteId)
    .executeTakeFirstOrThrow();
  await site.set({ area_id: '350902002' }).execute();
  try {
    await scene.pass(2_000);
    await expect.poll(() => screen.closed, soon).toBe(viewCloseCodes.rightEnded);
  } finally {
    await site.set({ area_id }).execute();
  }
});

test('V1 a media process that is killed starts again, its views end in the log, and new ones are seen', async () => {
  const agent = await scene.agent();
  const screen = await watch();
  await moves(screen);
  const before = (await scene.ends()).length;
  process.kill(scene.media.pid!, 'SIGKILL');
  await expect.poll(() => screen.closed, soon).not.toBeNull();
  await expect.poll(async () => (await scene.ends()).slice(before), soon).toEqual(['media-restarted']);
  await expect.poll(() => scene.media.pid, soon).not.toBeNull();
  await moves(await watch());
  expect(starts(agent)).toBe(2);
});

test('V1 a media process that hangs is ended and started again', { timeout: 60_000 }, async () => {
  await scene.agent();
  const screen = await watch();
  await moves(screen);
  const before = (await scene.ends()).length;
  const pid = scene.media.pid!;
  process.kill(pid, 'SIGSTOP');
  const late = [await watch(), await watch(chen), await watch()];
  const four = Array.from({ length: 4 }, () => 'media-restarted');
  await expect.poll(async () => (await scene.ends()).slice(before), soon).toEqual(four);
  await expect.poll(() => scene.media.pid, soon).not.toBe(pid);
  // Only the one that Node was just passing on is left to its own patience.
  const left = () => late.filter(({ closed }) => closed === null).length;
  await expect.poll(left, soon).toBeLessThanOrEqual(1);
});
