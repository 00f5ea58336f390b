// Privacy zones on their whole way: nothing that leaves the site shows what is under one, whenever it was set (rule N4).
import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Privacy } from '@haixi/proto/devices/site-config';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { systemClock } from '../clock.js';
import { Connection } from '../link/connection.service.js';
import { speech } from '../link/speech.js';
import { type Order, PictureMaker } from '../snapshots/pictures.service.js';
import { Snapshots } from '../snapshots/snapshots.service.js';
import { Camera } from '../sources/camera/camera.service.js';
import { cameraSchema } from '../sources/camera/camera-config.js';
import { Ffmpeg, findFfmpeg } from '../sources/camera/ffmpeg.service.js';
import { armedSchema } from '../sources/camera/notice/schedule.js';
import { Places } from '../streams/places.js';
import { Streams } from '../streams/streams.service.js';
import { Tee } from '../streams/tee.js';
import { brightSquare, brightStream, levels, makeBrightFilm, overSquare } from '../testing/bright-square.js';
import { FakeServer } from '../testing/fake-server.js';
import { hasFfmpeg } from '../testing/film.js';
import { type Brought, FlvDoor } from '../testing/flv-door.js';
import { PictureDoor } from '../testing/picture-door.js';
import { quickClock } from '../testing/quick-clock.js';
import { RtspCamera } from '../testing/rtsp-camera.js';
import { SimDisk } from '../testing/sim-disk.js';
import { TeeCamera } from '../testing/tee-camera.js';
import { Site } from './site.service.js';

const siteId = 'shop-01';
const sourceId = 'camera-1';
const epoch = 'e'.repeat(20);
const waits = { timeout: 60_000, interval: 30 };
const endings: (() => Promise<unknown>)[] = [];

/** Level of black, with what a lossy codec may leave of it. */
const black = 12;

afterEach(async () => {
  for (const end of endings.splice(0).toReversed()) await end();
});

const newMaker = () => new PictureMaker({ clock: systemClock, ffmpegMajor: findFfmpeg });

function orderOf(stream: Buffer, zones: () => Privacy, main: Order['main'] = null): Order {
  const tee = new Tee();
  tee.take(stream, 1);
  return { isAlarm: true, pictures: tee.pictures, later: () => tee.pictures, main, zones };
}

async function jpeg(order: Order): Promise<Buffer> {
  const made = await newMaker().make(order);
  if (!made.ok) throw new Error(made.detail);
  return made.jpeg;
}

async function pictures(door: FlvDoor, at: number, atLeast: number): Promise<Brought> {
  await expect.poll(() => door.brought[at]?.tags.length ?? 0, waits).toBeGreaterThanOrEqual(atLeast);
  const brought = door.brought[at];
  if (!brought) throw new Error('nothing was brought');
  return brought;
}

