// Streams on a real websocket: what arrives is FLV that a player can begin with, and every end leaves nothing behind.
import { execFileSync } from 'node:child_process';
import { afterEach, describe, expect, it } from 'vitest';
import type { Privacy } from '@haixi/proto/devices/site-config';
import { hasFfmpeg } from '../testing/film.js';
import { type Brought, FlvDoor } from '../testing/flv-door.js';
import { childCommandsWith } from '../testing/processes.js';
import { quickClock } from '../testing/quick-clock.js';
import { type Filmed, TeeCamera } from '../testing/tee-camera.js';
import { systemClock } from '../clock.js';
import { Places } from './places.js';
import { keyFrameWithinMs } from './publisher.service.js';
import { Streams } from './streams.service.js';

const siteId = 'shop-01';
const sourceId = 'camera-1';
const waits = { timeout: 60_000, interval: 50 };
const endings: (() => Promise<unknown>)[] = [];

afterEach(async () => {
  for (const end of endings.splice(0).toReversed()) await end();
});

const noZones: Privacy = [];

async function stage({
  tickets = ['ticket-1', 'ticket-2'],
  places = 16,
  times = 1,
  web = true,
  zones = noZones,
} = {}) {
  const camera = new TeeCamera();
  const door = await FlvDoor.open(siteId, sourceId, tickets);
  const said: string[] = [];
  const streams = new Streams({
    siteId,
    web: web ? door.origin : null,
    camera: (id) => (id === sourceId ? camera : undefined),
    zones: () => zones,
    places: new Places(places),
    clock: times === 1 ? systemClock : quickClock(times),
    say: (event, fields) => said.push(`${event} ${String(fields?.why ?? '')}`.trim()),
    changed: () => {},
  });
  endings.push(
    () => door.close(),
    () => camera.end(),
    () => streams.stopAll(),
  );
  return { camera, door, said, streams };
}

async function film(camera: TeeCamera, filmed?: Filmed): Promise<void> {
  camera.film(filmed);
  await expect.poll(() => camera.tee.gop !== null, waits).toBe(true);
}

async function tags({ brought }: FlvDoor, atLeast: number): Promise<Brought> {
  await expect.poll(() => brought.at(-1)?.tags.length ?? 0, waits).toBeGreaterThanOrEqual(atLeast);
  const last = brought.at(-1);
  if (!last) throw new Error('nothing was brought');
  return last;
}

const ffmpegsOfStreams = () => childCommandsWith('-f flv pipe:1');

