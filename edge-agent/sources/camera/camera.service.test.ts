// One camera with the real ffmpeg: a generated film whose lens gets covered, one that ends, and a machine without it.
import { copyFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { cameraReadingSchema } from '@haixi/proto/mqtt/messages';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { type Clock, systemClock } from '../../clock.js';
import { startsAfterMs } from '../../retry.js';
import { FakeFfmpeg } from '../../testing/fake-ffmpeg.js';
import { hasFfmpeg, makeFilm } from '../../testing/film.js';
import { commandLinesWith } from '../../testing/processes.js';
import { RtspCamera } from '../../testing/rtsp-camera.js';
import { HandClock, quickClock } from '../../testing/quick-clock.js';
import { cameraSchema } from './camera-config.js';
import { Camera } from './camera.service.js';
import { faultTexts } from './fault.js';
import { Ffmpeg, findFfmpeg } from './ffmpeg.service.js';
import { installFfmpeg } from './ffmpeg.js';
import type { NewFfmpeg } from './watch.service.js';

const running: Camera[] = [];
afterEach(async () => {
  for (const camera of running.splice(0)) await camera.stop();
});

interface Setting {
  loop?: boolean;
  clock?: Clock;
  ffmpegMajor?: () => Promise<number | null>;
  newFfmpeg?: NewFfmpeg;
  isWatched?: () => boolean;
  startsAfterMs?: number;
}

function watch(address: string, setting: Setting = {}) {
  const alarms: string[] = [];
  const said: string[] = [];
  let changes = 0;
  const camera = new Camera({
    config: cameraSchema.parse({ id: 'camera-1', type: 'camera', address, loop: setting.loop ?? false }),
    clock: setting.clock ?? systemClock,
    random: () => 0.5,
    say: (event, fields) => said.push(`${event} ${JSON.stringify(fields ?? {})}`),
    ffmpegMajor: setting.ffmpegMajor ?? findFfmpeg,
    newFfmpeg: setting.newFfmpeg ?? ((args, listener) => new Ffmpeg(args, listener)),
    startsAfterMs: setting.startsAfterMs ?? 0,
    alarm: ({ kind }) => alarms.push(kind),
    changed: () => {
      changes += 1;
    },
    isWatched: setting.isWatched ?? (() => false),
  });
  running.push(camera);
  camera.start();
  return { camera, alarms, said, changes: () => changes };
}

/** A camera on a clock turned by hand, whose ffmpegs the test plays. */
function playedBy(clock: HandClock, setting: Setting = {}) {
  const ffmpegs: FakeFfmpeg[] = [];
  const newFfmpeg: NewFfmpeg = (args, listener) => {
    const ffmpeg = new FakeFfmpeg(args, listener);
    ffmpegs.push(ffmpeg);
    return ffmpeg;
  };
  const ffmpegMajor = () => Promise.resolve(5);
  return { ffmpegs, ...watch('rtsp://h/s', { clock, newFfmpeg, ffmpegMajor, ...setting }) };
}

/** Plays a stream of five packets a second, a key frame at each so many of them, each of them seen. */
async function play(clock: HandClock, ffmpeg: FakeFfmpeg | undefined, seconds: number, keyEvery = 5) {
  for (let index = 0; index < seconds * 5; index += 1) {
    ffmpeg?.packet(200, index % keyEvery === 0);
    ffmpeg?.picture();
    await clock.move(200);
  }
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

  it('with near key frames is decoded by them alone, without missing a picture at the change', async () => {
    const clock = new HandClock();
    const { camera, ffmpegs, alarms } = playedBy(clock);
    await clock.move(100);
    ffmpegs[0]?.begin();
    await play(clock, ffmpegs[0], 14);
    expect(ffmpegs).toHaveLength(2);
    expect(ffmpegs[1]?.args.join(' ')).toContain('-skip_frame nokey');
    expect(ffmpegs[0]?.isRunning).toBe(true);
    ffmpegs[1]?.begin();
    await play(clock, ffmpegs[1], 3);
    expect(ffmpegs.map(({ isRunning }) => isRunning)).toEqual([false, true]);
    expect(camera.reading).toMatchObject({ state: 'ok', fault: null, reconnects: 0, codec: 'h264' });
    expect(alarms).toEqual([]);
  });

  it('V1 is watched on where the machine can start no second ffmpeg', async () => {
    const clock = new HandClock();
    const first: FakeFfmpeg[] = [];
    const newFfmpeg: NewFfmpeg = (args, listener) => {
      if (first.length > 0) throw new Error('spawn ENOMEM');
      first.push(new FakeFfmpeg(args, listener));
      return first[0]!;
    };
    const { camera, said } = watch('rtsp://h/s', { clock, newFfmpeg, ffmpegMajor: () => Promise.resolve(5) });
    await clock.move(100);
    first[0]?.begin();
    await play(clock, first[0], 20);
    expect(said.filter((line) => line.includes('ENOMEM'))).toHaveLength(1);
    expect(camera.reading).toMatchObject({ state: 'ok', fault: null });
  });

  it('whose key frames go apart is decoded whole again, and is left at that', async () => {
    const clock = new HandClock();
    const { camera, ffmpegs } = playedBy(clock);
    await clock.move(100);
    ffmpegs[0]?.begin();
    await play(clock, ffmpegs[0], 14);
    ffmpegs[1]?.begin();
    await play(clock, ffmpegs[1], 15);
    await play(clock, ffmpegs[1], 12, 20);
    expect(ffmpegs[2]?.args.join(' ')).toContain('-skip_frame noref');
    ffmpegs[2]?.begin();
    await play(clock, ffmpegs[2], 30);
    expect(ffmpegs).toHaveLength(3);
    expect(camera.reading).toMatchObject({ keyFrameEveryMs: 1_000, reconnects: 0 });
  });

  it('that lets in but one viewer keeps the first, and is not asked for a second again soon', async () => {
    const clock = new HandClock();
    const { camera, ffmpegs } = playedBy(clock);
    await clock.move(100);
    ffmpegs[0]?.begin();
    await play(clock, ffmpegs[0], 14);
    ffmpegs[1]?.finish(1);
    await play(clock, ffmpegs[0], 90);
    expect(ffmpegs).toHaveLength(2);
    expect(ffmpegs[0]?.isRunning).toBe(true);
    expect(camera.reading).toMatchObject({ state: 'ok', fault: null, reconnects: 0 });
  });

  it('is not interrupted for less work while somebody looks at its video', async () => {
    const clock = new HandClock();
    let isWatched = true;
    const { ffmpegs } = playedBy(clock, { isWatched: () => isWatched });
    await clock.move(100);
    ffmpegs[0]?.begin();
    await play(clock, ffmpegs[0], 60);
    expect(ffmpegs).toHaveLength(1);
    isWatched = false;
    await play(clock, ffmpegs[0], 1);
    expect(ffmpegs).toHaveLength(2);
    // Somebody is quicker than the one that was to take over.
    isWatched = true;
    ffmpegs[1]?.begin();
    await play(clock, ffmpegs[1], 1);
    expect(ffmpegs.map(({ isRunning }) => isRunning)).toEqual([true, false]);
  });

  it('that hangs up each second is counted, tried ever more rarely, and is one alarm', async () => {
    const clock = new HandClock();
    const { camera, ffmpegs, alarms, said } = playedBy(clock);
    let played = 0;
    for (let second = 0; second < 900; second += 1) {
      const ffmpeg = ffmpegs.at(-1);
      if (ffmpeg?.isRunning) {
        played += 1;
        ffmpeg.begin();
        await play(clock, ffmpeg, 1);
        ffmpeg.finish(0);
      }
      await clock.move(1_000);
    }
    expect(camera.reading.reconnects).toBe(played);
    expect(played).toBeGreaterThan(20);
    expect(played).toBeLessThan(60);
    expect(alarms).toEqual(['picture-lost']);
    expect(said.filter((line) => line.includes('the camera has ended the stream')).length).toBeGreaterThan(
      20,
    );
  });

  it('that is lost again soon is another alarm only if it stays lost', async () => {
    const clock = new HandClock();
    const { ffmpegs, alarms } = playedBy(clock);
    await clock.move(100);
    ffmpegs[0]?.begin();
    await play(clock, ffmpegs[0], 10, 20);
    ffmpegs[0]?.finish(0);
    await clock.move(11_000);
    expect(alarms).toEqual(['picture-lost']);
    while (!ffmpegs.at(-1)?.isRunning) await clock.move(500);
    ffmpegs.at(-1)?.begin();
    await play(clock, ffmpegs.at(-1), 20, 20);
    ffmpegs.at(-1)?.finish(0);
    await clock.move(30_000);
    expect(alarms).toEqual(['picture-lost']);
    await clock.move(60_000);
    expect(alarms).toEqual(['picture-lost', 'picture-lost']);
    while (!ffmpegs.at(-1)?.isRunning) await clock.move(500);
    ffmpegs.at(-1)?.begin();
    await play(clock, ffmpegs.at(-1), 70, 20);
    ffmpegs.at(-1)?.finish(0);
    await clock.move(11_000);
    expect(alarms).toEqual(['picture-lost', 'picture-lost', 'picture-lost']);
  });

  it('is not lost because the machine was halted and woke', async () => {
    const clock = new HandClock();
    const { alarms, ffmpegs } = playedBy(clock);
    await clock.move(100);
    ffmpegs[0]?.begin();
    await play(clock, ffmpegs[0], 70, 20);
    clock.halt(60_000);
    await clock.move(1);
    await play(clock, ffmpegs[0], 10, 20);
    expect(alarms).toEqual([]);
    expect(ffmpegs).toHaveLength(1);
  });

  it('that sends packets and no key frame says so after 30 s', async () => {
    const clock = new HandClock();
    const { camera, ffmpegs } = playedBy(clock);
    await clock.move(100);
    ffmpegs[0]?.begin();
    for (let index = 0; index < 140; index += 1) {
      ffmpegs[0]?.packet(200, false);
      await clock.move(200);
    }
    expect(camera.reading.fault).toBe(null);
    for (let index = 0; index < 20; index += 1) {
      ffmpegs[0]?.packet(200, false);
      await clock.move(200);
    }
    expect(camera.reading.fault).toBe(faultTexts.noKeyFrame);
    expect(camera.reading.keyFrameEveryMs).toBeGreaterThan(30_000);
  });

  it('that connects and sends nothing is tried anew, and says so', async () => {
    const clock = new HandClock();
    const { camera, ffmpegs } = playedBy(clock);
    await clock.move(25_000);
    expect(ffmpegs.length).toBeGreaterThan(1);
    expect(camera.reading.fault).toMatch(/the camera sends nothing/);
  });

  it('whose sound nothing can be made of is watched without it, at once', async () => {
    const clock = new HandClock();
    const { camera, ffmpegs } = playedBy(clock);
    await clock.move(100);
    ffmpegs[0]?.begin();
    ffmpegs[0]?.words('[info]   Stream #0:1: Audio: g723_1, 8000 Hz, mono');
    await play(clock, ffmpegs[0], 14, 20);
    expect(ffmpegs[1]?.args.join(' ')).toContain('pipe:5');
    ffmpegs[1]?.words('[fatal] Decoder (codec g723_1) not found for input stream #0:1');
    ffmpegs[1]?.finish(1);
    await play(clock, ffmpegs[0], 30, 20);
    expect(ffmpegs).toHaveLength(2);
    expect(camera.reading).toMatchObject({ state: 'ok', soundDb: null });
  });

  it('is one of a hundred, which start one after another', async () => {
    const clock = new HandClock();
    const ffmpegs: FakeFfmpeg[] = [];
    for (let index = 0; index < 100; index += 1) {
      const newFfmpeg: NewFfmpeg = (args, listener) => {
        ffmpegs.push(new FakeFfmpeg(args, listener));
        return ffmpegs.at(-1)!;
      };
      const ffmpegMajor = () => Promise.resolve(5);
      watch('rtsp://h/s', { clock, newFfmpeg, ffmpegMajor, startsAfterMs: startsAfterMs(index) });
    }
    await clock.move(1_000);
    expect(ffmpegs.length).toBeLessThan(10);
    await clock.move(19_000);
    expect(ffmpegs).toHaveLength(100);
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
