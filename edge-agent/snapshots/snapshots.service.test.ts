// Snapshots with a real ffmpeg and a real web server: the alarm's picture, whole, once, whatever happens in between.
import { afterEach, describe, expect, it } from 'vitest';
import type { Privacy } from '@haixi/proto/devices/site-config';
import { systemClock } from '../clock.js';
import { hasFfmpeg } from '../testing/film.js';
import { PictureDoor } from '../testing/picture-door.js';
import { levelIn, levelOf, picturedFilm, sizeOf } from '../testing/pictured-film.js';
import { quickClock } from '../testing/quick-clock.js';
import { SimDisk } from '../testing/sim-disk.js';
import { Tee } from '../streams/tee.js';
import { type Order, PictureMaker } from './pictures.service.js';
import { Snapshots } from './snapshots.service.js';

const siteId = 'shop-01';
const epoch = 'e'.repeat(20);
const sourceId = 'camera-1';
const takenAtMs = 1_790_000_000_000;
const waits = { timeout: 60_000, interval: 20 };
const endings: (() => Promise<unknown>)[] = [];

afterEach(async () => {
  for (const end of endings.splice(0).toReversed()) await end();
});

interface Setting {
  /** So many times as fast as the machine’s clock runs the one by which is waited. */
  times?: number;
  disk?: SimDisk;
  maker?: Pick<PictureMaker, 'make' | 'burn'>;
  web?: string | null;
  main?: Order['main'];
  nowMs?: () => number;
  zones?: () => Privacy;
}

const newCamera = (id: string, tee = new Tee(), main: Order['main'] = null) => ({
  sourceId: id,
  tee,
  reading: { state: 'ok' as 'ok' | 'lost' },
  main,
});

async function stage(setting: Setting = {}) {
  const door = await PictureDoor.open();
  endings.push(() => door.close());
  const disk = setting.disk ?? new SimDisk();
  const tee = new Tee();
  const camera = newCamera(sourceId, tee, setting.main ?? null);
  const cameras = [camera];
  const said: string[] = [];
  const clock = { ...quickClock(setting.times ?? 20), nowMs: setting.nowMs ?? (() => takenAtMs) };
  const life = () => {
    const snapshots = new Snapshots({
      siteId,
      key: 'a-key',
      web: setting.web === undefined ? door.origin : setting.web,
      folder: '/data/shop-01/snapshots',
      disk: disk.boot(),
      clock,
      random: () => 0.5,
      say: (event, fields) => said.push(`${event} ${String(fields?.reason ?? fields?.why ?? '')}`.trim()),
      cameras: () => cameras,
      zones: () => setting.zones?.() ?? [],
      maker: setting.maker ?? new PictureMaker({ clock: systemClock, ffmpegMajor: () => Promise.resolve(5) }),
    });
    snapshots.run();
    endings.push(() => snapshots.stop());
    return snapshots;
  };
  return { door, disk, tee, camera, cameras, said, life, snapshots: life() };
}

const noMaker = { burn: () => Promise.resolve(null) };

type Stage = Awaited<ReturnType<typeof stage>>;

function show({ tee }: Stage, pictures: readonly Buffer[], atMs = takenAtMs): void {
  for (const picture of pictures) tee.take(picture, atMs);
}

