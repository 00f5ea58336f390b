// How ffmpeg is asked, what it says of itself, and what is made of its words: a plan, or a fault that says what to do.
import type { CameraReading } from '@haixi/proto/mqtt/messages';
import { packetBytesMax } from '@haixi/proto/mqtt/topics';
import { describe, expect, it } from 'vitest';
import { cameraSchema, shownAddress } from './camera-config.js';
import { faultOf, faultTexts, isAboutSound } from './fault.js';
import { ffmpegArguments, majorVersion } from './ffmpeg.js';
import { isSamePlan, type Known, planOf, startPlan } from './plan.js';
import { Words } from './words.js';

function camera(address: string, more: object = {}) {
  return cameraSchema.parse({ id: 'camera-1', type: 'camera', address, ...more });
}

function asked(address: string, more: object = {}, plan = startPlan, major = 5): string {
  return ffmpegArguments(camera(address, more), plan, major).join(' ');
}

const known = { ...startPlan, soundKnown: true };

describe('ffmpeg', () => {
  it('may open only what the address needs', () => {
    expect(asked('/clips/-i a.mp4', { loop: true })).toContain(
      '-protocol_whitelist file -fflags +genpts -re -stream_loop -1 -i file:/clips/-i a.mp4',
    );
    const rtsp = asked('rtsp://h/s');
    expect(rtsp).toContain('-protocol_whitelist rtsp,rtsps,rtp,tcp,tls,crypto -rtsp_transport tcp');
    expect(rtsp).toContain('-timeout 10000000');
    expect(asked('rtsp://h/s', {}, startPlan, 4)).toContain('-stimeout 10000000');
    expect(asked('rtsp://h/s', { transport: 'udp' })).toContain(
      '-protocol_whitelist rtsp,rtsps,rtp,udp,tcp,tls,crypto -rtsp_transport udp',
    );
  });

  it('watches the substream where there is one', () => {
    expect(asked('rtsp://h/main', { substream: 'rtsp://h/sub' })).toMatch(/-i rtsp:\/\/h\/sub /);
  });

  it('opens a device by video4linux2, and encodes what it gives once for all who want it', () => {
    const device = asked('/dev/video0');
    expect(device).toContain('-protocol_whitelist file -f v4l2 -i /dev/video0');
    expect(device).toContain('-c:v libx264');
    expect(device).toMatch(
      /-f tee \[f=framecrc:flush_packets=1\]pipe:3\|\[f=mpegts:flush_packets=1\]pipe:4$/,
    );
  });

  it('decodes key frames alone, asks for sound and measures it only where the plan says so', () => {
    expect(asked('rtsp://h/s')).toContain('-skip_frame noref');
    expect(asked('rtsp://h/s')).toContain('-allowed_media_types video+audio');
    expect(asked('rtsp://h/s')).not.toContain('pipe:5');
    expect(asked('rtsp://h/s', {}, { ...known, keyFramesOnly: true })).toContain('-skip_frame nokey');
    expect(asked('rtsp://h/s', {}, known)).toContain('-allowed_media_types video -timeout');
    expect(asked('rtsp://h/s', {}, { ...known, sound: true })).toMatch(/-map 0:a:0 .* -f s16le pipe:5$/);
  });

  it('tells its version in several ways', () => {
    expect(majorVersion('ffmpeg version 5.1.9-0+deb12u1 Copyright')).toBe(5);
    expect(majorVersion('ffmpeg version n7.0 Copyright')).toBe(7);
    expect(majorVersion('ffmpeg version N-109542-g1bf1d5 Copyright')).toBe(99);
    expect(majorVersion('ffmpeg version 2024-01-01-git-abc Copyright')).toBe(99);
    expect(majorVersion('something else')).toBe(null);
  });

  it('tells the tracks that come in, each change of size, and its errors', () => {
    const sizes: string[] = [];
    const words = new Words((width, height) => sizes.push(`${width}x${height}`));
    for (const line of [
      "[info] Input #0, rtsp, from 'rtsp://h/s':",
      '[info]   Stream #0:0: Video: h264 (High), 1 reference frame, yuv420p(progressive, left), 640x360, 25 fps, 90k tbn',
      '[info]   Stream #0:1(und): Audio: pcm_alaw, 8000 Hz, mono, s16, 64 kb/s',
      '[info] Stream mapping:',
      '[info]   Stream #0:0: Video: rawvideo (Y800 / 0x30303859), gray, 128x72',
      '[graph 0 input from stream 0:0 @ 0x55] [verbose] w:640 h:360 pixfmt:yuv420p tb:1/90000 fr:25/1 sar:1/1',
      '[h264 @ 0x564] [error] error while decoding MB 3 4',
      '[graph 0 input from stream 0:0 @ 0x56] [verbose] w:1280 h:720 pixfmt:yuv420p tb:1/90000 fr:25/1 sar:1/1',
      'nothing of this kind',
    ]) {
      words.take(line);
    }
    expect(words.tracks.map(({ kind, codec }) => [kind, codec])).toEqual([
      ['video', 'h264'],
      ['audio', 'pcm_alaw'],
    ]);
    expect(sizes).toEqual(['640x360', '1280x720']);
    expect(words.errors).toEqual(['error while decoding MB 3 4']);
  });
});

