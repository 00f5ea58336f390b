// A camera's stream as it is measured: how much comes, how far its key frames are apart, how loud it is.
import { cameraReadingSchema } from '@haixi/proto/mqtt/messages';
import { describe, expect, it } from 'vitest';
import { Loudness, soundRate } from './loudness.js';
import { cutFrames, frameBytes } from './notice/frame.js';
import { cutLines, StreamMeter } from './stream.js';

const head = ['#tb 0: 1/1000', '#codec_id 0: h264', '#dimensions 0: 640x360'];

/** A packet of 1,000 bytes, shown at a moment of the camera's clock in milliseconds. */
function packet(dtsMs: number, isKey: boolean, ptsMs = dtsMs): string {
  return `0, ${dtsMs}, ${ptsMs}, 40, 1000, 0x4ac7f6c1${isKey ? '' : ', F=0x0'}`;
}

/** A meter that has seen 25 packets a second until a moment, each `keyEvery`-th of them a key frame. */
function measured(untilMs: number, keyEvery: number, late: (index: number) => number = () => 0): StreamMeter {
  const meter = new StreamMeter();
  for (const text of head) meter.take(text, 0);
  for (let index = 0; index * 40 <= untilMs; index += 1) {
    meter.take(packet(index * 40, index % keyEvery === 0), index * 40 + late(index));
  }
  return meter;
}

describe('a stream', () => {
  it('is measured over the last 10 s: frames a second and kilobits a second', () => {
    const nothing = { codec: null, width: null, height: null, fps: null, kbps: null, keyFrameEveryMs: null };
    expect(new StreamMeter().facts(0)).toEqual({ ...nothing, reorders: false });
    const meter = measured(30_000, 25);
    expect(meter.facts(30_000)).toMatchObject({
      codec: 'h264',
      width: 640,
      height: 360,
      fps: 25,
      kbps: 200,
      keyFrameEveryMs: 1_000,
    });
    expect(meter.facts(35_000)).toMatchObject({ fps: 12.5, kbps: 100 });
    expect(meter.facts(60_000)).toMatchObject({ fps: 0, kbps: 0 });
  });

  it('has key frames as far apart as the camera’s clock says, however late they arrive', () => {
    const meter = measured(20_000, 25, (index) => (index % 3) * 300);
    expect(meter.facts(20_000).keyFrameEveryMs).toBe(1_000);
  });

  it('tells the longest distance of the last minute, and one that is not over yet', () => {
    const meter = measured(20_000, 250);
    expect(meter.facts(20_100).keyFrameEveryMs).toBe(10_000);
    expect(meter.facts(33_000).keyFrameEveryMs).toBe(13_000);
    expect(meter.withoutKeyFrameMs(33_000)).toBe(13_000);
    for (let atMs = 33_000; atMs <= 110_000; atMs += 1_000) meter.take(packet(atMs, true), atMs);
    expect(meter.facts(110_000).keyFrameEveryMs).toBe(1_000);
  });

  it('is measured by arrival where the camera’s clock jumps', () => {
    const meter = measured(10_000, 25);
    meter.take(packet(500, true), 11_000);
    meter.take(packet(1_500, true), 12_000);
    expect(meter.facts(12_000).keyFrameEveryMs).toBe(1_000);
  });

  it('is known by its B-frames when a picture comes that is shown before the last one', () => {
    const meter = measured(1_000, 25);
    meter.take(packet(1_040, false, 1_160), 1_040);
    expect(meter.facts(1_040).reorders).toBe(false);
    meter.take(packet(1_080, false, 1_080), 1_080);
    expect(meter.facts(1_080).reorders).toBe(true);
  });

  it('has the size of its pictures now', () => {
    const meter = measured(1_000, 25);
    meter.resized(1280, 720);
    expect(meter.facts(1_000)).toMatchObject({ width: 1280, height: 720 });
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
});

describe('a sound', () => {
  function levels(sample: (at: number) => number, pieceBytes: number): number[] {
    const samples = Int16Array.from({ length: soundRate }, (_, at) => sample(at));
    const bytes = Buffer.from(samples.buffer);
    const loudness = new Loudness();
    const pieces = Array.from({ length: Math.ceil(bytes.length / pieceBytes) }, (_, index) =>
      bytes.subarray(index * pieceBytes, (index + 1) * pieceBytes),
    );
    return pieces.flatMap((piece) => loudness.take(piece));
  }

  it('has four levels a second, whole or cut inside a sample', () => {
    const sine = (at: number) => Math.round(Math.sin((at * 2 * Math.PI) / 16) * 16_384);
    const expected = [-9.03, -9.03, -9.03, -9.03];
    for (const pieceBytes of [4_096, 777, 1]) {
      expect(levels(sine, pieceBytes).map((level) => Math.round(level * 100) / 100)).toEqual(expected);
    }
  });

  it('is at full scale 0 dB and in digital silence none at all', () => {
    expect(levels(() => -32_768, 4_096)[0]).toBe(0);
    expect(levels(() => 0, 4_096)[0]).toBe(Number.NEGATIVE_INFINITY);
  });
});
