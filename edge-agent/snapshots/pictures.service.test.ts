// Making pictures under load: never more than two ffmpegs, none too large, and in an alarm storm none lost without a word.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { stillBytesMax } from '@haixi/proto/media/media';
import { systemClock } from '../clock.js';
import { Tee } from '../streams/tee.js';
import { hasFfmpeg, makeFilm } from '../testing/film.js';
import { levelIn, levelOf, picturedFilm, sizeOf } from '../testing/pictured-film.js';
import { childCommandsWith } from '../testing/processes.js';
import { RtspCamera } from '../testing/rtsp-camera.js';
import { type Made, type Order, PictureMaker } from './pictures.service.js';
import { runFfmpeg } from './run-ffmpeg.service.js';

const ffmpegsAtWork = () => childCommandsWith('-f image2pipe pipe:1').length;

function newMaker(): PictureMaker {
  return new PictureMaker({ clock: systemClock, ffmpegMajor: () => Promise.resolve(5) });
}

function orderFor(tee: Tee, isAlarm = true): Order {
  return { isAlarm, pictures: tee.pictures, later: () => tee.pictures, main: null, zones: () => [] };
}

function teeWith(pictures: readonly Buffer[], atMs = 1): Tee {
  const tee = new Tee();
  for (const picture of pictures) tee.take(picture, atMs);
  return tee;
}

function jpegOf(made: Made): Buffer {
  if (!made.ok) throw new Error(`${made.reason}: ${made.detail}`);
  return made.jpeg;
}

