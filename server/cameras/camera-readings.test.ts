// Readings on a real store: of either version, kept by the minute for a day, and their troubles told once over a restart.
import type { LogEvent } from '@haixi/proto/live/events';
import type { CameraReading, Readings } from '@haixi/proto/mqtt/messages';
import { applyEvents, latestSchema, pictureSchema } from '@haixi/proto/live/picture';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { Ingest } from '../ingest/ingest.service.js';
import { readPicture } from '../live/picture.store.js';
import { eventOf } from '../log/log.store.js';
import { freshStore, type FreshStore, TestWorld } from '../store/fresh.store.js';
import { CameraReadings } from './camera-readings.service.js';
import { historyMs, pruneHistory, readHistory } from './history.store.js';
import { silenceMs } from './presence.js';
import { birth, TestLink } from './site.fixture.js';
import { Sites } from './sites.service.js';

let store: FreshStore;
let world: TestWorld;
let sites: Sites;
let taken: CameraReadings;
let stop: () => Promise<void>;

beforeAll(async () => {
  store = await freshStore();
});
afterAll(() => store.stop());

/** A server's part that takes readings, on the store as it is. */
async function start(): Promise<void> {
  const link = new TestLink();
  const ingest = new Ingest(store.db, world, link);
  sites = new Sites(store.db, world, ingest, link);
  taken = new CameraReadings(store.db, world, ingest, sites, link);
  await sites.start();
  await taken.start();
  stop = async () => {
    await taken.beforeApplicationShutdown();
    await sites.beforeApplicationShutdown();
    await ingest.beforeApplicationShutdown();
  };
}
beforeEach(async () => {
  await store.empty();
  world = new TestWorld();
  await start();
  return () => stop();
});

const wait = { timeout: 20_000 };
const camera = (change: Partial<CameraReading> = {}): CameraReading => ({
  sourceId: 'camera-1',
  state: 'ok',
  codec: 'h264',
  width: 640,
  height: 360,
  fps: 10,
  kbps: 400,
  keyFrameEveryMs: 2_000,
  lastFrameAtMs: world.now,
  reconnects: 0,
  soundDb: null,
  armed: false,
  watched: false,
  fault: null,
  masking: null,
  ...change,
});
const send = (readings: object) => taken.onReadings('shop-01', 't', Buffer.from(JSON.stringify(readings)));
const readings = (change: Partial<Readings> = {}, ...cameras: CameraReading[]): Readings => ({
  v: 3,
  atMs: world.now,
  held: 0,
  refused: 0,
  snapshotsHeld: 0,
  snapshotsLost: 0,
  load: { cpuPercent: 20, memoryMb: 300, machineMemoryMb: 1_000 },
  cameras,
  ...change,
});
/** One reading each 10 s, each saved before the next one comes. */
async function during(seconds: number, change: Partial<CameraReading>): Promise<void> {
  for (const endMs = world.now + seconds * 1_000; world.now < endMs; world.now += 10_000) {
    send(readings({}, camera(change)));
    await saved();
  }
}
async function saved(): Promise<void> {
  const latest = async () =>
    (await store.db.selectFrom('readings').selectAll().executeTakeFirst())?.server_at_ms;
  await expect.poll(latest, wait).toBe(world.now);
}
const events = async (): Promise<LogEvent[]> =>
  (await store.db.selectFrom('log').selectAll().orderBy('n').execute()).map(eventOf);
const told = async () => (await events()).map(({ type }) => type);
const shown = async () => {
  const { area_id } = await store.db
    .selectFrom('sites')
    .select('area_id')
    .where('site_id', '=', 'shop-01')
    .executeTakeFirstOrThrow();
  const { picture, latest } = await readPicture(store.db, [area_id]);
  const site = pictureSchema.parse(picture).sites['shop-01']!;
  return { picture, site, latest: latestSchema.parse(latest) };
};

test('the readings of an agent of version 1 are shown as this release’s, with how far its clock is off', async () => {
  const { keyFrameEveryMs: _k, reconnects: _r, soundDb: _s, armed: _a, ...second } = camera();
  const { watched: _w, masking: _m, ...first } = second;
  send({ v: 1, atMs: world.now - 2_500, held: 1, refused: 0, cameras: [first] });
  await saved();
  expect((await shown()).latest.sites).toMatchObject([
    { siteId: 'shop-01', skewMs: -2_500, readings: { v: 3, held: 1, load: null, cameras: [{ fps: 10 }] } },
  ]);
});

