// A site whole, over a real broker: what its cameras show is told beside the alarms and never in their way.
import { randomUUID } from 'node:crypto';
import { deflateSync } from 'node:zlib';
import { lineTestBytes } from '@haixi/proto/devices/device-routes';
import { alarmBodySchema, bodySchemas } from '@haixi/proto/mqtt/messages';
import { afterEach, describe, expect, it } from 'vitest';
import type { Say } from '../line.js';
import { Connection } from '../link/connection.service.js';
import { speech } from '../link/speech.js';
import type { PictureMaker } from '../snapshots/pictures.service.js';
import { Camera, type CameraParts } from '../sources/camera/camera.service.js';
import { cameraSchema } from '../sources/camera/camera-config.js';
import type { Noticed } from '../sources/camera/notice/noticed.js';
import { armedSchema } from '../sources/camera/notice/schedule.js';
import { Places } from '../streams/places.js';
import { FakeFfmpeg } from '../testing/fake-ffmpeg.js';
import { FakeServer } from '../testing/fake-server.js';
import { hasFfmpeg } from '../testing/film.js';
import { PictureDoor } from '../testing/picture-door.js';
import { picturedFilm } from '../testing/pictured-film.js';
import { quickClock } from '../testing/quick-clock.js';
import { SimDisk } from '../testing/sim-disk.js';
import { Site } from './site.service.js';

const siteId = 'shop-01';
const waits = { timeout: 15_000, interval: 20 };
const endings: (() => Promise<unknown>)[] = [];

afterEach(async () => {
  for (const end of endings.splice(0).toReversed()) await end();
});

async function stage({ make }: Pick<PictureMaker, 'make'>, armed?: unknown) {
  const server = await FakeServer.start({ [siteId]: 'a-key' });
  await server.tellPresence(true);
  const door = await PictureDoor.open();
  const clock = quickClock(20);
  const shared = { clock, random: () => 0.5 };
  const said: string[] = [];
  const say: Say = (event) => said.push(event);
  const alarms: CameraParts['alarm'][] = [];
  const cameras: Camera[] = [];
  const site = new Site({
    ...shared,
    config: {
      id: siteId,
      key: 'a-key',
      buttons: [],
      cameras: [cameraSchema.parse({ id: 'camera-1', type: 'camera', address: 'rtsp://h/s' })],
      armed: armedSchema.parse(armed),
    },
    server: server.url,
    web: door.origin,
    folder: '/data/shop-01',
    disk: new SimDisk().boot(),
    rewriteOverBytes: 100_000,
    agent: 'test',
    speech,
    newEpoch: () => 'e'.repeat(20),
    newLink: () => randomUUID(),
    newConnection: (parts) => new Connection(parts),
    newCamera: (parts) => {
      alarms.push(parts.alarm);
      const camera = new Camera({
        ...shared,
        ...parts,
        ffmpegMajor: () => Promise.resolve(5),
        newFfmpeg: (args, listener) => new FakeFfmpeg(args, listener),
        // It never looks, so that its own alarms are none of the test’s.
        startsAfterMs: 24 * 3_600_000,
      });
      cameras.push(camera);
      return camera;
    },
    load: () => null,
    maker: { make, burn: () => Promise.resolve(null) },
    places: new Places(1),
    say,
  });
  await site.start();
  endings.push(
    () => server.stop(),
    () => door.close(),
    () => site.stop(),
  );
  const raise = (more: Partial<Noticed> = {}) =>
    alarms[0]?.({ kind: 'lens-covered', atMs: clock.steadyMs(), ...more });
  return { server, door, site, cameras, said, raise, steadyMs: () => clock.steadyMs() };
}

