// Every kind of camera of the zoo as the agent sees it: what it measures, what it says is wrong, and what it costs.
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { systemClock } from '../../edge-agent/clock.js';
import { cameraSchema } from '../../edge-agent/sources/camera/camera-config.js';
import { Camera } from '../../edge-agent/sources/camera/camera.service.js';
import { faultTexts } from '../../edge-agent/sources/camera/fault.js';
import { Ffmpeg, findFfmpeg } from '../../edge-agent/sources/camera/ffmpeg.service.js';
import { type Cameras, startCameras } from './rtsp-camera.js';
import type { KindName } from './zoo.js';

const kinds: readonly KindName[] = [
  'plain',
  'b-frames',
  'g711',
  'aac',
  'long-gop',
  'short-gop',
  'udp-loss',
  'h265',
  'resizing',
  'password',
  'audio-only',
  'dropping',
  '4k',
];

let cameras: Cameras;
const watched: Camera[] = [];

beforeAll(async () => {
  cameras = await startCameras(kinds);
});

afterEach(async () => {
  await Promise.all(watched.splice(0).map((camera) => camera.stop()));
});

afterAll(async () => {
  await cameras?.stop();
});

/** Machines that run tests are busy; none of this is about how soon. */
const patience = { timeout: 60_000, interval: 250 };

function watch(kind: KindName, more: { address?: string; transport?: 'udp' } = {}) {
  const alarms: string[] = [];
  const asked: string[] = [];
  const camera = new Camera({
    config: cameraSchema.parse({ id: kind, type: 'camera', address: cameras.address(kind), ...more }),
    clock: systemClock,
    random: Math.random,
    say: () => {},
    ffmpegMajor: findFfmpeg,
    newFfmpeg: (args, listener) => {
      asked.push(args.join(' '));
      return new Ffmpeg(args, listener);
    },
    startsAfterMs: 0,
    alarm: ({ kind: alarm }) => alarms.push(alarm),
    changed: () => {},
    isWatched: () => false,
  });
  watched.push(camera);
  camera.start();
  return { camera, alarms, asked };
}

test('what a camera sends is measured, whatever it sends', async () => {
  const expected = {
    plain: { codec: 'h264', width: 640, keyFrameEveryMs: [1_900, 2_400] },
    'long-gop': { codec: 'h264', width: 640, keyFrameEveryMs: [9_500, 11_000] },
    h265: { codec: 'hevc', width: 640, keyFrameEveryMs: [1_900, 2_400] },
    '4k': { codec: 'h264', width: 3840, keyFrameEveryMs: [900, 1_500] },
  } as const;
  const seen = (Object.keys(expected) as (keyof typeof expected)[]).map((kind) => ({ kind, ...watch(kind) }));
  for (const { kind, camera, alarms } of seen) {
    const { codec, width, keyFrameEveryMs } = expected[kind];
    const [least, most] = keyFrameEveryMs;
    const isMeasured = () => {
      const { reading } = camera;
      const everyMs = reading.keyFrameEveryMs ?? 0;
      return reading.state === 'ok' && reading.fps !== null && everyMs >= least && everyMs <= most;
    };
    await expect.poll(isMeasured, { ...patience, message: kind }).toBe(true);
    expect(camera.reading).toMatchObject({ codec, width, fault: null, reconnects: 0, soundDb: null });
    expect(camera.codec).toBe(codec);
    expect(camera.tee.gop).not.toBe(null);
    expect(alarms).toEqual([]);
  }
}, 180_000);

test('key frames alone are decoded where they are near and nothing is reordered, without losing the picture', async () => {
  const near = watch('short-gop');
  const reordering = watch('b-frames');
  await expect.poll(() => near.asked.length, patience).toBe(2);
  expect(near.asked[1]).toContain('-skip_frame nokey');
  await expect.poll(() => near.camera.reading.fps, patience).toBeGreaterThan(5);
  expect(near.camera.reading).toMatchObject({ state: 'ok', reconnects: 0, fault: null });
  expect(near.alarms).toEqual([]);
  expect(reordering.asked).toHaveLength(1);
}, 180_000);

test('G.711 and AAC are heard, and no more than their loudness is', async () => {
  for (const { camera, alarms } of [watch('g711'), watch('aac')]) {
    await expect.poll(() => camera.reading.soundDb, patience).not.toBe(null);
    expect(camera.reading).toMatchObject({ state: 'ok', reconnects: 0 });
    expect(alarms).toEqual([]);
  }
}, 180_000);

test('a size that changes without a word is shown as it is now', async () => {
  const { camera } = watch('resizing');
  await expect.poll(() => camera.reading.width, patience).toBe(1280);
  await expect.poll(() => camera.reading.width, patience).toBe(640);
  await expect.poll(() => camera.reading.height, patience).toBe(720);
  expect(camera.reading).toMatchObject({ reconnects: 0, fault: null });
}, 180_000);

test('a camera that sends by UDP alone is watched by UDP, packets lost or not, and by TCP says so', async () => {
  const byUdp = watch('udp-loss', { transport: 'udp' });
  const byTcp = watch('udp-loss');
  await expect.poll(() => byTcp.camera.reading.fault, patience).toBe(faultTexts.notByTcp);
  await expect.poll(() => byUdp.camera.reading.fps, patience).toBeGreaterThan(5);
  expect(byUdp.camera.reading).toMatchObject({ state: 'ok', fault: null });
}, 180_000);

test('a wrong password, a stream without a picture and a camera that hangs up are told in clear words', async () => {
  const right = watch('password');
  const wrong = watch('password', { address: cameras.address('password').replace(/:[^:@]+@/, ':guessed@') });
  const noVideo = watch('audio-only');
  const dropping = watch('dropping');
  await expect.poll(() => wrong.camera.reading.fault, patience).toBe(faultTexts.password);
  await expect.poll(() => noVideo.camera.reading.fault, patience).toBe(faultTexts.noVideo);
  await expect.poll(() => right.camera.reading.state, patience).toBe('ok');
  await expect.poll(() => dropping.camera.reading.reconnects, patience).toBeGreaterThan(2);
  await expect.poll(() => dropping.camera.reading.fault, patience).toBe(faultTexts.ended);
  expect(dropping.alarms.length).toBeLessThanOrEqual(1);
}, 180_000);