describe.skipIf(!hasFfmpeg())('N4 privacy zones', { timeout: 120_000 }, () => {
  let folder: string;
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'haixi-privacy-'));
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it.each(['libx264', 'libx265', 'mjpeg'])('%s: are black in a picture of its own stream', async (codec) => {
    const stream = brightStream(codec);
    const open = levels(await jpeg(orderOf(stream, () => [])));
    expect(open.square).toBeGreaterThan(200);
    const burnt = levels(await jpeg(orderOf(stream, () => overSquare)));
    expect(burnt.square).toBeLessThanOrEqual(black);
    expect(Math.abs(burnt.beside - open.beside)).toBeLessThanOrEqual(4);
  });

  it('are black in a picture of the main stream', async () => {
    const film = join(folder, 'main.mp4');
    makeBrightFilm(film);
    const camera = await RtspCamera.start(film);
    endings.push(() => camera.stop());
    await expect.poll(() => camera.isPlaying, waits).toBe(true);
    const order = (zones: Privacy): Order => ({
      ...orderOf(Buffer.alloc(0), () => zones, { address: camera.address, transport: 'tcp' }),
    });
    expect(levels(await jpeg(order([]))).square).toBeGreaterThan(200);
    expect(levels(await jpeg(order(overSquare))).square).toBeLessThanOrEqual(black);
  });

  it('that are set while a picture is made are black in it, and in one that was taken before they were', async () => {
    const stream = brightStream('libx264');
    let zones: Privacy = [];
    const made = jpeg(orderOf(stream, () => zones));
    // The picture is being made already.
    await new Promise((done) => setTimeout(done, 5));
    zones = overSquare;
    expect(levels(await made).square).toBeLessThanOrEqual(black);

    zones = [];
    const door = await PictureDoor.open();
    const tee = new Tee();
    tee.take(stream, Date.now());
    const snapshots = new Snapshots({
      siteId,
      key: 'a-key',
      web: door.origin,
      folder: '/data/snapshots',
      disk: new SimDisk().boot(),
      clock: quickClock(20),
      random: () => 0.5,
      say: () => {},
      cameras: () => [{ sourceId, tee, reading: { state: 'ok' }, main: null }],
      zones: () => zones,
      maker: newMaker(),
    });
    endings.push(
      () => door.close(),
      () => snapshots.stop(),
    );
    snapshots.run();
    door.answers = [[409, 'not_stored'], 503, 503];
    snapshots.take({ epoch, seq: 1 }, sourceId);
    await expect.poll(() => door.came.length, waits).toBeGreaterThanOrEqual(1);
    zones = overSquare;
    snapshots.cutOff(sourceId);
    const before = door.came.length;
    await expect.poll(() => door.came.length, waits).toBeGreaterThan(before);
    await expect.poll(() => snapshots.held, waits).toBe(0);
    for (const { body } of door.came.slice(before)) expect(levels(body).square).toBeLessThanOrEqual(black);
    expect(await snapshots.still(sourceId, 'ticket-1')).toBe('done');
    expect(levels(door.came.at(-1)?.body ?? Buffer.alloc(0)).square).toBeLessThanOrEqual(black);
  });

  it.each([
    ['libx264', '-g 15'],
    ['libx265', '-g 15 -x265-params log-level=error'],
  ])('%s: are black in every picture of its video, which is H.264 then', async (codec, options) => {
    const camera = new TeeCamera();
    const door = await FlvDoor.open(siteId, sourceId, ['ticket-1']);
    const streams = new Streams({
      siteId,
      web: door.origin,
      camera: () => camera,
      zones: () => overSquare,
      places: new Places(1),
      clock: systemClock,
      say: () => {},
      changed: () => {},
    });
    endings.push(
      () => door.close(),
      () => camera.end(),
      () => streams.stopAll(),
    );
    camera.film({ source: brightSquare, codec, options });
    await expect.poll(() => camera.tee.gop !== null, waits).toBe(true);
    expect(streams.start(sourceId, 'ticket-1')).toBe('done');
    const brought = await pictures(door, 0, 40);
    expect(brought.tags.slice(0, 2).map(({ kind }) => kind)).toEqual(['config', 'key']);
    expect(brought.tags.filter(({ kind }) => kind === 'key').length).toBeGreaterThan(1);
    expect(brought.hasSound).toBe(false);
    const seen = levels(brought.bytes, 'flv');
    expect(seen.pictures).toBeGreaterThan(30);
    expect(seen.square).toBeLessThanOrEqual(black);
    expect(seen.beside).toBeGreaterThan(100);
  });

  it('that change while somebody looks on end the stream, leave the camera alone, and are told with what they cost', async () => {
    const film = join(folder, 'film.mp4');
    makeBrightFilm(film);
    const rtsp = await RtspCamera.start(film);
    endings.push(() => rtsp.stop());
    await expect.poll(() => rtsp.isPlaying, waits).toBe(true);
    const server = await FakeServer.start({ [siteId]: 'a-key' });
    await server.tellPresence(true);
    const door = await FlvDoor.open(siteId, sourceId, ['ticket-01', 'ticket-02']);
    const shared = { clock: systemClock, random: () => 0.5 };
    const configOf = (privacy: Privacy) => ({
      id: siteId,
      key: 'a-key',
      buttons: [],
      cameras: [cameraSchema.parse({ id: sourceId, type: 'camera', address: rtsp.address, privacy })],
      armed: armedSchema.parse(undefined),
    });
    let camerasMade = 0;
    const site = new Site({
      ...shared,
      config: configOf([]),
      server: server.url,
      web: door.origin,
      folder: '/data/shop-01',
      disk: new SimDisk().boot(),
      rewriteOverBytes: 100_000,
      agent: 'test',
      speech,
      newEpoch: () => epoch,
      newLink: () => randomUUID(),
      newConnection: (parts) => new Connection(parts),
      newCamera: (parts) => {
        camerasMade += 1;
        return new Camera({
          ...shared,
          ...parts,
          ffmpegMajor: findFfmpeg,
          newFfmpeg: (args, listener) => new Ffmpeg(args, listener),
          startsAfterMs: 0,
        });
      },
      load: () => null,
      maker: newMaker(),
      places: new Places(1),
      say: () => {},
    });
    endings.push(
      () => server.stop(),
      () => door.close(),
      () => site.stop(),
    );
    await site.start();
    const reading = () => server.readings.at(-1)?.cameras[0];
    await expect.poll(() => reading()?.state, waits).toBe('ok');
    const start = (ticket: string) =>
      server.command(siteId, { id: ticket, kind: 'stream.start', sourceId, ticket });
    await start('ticket-01');
    const open = await pictures(door, 0, 20);
    expect(levels(open.bytes, 'flv').square).toBeGreaterThan(200);
    expect(reading()?.masking).toBeNull();

    void site.apply(configOf(overSquare));
    await expect.poll(() => open.socket.readyState, waits).toBe(open.socket.CLOSED);
    await expect.poll(() => reading()?.masking, waits).toEqual({ zones: 1, cpuPercent: null });
    await start('ticket-02');
    const burnt = await pictures(door, 1, 40);
    expect(levels(burnt.bytes, 'flv').square).toBeLessThanOrEqual(black);
    await expect.poll(() => reading()?.masking?.cpuPercent ?? -1, waits).toBeGreaterThan(0);
    expect(reading()).toMatchObject({ codec: 'h264', reconnects: 0 });
    expect(camerasMade).toBe(1);
  });
});