describe('a plan', () => {
  const stream = { codec: 'h264', width: 640, height: 360, fps: 25, kbps: 500, reorders: false };
  const seen = (keyFrameEveryMs: number | null, more: Partial<Known> = {}): Known => {
    const facts = { stream: { ...stream, keyFrameEveryMs }, hasSound: false, farAtMs: null };
    return { ...facts, watchedForMs: 12_000, atMs: 100_000, ...more };
  };
  const keys = { keyFramesOnly: true, sound: false, soundKnown: true };

  it('is to decode key frames alone where they come at most a second apart, and everything elsewhere', () => {
    expect(planOf(startPlan, seen(1_000))).toEqual(keys);
    expect(planOf(startPlan, seen(2_000))).toEqual(known);
    expect(planOf(startPlan, seen(null))).toEqual(known);
  });

  it('is not made before there was time to look', () => {
    expect(planOf(startPlan, seen(1_000, { watchedForMs: 5_000, hasSound: true }))).toBe(startPlan);
  });

  it('goes back at once when key frames go apart, and is not trusted again for an hour', () => {
    expect(planOf(keys, seen(1_400))).toEqual(keys);
    const back = planOf(keys, seen(4_000, { watchedForMs: 100 }));
    expect(back.keyFramesOnly).toBe(false);
    expect(planOf(back, seen(1_000, { farAtMs: 100_000 })).keyFramesOnly).toBe(false);
    expect(planOf(back, seen(1_000, { farAtMs: 100_000, atMs: 3_700_000 })).keyFramesOnly).toBe(true);
  });

  it('is to decode a stream with B-frames whole, for key frames alone would come out seconds late', () => {
    const { stream: facts, ...rest } = seen(1_000);
    expect(planOf(startPlan, { ...rest, stream: { ...facts, reorders: true } }).keyFramesOnly).toBe(false);
  });

  it('takes sound in where there is some, once', () => {
    expect(planOf(startPlan, seen(2_000, { hasSound: true }))).toMatchObject({ sound: true });
    expect(planOf(known, seen(2_000, { hasSound: true })).sound).toBe(false);
    expect(isSamePlan(startPlan, known)).toBe(true);
    expect(isSamePlan(keys, known)).toBe(false);
  });
});

