// The tee: what it holds and hands on is the same however the bytes come in, and is what ffmpeg can begin with.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cameraSchema } from '../sources/camera/camera-config.js';
import { Ffmpeg, findFfmpeg } from '../sources/camera/ffmpeg.service.js';
import { ffmpegArguments } from '../sources/camera/ffmpeg.js';
import { startPlan } from '../sources/camera/plan.js';
import { hasFfmpeg } from '../testing/film.js';
import { RtspCamera } from '../testing/rtsp-camera.js';
import { gopBytesMax, Tee } from './tee.js';
import { packetBytes } from './ts-packet.js';

const atMs = 1_790_000_000_000;
const [pmtPid, videoPid] = [0x1000, 0x100];

/** One picture: its packets, the last of them filled up as ffmpeg does. */
function picture(key: boolean, packets: number, mark: number): Buffer {
  const list = Array.from({ length: packets }, (_, index) => {
    const isLast = index === packets - 1;
    const isFirst = index === 0;
    const packet = Buffer.alloc(packetBytes, mark);
    packet.writeUInt8(0x47, 0);
    packet.writeUInt16BE((isFirst ? 0x4000 : 0) | videoPid, 1);
    packet.writeUInt8(isFirst || isLast ? 0x30 : 0x10, 3);
    if (isFirst || isLast) {
      packet.writeUInt8(isLast ? 9 : 7, 4);
      packet.writeUInt8(isFirst ? (key ? 0x50 : 0x10) : 0, 5);
    }
    return packet;
  });
  return Buffer.concat(list);
}

/** PAT and PMT as ffmpeg writes them. */
const tables = Buffer.concat([
  table(0, [0x00, 0xb0, 0x0d, 0, 1, 0xc1, 0, 0, 0, 1, 0xe0 | (pmtPid >> 8), pmtPid & 0xff]),
  table(pmtPid, [0x02, 0xb0, 0x12, 0, 1, 0xc1, 0, 0, 0xe1, 0, 0xf0, 0, 0x1b, 0xe1, 0x00, 0xf0, 0]),
]);

function table(pid: number, section: readonly number[]): Buffer {
  const packet = Buffer.alloc(packetBytes, 0xff);
  packet.writeUInt8(0x47, 0);
  packet.writeUInt16BE(0x4000 | pid, 1);
  packet.writeUInt8(0x10, 3);
  Buffer.from([0, ...section]).copy(packet, 4);
  return packet;
}

const pictures = fc.array(
  fc.oneof(
    { weight: 6, arbitrary: fc.tuple(fc.boolean(), fc.integer({ min: 1, max: 5 }), fc.nat({ max: 255 })) },
    { weight: 1, arbitrary: fc.constant('tables' as const) },
    { weight: 1, arbitrary: fc.uint8Array({ minLength: 1, maxLength: 300 }) },
  ),
  { maxLength: 30 },
);

function written(list: readonly ('tables' | Uint8Array | [boolean, number, number])[]): Buffer {
  return Buffer.concat([
    tables,
    ...list.map((item) => {
      if (item === 'tables') return tables;
      return item instanceof Uint8Array ? Buffer.from(item) : picture(...item);
    }),
  ]);
}

/** Feeds the stream in pieces of these lengths, over and over. */
function feed(tee: Tee, stream: Buffer, lengths: readonly number[]): void {
  for (let at = 0, turn = 0; at < stream.length; turn += 1) {
    const length = lengths[turn % lengths.length] ?? stream.length;
    // A copy, for a pipe's buffer is nobody's afterwards.
    tee.take(Buffer.from(stream.subarray(at, at + length)), atMs);
    at += length;
  }
}

function outcome(stream: Buffer, lengths: readonly number[]) {
  const tee = new Tee();
  const followed: Buffer[] = [];
  tee.follow({ bytes: (chunk) => followed.push(chunk), ended: () => {} });
  feed(tee, stream, lengths);
  const { gop, pictures: whole } = tee;
  return {
    followed: Buffer.concat(followed).toString('hex'),
    gop: gop && Buffer.concat(gop.bytes).toString('hex'),
    pictures: whole && Buffer.concat(whole.bytes).toString('hex'),
  };
}