describe.skipIf(!hasFfmpeg())('pictures', { timeout: 120_000 }, () => {
  let folder: string;
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'pictures-'));
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  it('V1 a storm of alarms is worked off two at a time, alarms before stills', async () => {
    const maker = newMaker();
    const film = picturedFilm(20);
    const done: string[] = [];
    let most = 0;
    const look = setInterval(() => (most = Math.max(most, ffmpegsAtWork())), 10);
    const still = Array.from({ length: 3 }, () =>
      maker.make(orderFor(teeWith(film.slice(0, 5)), false)).then(() => done.push('still')),
    );
    const alarms = Array.from({ length: 12 }, async (_, index) => {
      const made = await maker.make(orderFor(teeWith(film.slice(0, 1 + index))));
      done.push('alarm');
      return Math.abs(levelIn(jpegOf(made)) - levelOf(index));
    });
    const offBy = await Promise.all(alarms);
    await Promise.all(still);
    clearInterval(look);
    expect(Math.max(...offBy)).toBeLessThanOrEqual(3);
    expect(most).toBeGreaterThan(0);
    expect(most).toBeLessThanOrEqual(2);
    // Two stills were at work when the storm began; the third waits for its end.
    expect(done.at(-1)).toBe('still');
    expect(ffmpegsAtWork()).toBe(0);
  });

  it('more than can wait: the oldest are told that they were dropped', async () => {
    const maker = newMaker();
    const empty = orderFor(new Tee());
    const all = await Promise.all(Array.from({ length: 206 }, () => maker.make(empty)));
    const dropped = all.map((made) => (made.ok ? '' : made.reason)).filter((reason) => reason === 'too_many');
    // Two were begun at once, two hundred could wait.
    expect(dropped).toHaveLength(4);
    expect(all.slice(-200).every((made) => !made.ok && made.reason === 'no_picture')).toBe(true);
  });

  it('what waits lets go of its pictures where they take more memory than there is for them', async () => {
    const bytes = [Buffer.alloc(8 * 1024 * 1024)];
    const orders = Array.from({ length: 12 }, (): Order => {
      const pictures = { bytes, count: 1, takenAtMs: 1 };
      return { isAlarm: true, pictures, later: () => null, main: null, zones: () => [] };
    });
    const maker = new PictureMaker({ clock: systemClock, ffmpegMajor: () => Promise.resolve(5) });
    const all = orders.map((order) => maker.make(order));
    // Two are at work; of the ten that wait, the eight newest are within 64 MiB.
    expect(orders.filter(({ pictures }) => pictures === null)).toEqual([orders[2], orders[3]]);
    await Promise.all(all);
  });

  it('V1 an ffmpeg that can not be started costs a picture and never the agent', async () => {
    expect(await runFfmpeg(['\0'], [], 1_000, systemClock)).toMatchObject({ ok: false });
    const failing = new PictureMaker({
      clock: systemClock,
      ffmpegMajor: () => Promise.reject(new Error('spawn ENOMEM')),
    });
    const main = { address: 'rtsp://h/s', transport: 'tcp' } as const;
    const made = [1, 2, 3].map(() => failing.make({ ...orderFor(new Tee()), main }));
    expect(await Promise.all(made)).toMatchObject(
      [1, 2, 3].map(() => ({ ok: false, detail: 'spawn ENOMEM' })),
    );
  });

  it('one that would be too large is made worse until it fits', async () => {
    const noise =
      '-v error -f lavfi -i nullsrc=s=1280x1280:r=25,geq=random(1)*255:128:128 -frames:v 1 -c:v libx264 ' +
      '-preset ultrafast -qp 1 -pix_fmt yuv420p -f mpegts -';
    const stream = execFileSync('ffmpeg', noise.split(' '), { maxBuffer: 64 * 1024 * 1024 });
    const jpeg = jpegOf(await newMaker().make(orderFor(teeWith([stream]))));
    expect(jpeg.length).toBeLessThanOrEqual(stillBytesMax);
    expect(jpeg.length).toBeGreaterThan(stillBytesMax / 10);
    expect(sizeOf(jpeg)).toBe('1280x1280');
  });

  it('of Motion JPEG, which MPEG-TS has no name for, are found all the same', async () => {
    const film =
      '-v error -f lavfi -i nullsrc=s=1440x810:r=25,geq=20+N*10:128:128 -frames:v 6 -c:v mjpeg ' +
      '-pix_fmt yuvj420p -muxdelay 0 -muxpreload 0 -f mpegts -';
    const stream = execFileSync('ffmpeg', film.split(' '), { maxBuffer: 64 * 1024 * 1024, stdio: 'pipe' });
    const jpeg = jpegOf(await newMaker().make(orderFor(teeWith([stream]))));
    expect(Math.abs(levelIn(jpeg) - levelOf(5))).toBeLessThanOrEqual(3);
    expect(sizeOf(jpeg)).toBe('1280x720');
  });

  it('what can not be decoded is told in words', async () => {
    const made = await newMaker().make(orderFor(teeWith(picturedFilm(1).map((bytes) => damaged(bytes)))));
    expect(made).toMatchObject({ ok: false, reason: 'not_decoded' });
    expect(ffmpegsAtWork()).toBe(0);
  });

  it('of a camera with a smaller stream show its main stream', async () => {
    const film = join(folder, 'film.mp4');
    makeFilm(film);
    const camera = await RtspCamera.start(film);
    try {
      const main = { address: camera.address, transport: 'tcp' } as const;
      const tee = teeWith(picturedFilm(1));
      const maker = newMaker();
      await expect
        .poll(async () => sizeOf(jpegOf(await maker.make({ ...orderFor(tee), main }))), { timeout: 60_000 })
        .toBe('640x360');
      camera.hold(true);
      expect(sizeOf(jpegOf(await maker.make({ ...orderFor(tee), main })))).toBe('320x180');
      expect(childCommandsWith(camera.address).filter((text) => text.includes('image2pipe'))).toEqual([]);
    } finally {
      camera.hold(false);
      await camera.stop();
    }
  });
});

/** The same packets with nothing that could be a picture in them. */
function damaged(bytes: Buffer): Buffer {
  const copy = Buffer.from(bytes);
  for (let at = 0; at < copy.length; at += 188) {
    if ((copy.readUInt16BE(at + 1) & 0x1fff) === 0x100) copy.fill(0x55, at + 40, at + 188);
  }
  return copy;
}
