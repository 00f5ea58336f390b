// What ffmpeg writes, read piece by piece: pictures, packets, versions, and how it is asked.
import { cameraReadingSchema } from '@haixi/proto/mqtt/messages';
import { describe, expect, it } from 'vitest';
import { ffmpegArguments, majorVersion } from './ffmpeg.js';
import { cutFrames, frameBytes, frameStats, frameWidth } from './notice/frame.js';
import { cutLines, StreamMeter } from './stream.js';

describe('a stream', () => {
  it('is measured over the last 10 s: frames a second and kilobits a second', () => {
    const meter = new StreamMeter();
    const nothing = { codec: null, width: null, height: null, fps: null, kbps: null };
    expect(meter.facts(0)).toEqual(nothing);
    for (const text of ['#tb 0: 1/90000', '#codec_id 0: h264', '#dimensions 0: 640x360']) meter.take(text, 0);
    for (let atMs = 40; atMs <= 30_000; atMs += 40) meter.take('0, 512, 512, 512, 1000, 0x4ac7f6c1', atMs);
    expect(meter.facts(30_000)).toEqual({ codec: 'h264', width: 640, height: 360, fps: 25, kbps: 200 });
    expect(meter.facts(35_000)).toMatchObject({ fps: 12.5, kbps: 100 });
    expect(meter.facts(60_000)).toMatchObject({ fps: 0, kbps: 0 });
  });

  it('D6 has a codec name that the contract takes, whatever the stream calls itself', () => {
    const codecs = ['h264\u0007\u0000', '\u0001', `${'x'.repeat(31)}🏮`, '\ud800'].map((name) => {
      const meter = new StreamMeter();
      meter.take(`#codec_id 0: ${name}`, 0);
      return cameraReadingSchema.shape.codec.parse(meter.facts(0).codec);
    });
    expect(codecs).toEqual(['h264', null, 'x'.repeat(31), '\ufffd']);
  });

  it('is cut into whole lines and whole pictures, however the bytes come', () => {
    expect(cutLines('ab', 'c\nd\r\ne')).toEqual({ lines: ['abc', 'd'], rest: 'e' });
    expect(cutLines('', 'x'.repeat(5_000)).rest).toBe('');
    const first = cutFrames(Buffer.alloc(0), Buffer.alloc(frameBytes - 1, 1));
    expect(first.frames).toEqual([]);
    const second = cutFrames(first.rest, Buffer.alloc(frameBytes + 3, 1));
    expect(second.frames).toHaveLength(2);
    expect(second.rest).toHaveLength(2);
  });

  it('is looked at by brightness, contrast and edges', () => {
    expect(frameStats(new Uint8Array(frameBytes).fill(40))).toEqual({
      brightness: 40,
      contrast: 0,
      edges: 0,
    });
    const stripes = Uint8Array.from({ length: frameBytes }, (_, at) => ((at % frameWidth) % 2) * 100);
    const { brightness, contrast, edges } = frameStats(stripes);
    expect([brightness, contrast]).toEqual([50, 50]);
    expect(edges).toBeCloseTo(50, -1);
  });
});

describe('ffmpeg', () => {
  const camera = { id: 'camera-1', type: 'camera' as const, loop: true };

  it('may open only what the address needs', () => {
    const file = ffmpegArguments({ ...camera, address: '/clips/-i a.mp4' }, 5);
    expect(file.join(' ')).toContain('-protocol_whitelist file -re -stream_loop -1 -i file:/clips/-i a.mp4');
    const rtsp = ffmpegArguments({ ...camera, address: 'rtsp://h/s' }, 5);
    expect(rtsp.join(' ')).toContain('-rtsp_transport tcp -timeout 10000000');
    expect(rtsp[rtsp.indexOf('-protocol_whitelist') + 1]).not.toMatch(/file|http|udp/);
    expect(ffmpegArguments({ ...camera, address: 'rtsp://h/s' }, 4)).toContain('-stimeout');
  });

  it('tells its version in several ways', () => {
    expect(majorVersion('ffmpeg version 5.1.9-0+deb12u1 Copyright')).toBe(5);
    expect(majorVersion('ffmpeg version n7.0 Copyright')).toBe(7);
    expect(majorVersion('ffmpeg version N-109542-g1bf1d5 Copyright')).toBe(99);
    expect(majorVersion('ffmpeg version 2024-01-01-git-abc Copyright')).toBe(99);
    expect(majorVersion('something else')).toBe(null);
  });
});