describe.skipIf(!hasFfmpeg())('snapshots', { timeout: 120_000 }, () => {
  it.each(['libx264', 'libx265'])('%s: show the alarm’s moment, at most 1280 wide', async (codec) => {
    const at = await stage();
    const film = picturedFilm(28, codec, '1440x810');
    show(at, film.slice(0, 24), takenAtMs - 40);
    show(at, film.slice(24, 25));
    at.snapshots.take({ epoch, seq: 7 }, sourceId);
    expect(at.snapshots.held).toBe(1);
    show(at, film.slice(25), takenAtMs + 160);
    await expect.poll(() => at.door.came.length, waits).toBe(1);
    const [came] = at.door.came;
    expect(came).toMatchObject({ method: 'PUT', key: 'shop-01:a-key', type: 'image/jpeg' });
    expect(came?.url).toBe(
      `/api/sites/shop-01/snapshots/${epoch}/7?takenAtMs=${takenAtMs}&sourceId=camera-1`,
    );
    const jpeg = came?.body ?? Buffer.alloc(0);
    expect(Math.abs(levelIn(jpeg) - levelOf(24))).toBeLessThanOrEqual(3);
    expect(sizeOf(jpeg)).toBe('1280x720');
    await expect.poll(() => at.snapshots.held, waits).toBe(0);
    expect(at.snapshots.lostSoFar).toBe(0);
  });

  it('show the last picture before a loss, with the time when it was taken', async () => {
    const at = await stage();
    show(at, picturedFilm(15), takenAtMs - 12_000);
    at.tee.reset();
    at.camera.reading.state = 'lost';
    at.snapshots.take({ epoch, seq: 8 }, sourceId);
    await expect.poll(() => at.door.came.length, waits).toBe(1);
    expect(at.door.came[0]?.url).toContain(`takenAtMs=${takenAtMs - 12_000}`);
    expect(Math.abs(levelIn(at.door.came[0]?.body ?? Buffer.alloc(0)) - levelOf(14))).toBeLessThanOrEqual(3);
  });

  it('are sent again while the server is away or has not stored the entry, and once only after that', async () => {
    const at = await stage();
    at.door.answers = [503, 429, 0, 401, [409, 'not_stored'], [409, 'not_stored']];
    show(at, picturedFilm(3));
    at.snapshots.take({ epoch, seq: 1 }, sourceId);
    await expect.poll(() => at.door.came.length, waits).toBe(7);
    await expect.poll(() => at.snapshots.held, waits).toBe(0);
    expect(new Set(at.door.came.map(({ url }) => url)).size).toBe(1);
    expect(at.said).toContain('snapshot_sent');
    expect(at.said.filter((text) => text.startsWith('snapshots_wait'))).toEqual(['snapshots_wait 503 any']);
    expect(at.snapshots.lostSoFar).toBe(0);
  });

  it('are sent at once when the server has stored their entry', async () => {
    // Slow enough that only the answer can end the wait.
    const at = await stage({ times: 0.01 });
    at.door.answers = [[409, 'not_stored']];
    show(at, picturedFilm(3));
    at.snapshots.take({ epoch, seq: 1 }, sourceId);
    await expect.poll(() => at.door.came.length, waits).toBe(1);
    at.snapshots.stored('another'.repeat(3), [1]);
    await new Promise((done) => setTimeout(done, 200));
    expect(at.door.came).toHaveLength(1);
    at.snapshots.stored(epoch, [1]);
    await expect.poll(() => at.snapshots.held, waits).toBe(0);
  });

  it.each([
    [[400, 'bad_field']],
    [[403, 'not_allowed']],
    [[404, 'not_found']],
    [[409, 'other_snapshot']],
    [[413, 'snapshot_too_large']],
    [[415, 'not_a_picture']],
  ] as const)('D6 refused for good with %s: dropped, told and counted', async ([status, code]) => {
    const at = await stage();
    at.door.answers = [[status, code]];
    show(at, picturedFilm(3));
    at.snapshots.take({ epoch, seq: 1 }, sourceId);
    await expect.poll(() => at.snapshots.lostSoFar, waits).toBe(1);
    expect(at.said).toContain(`snapshot_lost ${status} ${code}`);
    expect(at.snapshots.held).toBe(0);
    expect(at.door.came).toHaveLength(1);
  });

  it('outlive the agent and a power cut', async () => {
    const at = await stage();
    at.door.answers = Array.from({ length: 1_000 }, () => 503);
    show(at, picturedFilm(13));
    at.snapshots.take({ epoch, seq: 5 }, sourceId);
    await expect.poll(() => at.door.came.length, waits).toBeGreaterThan(0);
    await at.snapshots.stop();
    at.disk.powerCut(() => 0.9);
    const before = at.door.came.length;
    at.door.answers = [];
    const next = at.life();
    await expect.poll(() => at.door.came.length, waits).toBe(before + 1);
    expect(at.door.came.at(-1)).toEqual(at.door.came[0]);
    await expect.poll(() => next.held, waits).toBe(0);
    const last = at.life();
    await expect.poll(() => at.said.filter((text) => text === 'snapshots_held'), waits).toHaveLength(1);
    expect(last.held).toBe(0);
  });

  it('V1 a full disk loses the snapshot: told, counted, and nothing of it left in the alarms’ way', async () => {
    const at = await stage();
    at.disk.fault = (operation, path) => (operation === 'write' && path.includes(epoch) ? 'ENOSPC' : null);
    show(at, picturedFilm(3));
    at.snapshots.take({ epoch, seq: 1 }, sourceId);
    await expect.poll(() => at.snapshots.lostSoFar, waits).toBe(1);
    expect(at.said).toContain('snapshot_lost the disk is full: free space in the data folder');
    expect(at.snapshots.held).toBe(0);
    expect(await at.disk.boot().names('/data/shop-01/snapshots')).toEqual([]);
    at.disk.fault = () => null;
    at.snapshots.take({ epoch, seq: 2 }, sourceId);
    await expect.poll(() => at.door.came.length, waits).toBe(1);
    expect(at.snapshots.lostSoFar).toBe(1);
  });

  it('V1 taking one returns at once, whatever becomes of it', async () => {
    const never = await stage({ maker: { ...noMaker, make: () => new Promise(() => {}) } });
    never.snapshots.take({ epoch, seq: 1 }, sourceId);
    expect(never.snapshots.held).toBe(1);
    const broken = await stage({ maker: { ...noMaker, make: () => Promise.reject(new Error('broken')) } });
    broken.snapshots.take({ epoch, seq: 1 }, sourceId);
    await expect.poll(() => broken.said, waits).toContain('snapshot_lost broken');
    const dark = await stage();
    dark.snapshots.take({ epoch, seq: 1 }, sourceId);
    await expect.poll(() => dark.said, waits).toContain('snapshot_lost no_picture: the camera shows nothing');
    dark.snapshots.take({ epoch, seq: 2 }, 'button-1');
    expect(dark.snapshots.held).toBe(0);
    const noWay = await stage({ web: null });
    noWay.snapshots.take({ epoch, seq: 1 }, sourceId);
    expect(noWay.snapshots.held).toBe(0);
    expect(noWay.said).toEqual(['no_pictures_sent the configuration has no web address']);
  });

  it('D1 of a press show what the first camera sees that sees something, under the press’s entry', async () => {
    const at = await stage();
    const [first, second, third] = [at.camera, newCamera('camera-2'), newCamera('camera-3')];
    at.cameras.push(second, third);
    const asked = async (seq: number) => {
      at.snapshots.take({ epoch, seq }, 'button-1');
      await expect.poll(() => at.door.came.length, waits).toBe(seq);
      const [, path, by] = /([^/]+)\?.*sourceId=(.*)$/.exec(at.door.came.at(-1)?.url ?? '') ?? [];
      expect(path).toBe(String(seq));
      return { by, level: levelIn(at.door.came.at(-1)?.body ?? Buffer.alloc(0)) };
    };
    const film = picturedFilm(15);
    // The first camera shows nothing; the second lost its picture, the third has one.
    for (const picture of film.slice(0, 5)) second.tee.take(picture, takenAtMs - 60_000);
    second.tee.reset();
    second.reading.state = 'lost';
    const onlyOnce = await asked(1);
    expect(onlyOnce.by).toBe('camera-2');
    for (const picture of film.slice(0, 10)) third.tee.take(picture, takenAtMs);
    const seeing = await asked(2);
    expect(seeing.by).toBe('camera-3');
    expect(Math.abs(seeing.level - levelOf(9))).toBeLessThanOrEqual(3);
    for (const picture of film) first.tee.take(picture, takenAtMs);
    expect((await asked(3)).by).toBe('camera-1');
    expect(at.snapshots.lostSoFar).toBe(0);
  });

  it('of a press at a site without a camera, or with blind ones alone, are none, and nothing is said of it', async () => {
    const at = await stage();
    at.snapshots.take({ epoch, seq: 1 }, 'button-1');
    expect(at.snapshots.held).toBe(0);
    at.cameras.splice(0);
    at.snapshots.take({ epoch, seq: 2 }, 'button-1');
    expect(at.snapshots.held).toBe(0);
    expect(at.said).toEqual([]);
    expect(at.snapshots.lostSoFar).toBe(0);
  });

  it('are of the tee where the camera’s main stream does not show itself', async () => {
    const at = await stage({ main: { address: 'rtsp://127.0.0.1:9/none', transport: 'tcp' } });
    show(at, picturedFilm(6));
    at.snapshots.take({ epoch, seq: 1 }, sourceId);
    await expect.poll(() => at.door.came.length, waits).toBe(1);
    expect(Math.abs(levelIn(at.door.came[0]?.body ?? Buffer.alloc(0)) - levelOf(5))).toBeLessThanOrEqual(3);
  });
});