describe('the tee', { timeout: 120_000 }, () => {
  it('holds and hands on the same, however the bytes are cut, also after bytes that are none of the stream', () => {
    const lengths = fc.array(fc.integer({ min: 1, max: 700 }), { minLength: 1, maxLength: 8 });
    fc.assert(
      fc.property(pictures, lengths, (list, cuts) => {
        const stream = written(list);
        expect(outcome(stream, cuts)).toEqual(outcome(stream, [stream.length]));
      }),
      { numRuns: 300 },
    );
  });

  it('holds the tables and everything since the last key frame, and gives a follower this at once', () => {
    const tee = new Tee();
    const last = [picture(true, 4, 3), picture(false, 2, 4), tables, picture(false, 1, 5)];
    feed(tee, Buffer.concat([tables, picture(true, 3, 1), picture(false, 2, 2), ...last]), [500]);
    const expected = Buffer.concat([tables, ...last]);
    expect(Buffer.concat([...(tee.gop?.bytes ?? [])])).toEqual(expected);
    const got: Buffer[] = [];
    const stop = tee.follow({ bytes: (chunk) => got.push(chunk), ended: () => {} });
    expect(Buffer.concat(got)).toEqual(expected);
    const next = Buffer.concat([picture(false, 3, 6), tables, picture(true, 2, 7)]);
    tee.take(next, atMs);
    expect(Buffer.concat(got)).toEqual(Buffer.concat([expected, next]));
    stop();
    tee.take(picture(false, 1, 8), atMs);
    expect(Buffer.concat(got)).toHaveLength(expected.length + next.length);
  });

  it('shows whole pictures only, with the time when the last of them came in', () => {
    const tee = new Tee();
    const [first, second] = [picture(true, 3, 1), picture(false, 3, 2)];
    tee.take(Buffer.concat([tables, first]), atMs);
    tee.take(second.subarray(0, 2 * packetBytes), atMs + 40);
    expect(tee.pictures?.takenAtMs).toBe(atMs);
    expect(Buffer.concat([...(tee.pictures?.bytes ?? [])])).toEqual(Buffer.concat([tables, first]));
    tee.take(second.subarray(2 * packetBytes), atMs + 45);
    expect(tee.pictures?.takenAtMs).toBe(atMs + 45);
    expect(Buffer.concat([...(tee.pictures?.bytes ?? [])])).toEqual(Buffer.concat([tables, first, second]));
    // Of the new key frame only a part is there: the picture before it is the last whole one.
    tee.take(picture(true, 3, 3).subarray(0, packetBytes), atMs + 80);
    expect(tee.pictures?.takenAtMs).toBe(atMs + 45);
  });

  it('keeps the last pictures when the stream has ended, and tells its followers', () => {
    const tee = new Tee();
    let ended = 0;
    tee.follow({ bytes: () => {}, ended: () => (ended += 1) });
    tee.take(Buffer.concat([tables, picture(true, 3, 1), picture(false, 3, 2)]), atMs);
    const before = tee.pictures;
    tee.reset();
    expect(ended).toBe(1);
    expect(tee.gop).toBeNull();
    expect(tee.pictures).toEqual(before);
    tee.reset();
    expect(tee.pictures).toEqual(before);
    expect(ended).toBe(1);
  });

  it('V2 lets go of a group that has become too large, goes on with its followers, and begins anew', () => {
    const tee = new Tee();
    let followed = 0;
    tee.follow({ bytes: ({ length }) => (followed += length), ended: () => {} });
    const large = picture(false, 5_000, 2);
    tee.take(Buffer.concat([tables, picture(true, 3, 1)]), atMs);
    const already = followed;
    for (let index = 0; index < 12; index += 1) tee.take(large, atMs + index);
    expect(large.length * 12).toBeGreaterThan(gopBytesMax);
    expect(tee.gop).toBeNull();
    expect(followed).toBe(already + large.length * 12);
    const kept = Buffer.concat([...(tee.pictures?.bytes ?? [])]).length;
    expect(kept).toBeGreaterThan(gopBytesMax - 2 * large.length);
    expect(kept).toBeLessThanOrEqual(gopBytesMax);
    const late: Buffer[] = [];
    tee.follow({ bytes: (chunk) => late.push(chunk), ended: () => {} });
    expect(late).toEqual([]);
    const key = picture(true, 2, 9);
    tee.take(key, atMs + 20);
    expect(Buffer.concat(late)).toEqual(Buffer.concat([tables, key]));
  });

  it('passes nothing on from lost packets to the next key frame, and not a key frame that they were of', () => {
    const tee = new Tee();
    const followed: Buffer[] = [];
    tee.follow({ bytes: (chunk) => followed.push(chunk), ended: () => {} });
    const before = [tables, picture(true, 2, 1), picture(false, 1, 2)];
    tee.take(Buffer.concat(before), atMs);
    tee.spoilt();
    expect(tee.gop).toBeNull();
    // What is shown in a snapshot is the last picture that was whole.
    expect(tee.pictures?.count).toBeGreaterThan(0);
    tee.take(Buffer.concat([picture(false, 1, 3), picture(true, 2, 4), picture(false, 1, 5)]), atMs);
    expect(tee.gop).toBeNull();
    const key = picture(true, 2, 6);
    tee.take(key, atMs);
    expect(Buffer.concat(followed)).toEqual(Buffer.concat([...before, tables, key]));
    expect(tee.gop).not.toBeNull();
  });

  it.skipIf(!hasFfmpeg()).each([
    ['H.264 with AUD and four slices', 'libx264', '-x264-params aud=1:slices=4:keyint=25:scenecut=0', 25],
    ['H.264 with B-frames', 'libx264', '-bf 3 -x264-params keyint=50:scenecut=0', 50],
    ['H.264 with open groups', 'libx264', '-bf 3 -x264-params keyint=50:scenecut=0:open-gop=1', 50],
    ['H.264 with a key frame each 4 s', 'libx264', '-x264-params keyint=100:scenecut=0', 100],
    ['H.265', 'libx265', '-x265-params keyint=50:log-level=error', 50],
  ])('%s: ffmpeg decodes what is held, all of its pictures', (_, codec, options, every) => {
    const stream = execFileSync(
      'ffmpeg',
      words(
        `-v error -f lavfi -i testsrc=s=320x180:r=25:d=5.2 -pix_fmt yuv420p -preset ultrafast -c:v ${codec} ${options}` +
          ' -muxdelay 0 -muxpreload 0 -flush_packets 1 -mpegts_flags +pat_pmt_at_frames -f mpegts -',
      ),
      { maxBuffer: 32 * 1024 * 1024 },
    );
    const tee = new Tee();
    feed(tee, stream, [1_000, 65_536, 7]);
    const decoded = execFileSync('ffmpeg', words('-v fatal -f mpegts -i - -map 0:v -f framecrc -'), {
      input: Buffer.concat([...(tee.gop?.bytes ?? [])]),
      stdio: 'pipe',
    });
    const count = decoded
      .toString()
      .split('\n')
      .filter((text) => text.startsWith('0,')).length;
    // An open group has pictures that are shown before its key frame and need the group before.
    expect(count).toBeGreaterThanOrEqual(130 % every);
    expect(count).toBeLessThanOrEqual((130 % every) + 3);
  });

  it.skipIf(!hasFfmpeg()).each([
    ['AUD', '-x264-params aud=1:keyint=25:scenecut=0'],
    ['open groups', '-bf 2 -x264-params keyint=25:scenecut=0:open-gop=1'],
  ])('a camera with %s that tells its parameters in the SDP alone can be decoded too', async (_, options) => {
    const folder = mkdtempSync(join(tmpdir(), 'tee-'));
    const film = join(folder, 'film.mp4');
    const made = `-v error -f lavfi -i testsrc=s=320x180:r=25:d=6 -pix_fmt yuv420p -c:v libx264 ${options}`;
    execFileSync('ffmpeg', [...words(made), film]);
    const camera = await RtspCamera.start(film);
    try {
      const { pictures: whole } = await watched(camera.address);
      const decoded = execFileSync('ffmpeg', words('-v fatal -f mpegts -i - -map 0:v -f framecrc -'), {
        input: Buffer.concat([...(whole?.bytes ?? [])]),
        stdio: 'pipe',
      });
      expect(decoded.toString()).toMatch(/^0, /m);
    } finally {
      await camera.stop();
      rmSync(folder, { recursive: true });
    }
  });
});

/** All that a watched camera sends until the tee has seen its second key frame. */
async function watched(address: string): Promise<Tee> {
  const tee = new Tee();
  const config = cameraSchema.parse({ id: 'camera-1', type: 'camera', address });
  const nothing = () => {};
  let groups = new Set<Buffer | undefined>();
  const ffmpeg = new Ffmpeg(
    ffmpegArguments(config, { ...startPlan, soundKnown: true }, (await findFfmpeg()) ?? 0),
    {
      frame: nothing,
      packet: nothing,
      sound: nothing,
      words: nothing,
      stream: (chunk) => {
        tee.take(chunk, atMs);
        groups = groups.add(tee.gop?.bytes[0]);
      },
    },
  );
  await expect.poll(() => groups.size, { timeout: 60_000 }).toBeGreaterThan(2);
  ffmpeg.kill();
  await ffmpeg.ended;
  return tee;
}

function words(text: string): string[] {
  return text.trim().split(/ +/);
}