describe('a fault', () => {
  const of = (address: string, ...errors: string[]) => faultOf(errors, camera(address));
  const address = 'rtsp://admin:geheim%40haus@10.0.0.9/stream';

  it.each([
    ['method DESCRIBE failed: 401 Unauthorized', /user name or password: check them/],
    ['method DESCRIBE failed: 404 Not Found', /no stream under this path/],
    ['method SETUP failed: 461 Unsupported transport', /write transport: udp/],
    ['Connection to tcp://10.0.0.9:554?timeout=10000000 failed: Connection refused', /nothing answers/],
    ['Connection to tcp://10.0.0.9:554 failed: No route to host', /can not be reached: check its power/],
    ['rtsp://10.0.0.9/stream: Connection timed out', /can not be reached/],
    ['Failed to resolve hostname camera: Name or service not known', /no camera is known by this name/],
    ['rtsp://10.0.0.9/stream: Invalid data found when processing input', /does not speak RTSP/],
    ["Stream map '0:v:0' matches no streams.", /no picture in this stream/],
    ['method SETUP failed: 453 Not Enough Bandwidth', /no room for another viewer/],
    ['[mpegts] dimensions not set', /no key frame/],
  ])('%s says what to do', (error, clear) => {
    expect(of(address, 'something before', error, 'rtsp://10.0.0.9/stream: Input/output error')).toMatch(
      clear,
    );
  });

  it('of a file or a device says so', () => {
    expect(of('/clips/a.mp4', 'file:/clips/a.mp4: No such file or directory')).toBe(
      'No such file: check the path',
    );
    expect(of('/clips/a.mp4', 'Invalid data found when processing input')).toBe(
      'this is no video, or it is damaged',
    );
    expect(of('/dev/video0', '/dev/video0: No such file or directory')).toMatch(/^No such device/);
    expect(of('/dev/video0', '/dev/video0: Device or resource busy')).toMatch(/another program/);
  });

  it('that nobody has foreseen is told in ffmpeg’s own words, short and without the password', () => {
    const told = of(address, `odd thing at ${address} with geheim@haus ${'x'.repeat(400)}`);
    expect(told).toMatch(/^odd thing at rtsp:\/\/10\.0\.0\.9\/stream with \*\*\* xx/);
    expect(told).not.toMatch(/geheim/);
    expect(told.length).toBeLessThanOrEqual(200);
  });

  it('fits into a reading, and a hundred of the longest into one packet', () => {
    for (const text of Object.values(faultTexts)) expect(text.length).toBeLessThanOrEqual(200);
    const reading: CameraReading = {
      sourceId: 'x'.repeat(32),
      state: 'starting',
      codec: 'x'.repeat(32),
      width: 10_000,
      height: 10_000,
      fps: 1_000.5,
      kbps: 100_000.5,
      keyFrameEveryMs: 1_000_000,
      lastFrameAtMs: 1_795_000_000_000,
      reconnects: 1_000_000,
      soundDb: -120.5,
      armed: false,
      watched: false,
      masking: { zones: 16, cpuPercent: 100.5 },
      fault: 'x'.repeat(200),
    };
    const bytes = Buffer.byteLength(JSON.stringify(Array.from({ length: 100 }, () => reading)));
    expect(bytes).toBeLessThan(packetBytesMax - 1_024);
  });

  it('is not read out of numbers that mean something else', () => {
    expect(of(address, 'error while decoding MB 401 404 , bytestream -5')).toMatch(/^error while decoding/);
  });

  it('of the sound is known from others', () => {
    expect(isAboutSound(["Stream map '0:a:0' matches no streams."])).toBe(true);
    expect(isAboutSound(['Decoder (codec none) not found for input stream #0:1'])).toBe(true);
    expect(isAboutSound(['method DESCRIBE failed: 401 Unauthorized'])).toBe(false);
  });

  it('shows an address without its password', () => {
    expect(shownAddress('rtsp://admin:a/b@c@10.0.0.9:554/s')).not.toContain('a/b');
    expect(shownAddress(address)).toBe('rtsp://admin:***@10.0.0.9/stream');
    expect(shownAddress('rtsp://10.0.0.9/stream')).toBe('rtsp://10.0.0.9/stream');
  });
});