describe.skipIf(!hasFfmpeg())('stills', { timeout: 120_000 }, () => {
  it('are sent with the server’s ticket, one at a time a camera, and only of now', async () => {
    let nowMs = takenAtMs;
    const at = await stage({ nowMs: () => nowMs });
    expect(await at.snapshots.still('camera-9', 'ticket-1')).toBe('unknown_source');
    expect(await at.snapshots.still(sourceId, 'ticket-1')).toBe('no_picture');
    show(at, picturedFilm(9, 'libx265'));
    const first = at.snapshots.still(sourceId, 'ticket-1');
    expect(await at.snapshots.still(sourceId, 'ticket-2')).toBe('busy');
    expect(await first).toBe('done');
    expect(at.door.came).toHaveLength(1);
    expect(at.door.came[0]).toMatchObject({ key: 'shop-01:a-key', type: 'image/jpeg' });
    expect(at.door.came[0]?.url).toBe(
      `/api/sites/shop-01/cameras/camera-1/still?ticket=ticket-1&takenAtMs=${takenAtMs}`,
    );
    expect(Math.abs(levelIn(at.door.came[0]?.body ?? Buffer.alloc(0)) - levelOf(8))).toBeLessThanOrEqual(3);
    nowMs += 31_000;
    expect(await at.snapshots.still(sourceId, 'ticket-3')).toBe('no_picture');
    expect(await (await stage({ web: null })).snapshots.still(sourceId, 'ticket-1')).toBe('no_way');
  });
});