test('D6 readings that break their schema are refused with the field, of either version', async () => {
  send({ ...readings({}, camera({ fps: -1 })) });
  send({ v: 1, atMs: 1, held: 'x', refused: 0, cameras: [] });
  send({ ...readings(), v: 4 });
  const details = async () =>
    (await store.db.selectFrom('quarantine').select('detail').orderBy('id').execute()).map(
      ({ detail }) => detail,
    );
  await expect.poll(async () => (await details()).length, wait).toBe(3);
  expect(await details()).toEqual([
    expect.stringContaining('message.cameras.0.fps'),
    expect.stringContaining('message.held'),
    expect.stringContaining('message.v'),
  ]);
});

test('a camera’s history has the last reading of each minute, and of a day alone', async () => {
  world.now -= world.now % 60_000;
  for (const [fps, seconds] of [
    [8, 0],
    [9, 50],
    [10, 60],
  ] as const) {
    const startMs = world.now;
    world.now += seconds * 1_000;
    send(readings({}, camera({ fps }), camera({ sourceId: 'camera-9' })));
    await saved();
    world.now = startMs;
  }
  const points = () => readHistory(store.db, 'shop-01', 'camera-1', world.now);
  expect(await points()).toMatchObject([
    { atMs: world.now + 50_000, fps: 9, state: 'ok', skewMs: 0, cpuPercent: 20, memoryMb: 300 },
    { atMs: world.now + 60_000, fps: 10 },
  ]);
  world.now += historyMs + 60_000;
  expect(await points()).toMatchObject([{ fps: 10 }]);
  await store.db.transaction().execute((tx) => pruneHistory(tx, world.now));
  expect(await store.db.selectFrom('reading_history').selectAll().execute()).toMatchObject([{ fps: 10 }]);
});

test('R6 a trouble is in the log and on the screens once, a restart forgets and repeats nothing, and its end is told', async () => {
  await during(60, { fps: 1.5 });
  await expect.poll(told, wait).toEqual(['camera.troubled']);
  const [event] = await events();
  expect(event!.data).toEqual({
    siteId: 'shop-01',
    sourceId: 'camera-1',
    trouble: 'frames-few',
    value: 1.5,
    limit: 4,
  });
  const open = { sourceId: 'camera-1', trouble: 'frames-few', value: 1.5, limit: 4, sinceMs: event!.atMs };
  expect((await shown()).site.troubles).toEqual([open]);

  await stop();
  await start();
  await during(60, { fps: 1.5 });
  expect(await told()).toEqual(['camera.troubled']);

  await during(60, { fps: 10 });
  await expect.poll(told, wait).toEqual(['camera.troubled', 'camera.recovered']);
  expect((await shown()).site.troubles).toEqual([]);
  await during(60, { fps: 1 });
  await expect.poll(told, wait).toEqual(['camera.troubled', 'camera.recovered', 'camera.troubled']);
});

test('L2 a screen that follows the events has the same troubles as one that asks anew', async () => {
  const before = (await shown()).picture;
  send(readings({ snapshotsLost: 0 }, camera({ codec: 'hevc', keyFrameEveryMs: 20_000 })));
  await saved();
  world.now += 10_000;
  send(readings({ snapshotsLost: 1 }, camera({ codec: 'hevc', keyFrameEveryMs: 20_000 })));
  await saved();
  world.now += 10_000;
  await during(60, { keyFrameEveryMs: 1_000 });
  await expect.poll(async () => (await told()).length, wait).toBe(5);
  const followed = applyEvents(before, await events());
  expect(followed).toEqual({ ok: true, picture: (await shown()).picture });
});

test('R7 a site that goes dark keeps its troubles', async () => {
  sites.onPresence('shop-01', 't', Buffer.from(JSON.stringify(birth())));
  send(readings({}, camera({ codec: 'hevc' })));
  world.now += silenceMs;
  sites.lookForSilence();
  await expect
    .poll(told, wait)
    .toEqual(expect.arrayContaining(['site.online', 'camera.troubled', 'site.dark']));
  expect(await told()).toHaveLength(3);
  expect((await shown()).site).toMatchObject({
    presence: 'dark',
    troubles: [{ trouble: 'codec-unplayable' }],
  });
});

test('what was lost while the server was away is told when it is back', async () => {
  send(readings({ snapshotsLost: 2 }));
  await saved();
  await stop();
  await start();
  world.now += 10_000;
  send(readings({ snapshotsLost: 5 }));
  await expect
    .poll(events, wait)
    .toMatchObject([
      { type: 'camera.troubled', data: { sourceId: null, trouble: 'snapshot-not-kept', value: 3, limit: 0 } },
    ]);
});