describe.skipIf(!hasFfmpeg())('streams', { timeout: 120_000 }, () => {
  it.each([
    ['with AUD and four slices', '-x264-params aud=1:slices=4:keyint=25:scenecut=0'],
    ['with B-frames', '-bf 3 -x264-params keyint=50:scenecut=0:b-adapt=0'],
    ['with a key frame each 10 s', '-x264-params keyint=250:scenecut=0'],
  ])(
    '%s: begin with configuration and key frame near zero, run forward, and carry no sound',
    async (...row) => {
      const { camera, door, streams } = await stage();
      await film(camera, { options: row[1] });
      // Somewhere in the middle of a group.
      await new Promise((done) => setTimeout(done, 500));
      expect(streams.start(sourceId, 'ticket-1')).toBe('done');
      const brought = await tags(door, 60);
      expect(streams.isSending(sourceId)).toBe(true);
      expect(brought.tags.slice(0, 2).map(({ kind }) => kind)).toEqual(['config', 'key']);
      expect(brought.hasSound).toBe(false);
      const times = brought.tags.map(({ atMs }) => atMs);
      expect(times[0]).toBeLessThan(200);
      expect(times).toEqual(times.toSorted((left, right) => left - right));
      expect(brought.tags.every(({ shownAfterMs }) => shownAfterMs >= 0 && shownAfterMs <= 200)).toBe(true);
      const gaps = times.slice(2).map((atMs, index) => atMs - (times[index + 1] ?? 0));
      expect(Math.max(...gaps)).toBeLessThanOrEqual(80);
      // What has come by now is decoded without a word.
      const decoded = execFileSync('ffmpeg', ['-v', 'error', '-f', 'flv', '-i', '-', '-f', 'null', '-'], {
        input: brought.bytes,
        stdio: 'pipe',
      });
      expect(decoded.toString()).toBe('');
      expect(streams.stop(sourceId)).toBe('done');
      await expect.poll(() => brought.socket.readyState, waits).toBe(brought.socket.CLOSED);
      expect(streams.isSending(sourceId)).toBe(false);
      await expect.poll(ffmpegsOfStreams, waits).toEqual([]);
    },
  );

  it('V1 a newer ticket takes the place of the older stream, also where only one is allowed', async () => {
    const { camera, door, streams } = await stage({ places: 1 });
    await film(camera);
    streams.start(sourceId, 'ticket-1');
    const first = await tags(door, 5);
    expect(streams.start(sourceId, 'ticket-2')).toBe('done');
    await expect.poll(() => door.brought.length, waits).toBe(2);
    await tags(door, 5);
    expect(first.socket.readyState).toBe(first.socket.CLOSED);
    await expect.poll(ffmpegsOfStreams, waits).toHaveLength(1);
  });

  it('V4 a ticket that the server does not know is the end of it', async () => {
    const { camera, door, streams, said } = await stage();
    await film(camera);
    streams.start(sourceId, 'another-camera');
    await expect.poll(() => said, waits).toEqual(['stream_ended Unexpected server response: 401']);
    expect(door.refused).toEqual(['another-camera']);
    expect(streams.isSending(sourceId)).toBe(false);
    expect(ffmpegsOfStreams()).toEqual([]);
  });

  it('end when the server breaks off, when the camera ends, and when the agent stops', async () => {
    const { camera, door, streams, said } = await stage({ tickets: ['1', '2', '3'] });
    await film(camera);
    streams.start(sourceId, '1');
    (await tags(door, 5)).socket.terminate();
    await expect.poll(() => said.at(-1), waits).toMatch(/^stream_ended the server has closed it/);
    streams.start(sourceId, '2');
    await expect.poll(() => door.brought.length, waits).toBe(2);
    await tags(door, 5);
    await camera.end();
    await expect.poll(() => said.at(-1), waits).toBe('stream_ended the camera’s stream has ended');
    expect(streams.start(sourceId, '3')).toBe('no_picture');
    await film(camera);
    expect(streams.start(sourceId, '3')).toBe('done');
    await expect.poll(() => door.brought.length, waits).toBe(3);
    await tags(door, 5);
    await streams.stopAll();
    expect(ffmpegsOfStreams()).toEqual([]);
  });

  it('V2 a receiver that reads no more is left, and what waits for it stays bounded', async () => {
    const { camera, door, streams, said } = await stage({ times: 4 });
    // Noise, for the kernel's own buffers swallow a calm picture for minutes.
    await film(camera, { source: 'testsrc2=s=640x360:r=25,noise=alls=80:allf=t', options: '-g 25 -qp 4' });
    streams.start(sourceId, 'ticket-1');
    (await tags(door, 2)).socket.pause();
    await expect.poll(() => said.at(-1), waits).toBe('stream_ended the network does not keep up');
    await expect.poll(ffmpegsOfStreams, waits).toEqual([]);
  });

  it('wait for a key frame that is not there yet, but not for ever', async () => {
    const { door, streams, said } = await stage({ times: 100 });
    expect(keyFrameWithinMs).toBe(12_000);
    expect(streams.start(sourceId, 'ticket-1')).toBe('done');
    await expect.poll(() => said, waits).toEqual(['stream_ended no key frame came']);
    const slow = await stage();
    expect(slow.streams.start(sourceId, 'ticket-1')).toBe('done');
    slow.camera.film();
    await tags(slow.door, 5);
    expect(door.brought).toEqual([]);
  });

  it('say in one word why nothing is sent', async () => {
    const { camera, streams } = await stage({ places: 0 });
    expect(streams.start('camera-9', 'ticket-1')).toBe('unknown_source');
    expect(streams.stop('camera-9')).toBe('unknown_source');
    expect(streams.stop(sourceId)).toBe('done');
    camera.reading = { ...camera.reading, codec: 'hevc', state: 'ok', fault: null };
    expect(streams.start(sourceId, 'ticket-1')).toBe('codec_not_sent');
    camera.reading = { ...camera.reading, codec: null, state: 'starting', fault: 'Connection refused' };
    expect(streams.start(sourceId, 'ticket-1')).toBe('no_picture');
    camera.reading = { ...camera.reading, codec: 'h264', state: 'ok', fault: null };
    expect(streams.start(sourceId, 'ticket-1')).toBe('busy');
    const without = await stage({ web: false });
    expect(without.streams.start(sourceId, 'ticket-1')).toBe('no_way');
  });
});