describe('a site', () => {
  it('V1 sends an alarm whose snapshot never gets done, and does what else is asked of it', async () => {
    const { server, raise } = await stage({ make: () => new Promise(() => {}) });
    for (let count = 0; count < 3; count += 1) raise();
    await expect.poll(() => server.entries.length, waits).toBe(3);
    await expect.poll(() => server.readings.at(-1), waits).toMatchObject({ held: 0, snapshotsHeld: 3 });
    await server.command(siteId, {
      id: 'command-1',
      kind: 'stream.start',
      sourceId: 'camera-1',
      ticket: 'ticket-1',
    });
    await server.command(siteId, { id: 'command-2', kind: 'stream.stop', sourceId: 'camera-1' });
    await server.command(siteId, {
      id: 'command-3',
      kind: 'still.send',
      sourceId: 'camera-1',
      ticket: 'ticket-2',
    });
    await server.command(siteId, { id: 'command-4', kind: 'stream.stop', sourceId: 'camera-9' });
    await expect.poll(() => server.replies.length, waits).toBe(4);
    expect(server.replies.map(({ id, result }) => [id, result]).toSorted()).toEqual([
      ['command-1', 'done'],
      ['command-2', 'done'],
      ['command-3', 'no_picture'],
      ['command-4', 'unknown_source'],
    ]);
  });

  it('D1 keeps an alarm of before 1970 by its clock, as a box has it that has not learned the time', async () => {
    const { server, raise } = await stage({ make: () => new Promise(() => {}) });
    raise({ atMs: -2 * Date.now() });
    await expect.poll(() => server.entries.length, waits).toBe(1);
    expect(server.entries[0]?.body).toMatchObject({ kind: 'lens-covered', occurredAtMs: 0 });
  });

  it('V1 tells how many snapshots it could not keep, and sends one when its alarm is stored', async () => {
    let jpeg: Buffer | null = null;
    const { server, door, raise } = await stage({
      make: () =>
        Promise.resolve(
          jpeg
            ? { ok: true, jpeg, takenAtMs: 1_790_000_000_000, zones: [] }
            : { ok: false, reason: 'no_picture', detail: 'the camera shows nothing' },
        ),
    });
    raise();
    await expect.poll(() => server.readings.at(-1)?.snapshotsLost, waits).toBe(1);
    jpeg = Buffer.concat([Buffer.from([0xff, 0xd8, 0xff]), Buffer.alloc(200, 1), Buffer.from([0xff, 0xd9])]);
    door.answers = Array.from({ length: 100 }, () => [409, 'not_stored']);
    server.rule = () => 'silence';
    raise();
    await expect.poll(() => door.came.length, waits).toBeGreaterThan(1);
    await expect.poll(() => server.readings.at(-1)?.snapshotsHeld, waits).toBe(1);
    door.answers = [];
    const seq = server.entries.at(-1)?.seq ?? -1;
    await server.answer(siteId, { epoch: 'e'.repeat(20), stored: [seq], refused: [] });
    await expect.poll(() => server.readings.at(-1)?.snapshotsHeld, waits).toBe(0);
    expect(door.came.at(-1)?.url).toContain(
      `/api/sites/shop-01/snapshots/${'e'.repeat(20)}/${seq}?takenAtMs=`,
    );
  });

  it.skipIf(!hasFfmpeg())(
    'V1 a press is answered before its picture is begun, and a camera of its site takes it',
    async () => {
      const order: string[] = [];
      const jpeg = Buffer.concat([
        Buffer.from([0xff, 0xd8, 0xff]),
        Buffer.alloc(200, 1),
        Buffer.from([0xff, 0xd9]),
      ]);
      const { server, door, site, cameras } = await stage({
        make: () => {
          order.push('picture');
          return Promise.resolve({ ok: true, jpeg, takenAtMs: 1_790_000_000_000, zones: [] });
        },
      });
      const blind = await site.report('button-1', 'panic', Date.now());
      for (const picture of picturedFilm(3)) cameras[0]?.tee.take(picture, Date.now());
      const pressed = await site.report('button-1', 'panic', Date.now());
      order.push('answered');
      expect([blind.ok, pressed.ok]).toEqual([true, true]);
      await expect
        .poll(() => door.came.map(({ url }) => url), waits)
        .toEqual([
          `/api/sites/shop-01/snapshots/${'e'.repeat(20)}/${pressed.ok ? pressed.seq : ''}?takenAtMs=1790000000000&sourceId=camera-1`,
        ]);
      expect(order).toEqual(['answered', 'picture']);
      await expect.poll(() => server.entries.length, waits).toBe(2);
      await expect
        .poll(() => server.readings.at(-1), waits)
        .toMatchObject({ snapshotsHeld: 0, snapshotsLost: 0 });
    },
  );

  it('D1 tells of an alarm where and when it was noticed, as the contract has it', async () => {
    const { server, raise, steadyMs } = await stage({ make: () => new Promise(() => {}) });
    const beforeMs = Date.now();
    raise({ kind: 'motion', zone: '后门', atMs: steadyMs() - 5_000 });
    raise({ kind: 'sound', note: '-9 dB, threshold -15 dB' });
    await expect.poll(() => server.entries.length, waits).toBe(2);
    const bodies = server.entries.map(({ v, body }) => [v, bodySchemas[4]?.['alarm']?.parse(body)]);
    const motion = alarmBodySchema.parse(server.entries[0]?.body);
    expect(bodies).toMatchObject([
      [4, { sourceId: 'camera-1', kind: 'motion', zone: '后门' }],
      [4, { kind: 'sound', note: '-9 dB, threshold -15 dB' }],
    ]);
    expect(motion.occurredAtMs).toBeLessThanOrEqual(motion.agentAtMs - 4_000);
    expect(motion.occurredAtMs).toBeGreaterThan(beforeMs - 60_000);
  });

  it.each([
    ['always', true],
    ['never', false],
  ])('armed %s, its cameras are told so and readings tell it', async (armed, isArmed) => {
    const { server, said } = await stage({ make: () => new Promise(() => {}) }, armed);
    await expect.poll(() => server.readings.at(-1)?.cameras[0]?.armed, waits).toBe(isArmed);
    expect(said.includes('armed')).toBe(isArmed);
  });

  it('D2 a test alarm that the server asks for goes the whole way once, without a picture', async () => {
    const { server } = await stage({ make: () => Promise.reject(new Error('no picture is wanted')) });
    await expect.poll(() => server.readings.length, waits).toBeGreaterThan(0);
    const ask = (id: string, sourceId: string) =>
      server.command(siteId, { id, kind: 'alarm.test', sourceId });
    await ask('test-0001', 'camera-1');
    await ask('test-0001', 'camera-1');
    await ask('test-0002', 'camera-9');
    await expect.poll(() => server.replies.length, waits).toBe(3);
    expect(server.replies.map(({ result }) => result)).toEqual(['done', 'done', 'unknown_source']);
    await expect.poll(() => server.readings.at(-1)?.held, waits).toBe(0);
    expect(server.entries).toHaveLength(1);
    const { v, body } = server.entries[0] ?? {};
    const tested = bodySchemas[4]?.['alarm']?.parse(body);
    expect([v, tested]).toMatchObject([
      4,
      { sourceId: 'camera-1', kind: 'help', note: '测试', test: 'test-0001' },
    ]);
    expect(server.readings.at(-1)?.snapshotsLost).toBe(0);
  });

  it('measures the line by bytes that nobody can make fewer, and reads no configuration but a server’s', async () => {
    const { server, door } = await stage({ make: () => new Promise(() => {}) });
    await expect.poll(() => server.readings.length, waits).toBeGreaterThan(0);
    await server.command(siteId, { id: 'command-1', kind: 'line.measure', ticket: 'ticket-01' });
    await server.command(siteId, { id: 'command-2', kind: 'config.read' });
    await expect.poll(() => door.came.length, waits).toBe(1);
    const [came] = door.came;
    expect(came).toMatchObject({ url: '/api/sites/shop-01/line-test/ticket-01', key: 'shop-01:a-key' });
    expect(came?.body.length).toBe(lineTestBytes);
    expect(deflateSync(came?.body ?? '').length).toBeGreaterThan(lineTestBytes);
    await expect
      .poll(() => server.replies.map(({ result }) => result), waits)
      .toEqual(['done', 'not_understood']);
  });
});
