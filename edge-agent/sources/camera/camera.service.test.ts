// One camera with the real ffmpeg: a generated film whose lens gets covered, one that ends, and a machine without it.
import { copyFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { cameraReadingSchema } from '@haixi/proto/mqtt/messages';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { systemClock } from '../../clock.js';
import { hasFfmpeg, makeFilm } from '../../testing/film.js';
import { commandLinesWith } from '../../testing/processes.js';
import { RtspCamera } from '../../testing/rtsp-camera.js';
import { HandClock, quickClock } from '../../testing/quick-clock.js';
import { Camera } from './camera.service.js';
import { findFfmpeg } from './ffmpeg.service.js';
import { installFfmpeg } from './ffmpeg.js';

const running: Camera[] = [];
afterEach(async () => {
  for (const camera of running.splice(0)) await camera.stop();
});

function watch(address: string, { loop = false, clock = systemClock, ffmpegMajor = findFfmpeg } = {}) {
  const alarms: string[] = [];
  let changes = 0;
  const camera = new Camera({
    config: { id: 'camera-1', type: 'camera', address, loop },
    clock,
    random: () => 0.5,
    say: () => {},
    ffmpegMajor,
    alarm: (kind) => alarms.push(kind),
    changed: () => {
      changes += 1;
    },
  });
  running.push(camera);
  camera.start();
  return { camera, alarms, changes: () => changes };
}

describe('a camera', () => {
  it('without ffmpeg is lost at once, names the command, and is an alarm after 30 s', async () => {
    const clock = new HandClock();
    const { camera, alarms } = watch('/nowhere.mp4', { clock, ffmpegMajor: () => Promise.resolve(null) });
    await clock.move(1_000);
    expect(camera.reading).toMatchObject({ state: 'lost', fault: installFfmpeg });
    expect(alarms).toEqual([]);
    await clock.move(120_000);
    expect(alarms).toEqual(['picture-lost']);
  });
});

describe.skipIf(!hasFfmpeg())('a camera with real ffmpeg', () => {
  let folder: string;
  let film: string;

  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'agent-camera-'));
    film = join(folder, 'film.mp4');
    makeFilm(film);
  });

  afterAll(() => rmSync(folder, { recursive: true }));

  it('sees the lens being covered, and measures the stream', async () => {
    const { camera, alarms } = watch(film, { loop: true });
    await expect.poll(() => camera.reading.state, { timeout: 10_000 }).toBe('ok');
    await expect.poll(() => alarms, { timeout: 10_000 }).toEqual(['lens-covered']);
    const { reading } = camera;
    expect(cameraReadingSchema.parse(reading)).toMatchObject({
      state: 'covered',
      codec: 'h264',
      fault: null,
    });
    expect([reading.width, reading.height]).toEqual([640, 360]);
    expect(reading.fps).toBeGreaterThan(15);
    expect(reading.fps).toBeLessThan(40);
    expect(reading.kbps).toBeGreaterThan(10);
  }, 30_000);

  it('is started again when its stream ends, and leaves no ffmpeg behind when it stops', async () => {
    const missing = join(folder, 'missing.mp4');
    const { camera, changes } = watch(missing);
    await expect.poll(() => camera.reading.fault, { timeout: 10_000 }).toContain('No such file');
    expect(changes()).toBeGreaterThan(0);
    copyFileSync(film, missing);
    await expect.poll(() => camera.reading.state, { timeout: 15_000 }).toBe('ok');
    expect(camera.reading.fault).toBe(null);
    await camera.stop();
    expect(commandLinesWith(missing)).toEqual([]);
  }, 30_000);

  it('over RTSP is seen, is lost with one alarm when it hangs, and is found again', async () => {
    const rtsp = await RtspCamera.start(film);
    try {
      const { camera, alarms } = watch(rtsp.address, { clock: quickClock(4) });
      await expect
        .poll(() => camera.reading, { timeout: 20_000 })
        .toMatchObject({ state: 'ok', codec: 'h264' });
      rtsp.hold(true);
      await expect
        .poll(() => alarms.filter((alarm) => alarm === 'picture-lost'), { timeout: 20_000 })
        .toHaveLength(1);
      expect(camera.reading.state).toBe('lost');
      rtsp.hold(false);
      await expect.poll(() => camera.reading.state, { timeout: 20_000 }).toBe('ok');
      expect(alarms.filter((alarm) => alarm === 'picture-lost')).toHaveLength(1);
    } finally {
      await rtsp.stop();
    }
  }, 60_000);
});
