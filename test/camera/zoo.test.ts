// Every camera of the zoo is what it says it is: held against ffprobe and ffmpeg, which know nothing of how it was made.
import { afterAll, beforeAll, expect, test } from 'vitest';
import { look, nalTypes, probe, type Probed, run } from './probe.js';
import { type Cameras, startCameras } from './rtsp-camera.js';
import { type KindName, kindNames, kindOf } from './zoo.js';

let cameras: Cameras;

beforeAll(async () => {
  cameras = await startCameras(kindNames);
});

afterAll(async () => {
  await cameras?.stop();
});

test.concurrent('udp-loss speaks UDP alone and loses packets on the way', async () => {
  const byTcp = await look(cameras.address('udp-loss'), 1);
  expect(byTcp.pictures).toBe(0);
  const byUdp = await look(cameras.address('udp-loss'), 15, 'udp');
  expect(byUdp.pictures).toBeGreaterThan(50);
  expect(byUdp.complaints.some((line) => /RTP: missed \d+ packets/.test(line))).toBe(true);
});

test.concurrent.each<[KindName, sizes: string, keyFrameEveryS: number | null, lookS: number]>([
  ['no-key-frame', '320x180', null, 13],
  ['long-gop', '640x360', 10, 12],
  ['resizing', '640x360 1280x720', 2, 7],
  ['plain', '640x360', 2, 3],
  ['aud', '640x360', 2, 3],
  ['slices', '640x360', 2, 3],
  ['b-frames', '640x360', 2, 5],
  ['g711', '640x360', 2, 3],
  ['aac', '640x360', 2, 3],
  ['short-gop', '640x360', 0.5, 3],
  ['h265', '640x360', 2, 3],
  ['password', '640x360', 2, 3],
  ['4k', '3840x2160', 1, 3],
  ['lens', '640x360', 1, 3],
])(
  '%s sends its own pictures in %s, a key frame each %d s, no fault in it',
  async (kind, sizes, everyS, lookS) => {
    const seen = await look(cameras.address(kind), lookS);
    expect(seen.complaints).toEqual([]);
    expect(seen.pictures).toBeGreaterThan(lookS * 3);
    expect(kindOf(seen.number)).toBe(kind);
    expect(seen.sizes.join(' ')).toBe(sizes);
    if (everyS === null) expect(seen.keyFramesApartS).toEqual([]);
    else expect(seen.keyFramesApartS.length).toBeGreaterThan(0);
    for (const apartS of seen.keyFramesApartS) expect(Math.abs(apartS / everyS! - 1)).toBeLessThan(0.25);
  },
);

test.concurrent.each([
  ['plain', 'h264', null],
  ['g711', 'h264', 'pcm_alaw'],
  ['aac', 'h264', 'aac'],
  ['h265', 'hevc', null],
  ['audio-only', null, 'pcm_alaw'],
] as const)('%s has the tracks %s and %s', async (kind, video, audio) => {
  const { streams } = await probe(cameras.address(kind), 1);
  expect(streams.map(({ codec_name }) => codec_name)).toEqual(
    [video, audio].filter((codec) => codec !== null),
  );
});

test.concurrent('aud, slices and plain differ in what a picture is made of', async () => {
  const [plain, aud, slices] = await Promise.all(
    (['plain', 'aud', 'slices'] as const).map((kind) => nalTypes(cameras.address(kind), 3)),
  );
  const delimiters = (units: number[][]) => units.filter((types) => types.includes(9)).length;
  const perPicture = (units: number[][]) =>
    units.map((types) => types.filter((t) => t === 1 || t === 5).length);
  expect(plain!.length).toBeGreaterThan(10);
  expect(delimiters(plain!)).toBe(0);
  expect(delimiters(aud!)).toBeGreaterThan(aud!.length - 2);
  expect(new Set(perPicture(plain!))).toEqual(new Set([1]));
  expect(new Set(perPicture(slices!).slice(0, -1))).toEqual(new Set([4]));
});

test.concurrent('b-frames are shown in another order than sent, and nobody else’s are', async () => {
  const [b, plain] = await Promise.all(
    (['b-frames', 'plain'] as const).map((kind) => probe(cameras.address(kind), 3)),
  );
  const isReordered = ({ packets }: Probed) =>
    packets.some(({ pts_time }, n) => n > 0 && Number(pts_time) < Number(packets[n - 1]!.pts_time));
  expect([b!, plain!].map(isReordered)).toEqual([true, false]);
});

test.concurrent('password wants its login, and not in the open', async () => {
  const open = cameras.address('password').replace('haixi:p4ss-w0rd@', '');
  for (const address of [open, open.replace('://', '://haixi:wrong@')])
    expect((await run('ffprobe', ['-v', 'error', '-rtsp_transport', 'tcp', address])).said).toContain('401');
  const { said } = await run('ffprobe', ['-v', 'trace', '-rtsp_transport', 'tcp', open]);
  expect(said).toMatch(/WWW-Authenticate: Digest/i);
  expect(said).not.toMatch(/WWW-Authenticate: Basic/i);
});

test.concurrent('dropping ends every connection soon', async () => {
  const { pictures } = await look(cameras.address('dropping'), 20);
  expect(pictures).toBeLessThan(100);
});

test('lens is covered, freezes and falls silent on command', async () => {
  const address = cameras.address('lens');
  await cameras.show('lens', ['hand']);
  expect((await look(address, 2)).road).toBeLessThan(30);
  await cameras.show('lens', ['street']);
  expect((await look(address, 2)).road).toBeGreaterThan(60);
  await cameras.show('lens', []);
});
