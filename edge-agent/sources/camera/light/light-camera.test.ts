// A light camera in a whole site, with real ffmpeg and real doors: what it tells, shows and costs while nobody looks.
import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { systemClock } from '../../../clock.js';
import { Connection } from '../../../link/connection.service.js';
import { speech } from '../../../link/speech.js';
import { Site } from '../../../sites/site.service.js';
import { PictureMaker } from '../../../snapshots/pictures.service.js';
import { Places } from '../../../streams/places.js';
import { FakeServer } from '../../../testing/fake-server.js';
import { hasFfmpeg, makeFilm } from '../../../testing/film.js';
import { FlvDoor } from '../../../testing/flv-door.js';
import { PictureDoor } from '../../../testing/picture-door.js';
import { levelIn } from '../../../testing/pictured-film.js';
import { commandLinesWith } from '../../../testing/processes.js';
import { SimDisk } from '../../../testing/sim-disk.js';
import { cameraSchema } from '../camera-config.js';
import { findFfmpeg } from '../ffmpeg.service.js';
import { armedSchema } from '../notice/schedule.js';
import { Clips } from './clips.service.js';
import { LightCamera } from './light-camera.service.js';

const siteId = 'shop-01';
const sourceId = 'camera-1';
const waits = { timeout: 30_000, interval: 30 };

describe.skipIf(!hasFfmpeg())('a light camera', { timeout: 60_000 }, () => {
  const endings: (() => Promise<unknown>)[] = [];
  let folder: string;
  let film: string;
  let server: FakeServer;

  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), 'light-'));
    film = join(folder, 'film.mp4');
    server = await FakeServer.start({ [siteId]: 'a-key' });
    await server.tellPresence(true);
    endings.push(() => server.stop());
  });

  afterEach(async () => {
    for (const end of endings.splice(0).toReversed()) await end();
    rmSync(folder, { recursive: true, force: true });
  });

  async function start(web: string): Promise<Site> {
    const camera = { id: sourceId, type: 'camera', address: film, light: true, name: '南漈路：店门 100%' };
    const shared = { clock: systemClock, random: () => 0.5 };
    const site = new Site({
      ...shared,
      config: {
        id: siteId,
        key: 'a-key',
        buttons: [],
        cameras: [cameraSchema.parse(camera)],
        armed: armedSchema.parse(undefined),
      },
      server: server.url,
      web,
      folder: '/data/shop-01',
      disk: new SimDisk().boot(),
      rewriteOverBytes: 100_000,
      agent: 'test',
      speech,
      newEpoch: () => 'e'.repeat(20),
      newLink: () => randomUUID(),
      newConnection: (parts) => new Connection(parts),
      newCamera: (parts) =>
        new LightCamera({
          ...parts,
          ...shared,
          ffmpegMajor: findFfmpeg,
          clips: new Clips(),
          startsAfterMs: 0,
        }),
      load: () => null,
      maker: new PictureMaker({ clock: systemClock, ffmpegMajor: findFfmpeg }),
      places: new Places(4),
      say: () => {},
    });
    endings.push(() => site.stop());
    await site.start();
    return site;
  }

  const reading = () => server.readings.at(-1)?.cameras[0];

  it('notices what it is told: the alarm goes out with the picture of that moment, faults stand in its readings', async () => {
    makeFilm(film);
    const door = await PictureDoor.open();
    endings.push(() => door.close());
    const site = await start(door.origin);
    await expect.poll(() => reading()?.state, waits).toBe('ok');
    expect(reading()).toMatchObject({ codec: 'h264', width: 640, height: 360, fps: 25, fault: null });
    expect(commandLinesWith(film)).toEqual([]);

    const tell = (event: Parameters<Site['happens']>[1]) => expect(site.happens(sourceId, event)).toBe(true);
    tell({ kind: 'motion', zone: '后门', atS: 1, forS: 20 });
    await expect.poll(() => door.came.length, waits).toBe(1);
    tell({ kind: 'sound', atS: 6, forS: 20 });
    await expect.poll(() => door.came.length, waits).toBe(2);
    const [lit = 0, dark = 0] = door.came.map(({ body }) => levelIn(body));
    expect(lit - dark).toBeGreaterThan(40);

    tell({ kind: 'lens-covered', atS: 1, forS: 60 });
    await expect.poll(() => reading()?.state, waits).toBe('covered');
    tell({ kind: 'picture-lost', forS: 1 });
    await expect.poll(() => server.readings.map(({ cameras }) => cameras[0]?.state), waits).toContain('lost');
    await expect.poll(() => reading()?.state, waits).toBe('ok');
    expect(site.happens('camera-2', { kind: 'motion', forS: 20 })).toBe(false);
    const bodies = server.entries.flatMap(({ kind, body }) => (kind === 'alarm' ? [body] : []));
    expect(bodies).toMatchObject([
      { kind: 'motion', sourceId, zone: '后门' },
      { kind: 'sound' },
      { kind: 'lens-covered' },
      { kind: 'picture-lost' },
    ]);
    await expect.poll(() => door.came.length, waits).toBe(4);
  });

  it('V1 encodes its clip while somebody looks on, and no longer', async () => {
    makeFilm(film);
    const door = await FlvDoor.open(siteId, sourceId, ['ticket-01', 'ticket-02']);
    endings.push(() => door.close());
    const site = await start(door.origin);
    await expect.poll(() => reading()?.state, waits).toBe('ok');
    const begin = (ticket: string) =>
      server.command(siteId, { id: ticket, kind: 'stream.start', sourceId, ticket });
    await begin('ticket-01');
    const keys = () => door.brought.at(-1)?.tags.filter(({ kind }) => kind === 'key').length ?? 0;
    await expect.poll(keys, waits).toBeGreaterThan(1);
    await expect.poll(() => reading()?.watched, waits).toBe(true);
    await server.command(siteId, { id: 'stop-ticket-01', kind: 'stream.stop', sourceId });
    await expect.poll(() => commandLinesWith(film), waits).toEqual([]);

    // A picture that is lost ends what is being shown; nobody is shown what was there before it.
    await begin('ticket-02');
    await expect.poll(keys, waits).toBeGreaterThan(0);
    site.happens(sourceId, { kind: 'picture-lost', forS: 60 });
    await expect.poll(() => door.brought.at(-1)?.socket.readyState, waits).toBe(3);
    await expect.poll(() => commandLinesWith(film), waits).toEqual([]);
    await expect.poll(() => reading()?.state, waits).toBe('lost');
    expect(reading()?.fps).toBeNull();
  });

  it('waits for a clip that is still being drawn', async () => {
    await start('http://127.0.0.1:1');
    await expect.poll(() => reading()?.state, waits).toBe('starting');
    makeFilm(film);
    await expect.poll(() => reading()?.state, waits).toBe('ok');
  });
});

describe('a light camera in the file', () => {
  const written = { id: sourceId, type: 'camera', address: 'film.mp4', light: true, name: '店门' };
  it('shows a file and nothing else', () => {
    expect(cameraSchema.safeParse(written).success).toBe(true);
    expect(cameraSchema.safeParse({ ...written, address: 'rtsp://10.0.0.1/' }).success).toBe(false);
    expect(cameraSchema.safeParse({ ...written, light: false }).success).toBe(false);
  });
});
