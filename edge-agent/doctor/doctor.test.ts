// The doctor against real parts: a broker, a web door, a certificate, cameras, a running agent's door; each fault once.
import { execFileSync, spawnSync } from 'node:child_process';
import { createServer as createHttp } from 'node:http';
import { createServer as createHttps } from 'node:https';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { systemClock } from '../clock.js';
import { lockFolder } from '../outbox/lock.store.js';
import { Ffmpeg, findFfmpeg } from '../sources/camera/ffmpeg.service.js';
import { newReach } from '../sources/camera/reach.service.js';
import { EnrolDoor } from '../testing/enrol-door.js';
import { FakeServer } from '../testing/fake-server.js';
import { hasFfmpeg, makeFilm } from '../testing/film.js';
import { examine } from './doctor.service.js';
import { findWay } from './network.service.js';

const key = 'k'.repeat(43);
const serial = '7K3M9QXA';
const claimCode = '4T6W8Y0A2C4E6G8J1K3M5N7P9R';

const toldSchema = z.object({
  ok: z.boolean(),
  findings: z.array(z.object({ subject: z.string(), state: z.string(), code: z.string(), says: z.string() })),
});

describe('haixi-agent doctor', { timeout: 60_000 }, () => {
  let folder: string;
  const endings: (() => Promise<unknown>)[] = [];
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'haixi-doctor-'));
  });
  afterEach(async () => {
    for (const end of endings.splice(0).toReversed()) await end();
    rmSync(folder, { recursive: true, force: true });
  });

  async function asked(args: readonly string[], nowMs = () => Date.now()) {
    const told: string[] = [];
    const code = await examine(
      [...args, '--json'],
      { LANG: 'en' },
      {
        clock: { ...systemClock, nowMs },
        ffmpegMajor: findFfmpeg,
        newFfmpeg: (ffmpegArgs, listener) => new Ffmpeg(ffmpegArgs, listener),
        tell: (text) => told.push(text),
        progress: () => {},
        newLink: () => 'link-of-the-doctor',
        reach: newReach(false),
      },
    );
    const { findings, ok } = toldSchema.parse(JSON.parse(told.join('\n')));
    expect(ok).toBe(code === 0);
    return { code, codes: findings.map((finding) => finding.code), all: told.join('\n') };
  }

  async function door(): Promise<EnrolDoor> {
    const opened = await EnrolDoor.open(serial, claimCode, 'shop-01');
    opened.key = key;
    opened.config = { version: 1, siteId: 'shop-01', cameras: [], buttons: [] };
    endings.push(() => opened.close());
    return opened;
  }

  function configure(server: string, web: string, sources: string, more = ''): string {
    const path = join(folder, 'agent.yaml');
    const site = `  - { id: shop-01, key: "${key}", sources: [${sources}] }`;
    writeFileSync(path, `server: ${server}\nweb: ${web}\ndata: ./data\n${more}sites:\n${site}\n`);
    return path;
  }

  it.skipIf(!hasFfmpeg())('finds nothing where all is well, and never says a key', async () => {
    const server = await FakeServer.start({ 'shop-01': key });
    endings.push(() => server.stop());
    const { origin } = await door();
    makeFilm(join(folder, 'film.mp4'));
    const camera = '{ id: camera-1, type: camera, address: film.mp4, loop: true }';
    const { code, codes, all } = await asked(['--config', configure(server.url, origin, camera)]);
    expect(codes).toEqual([
      'configGood',
      'diskGood',
      'agentStopped',
      'tcpGood',
      'tlsNone',
      'tcpGood',
      'tlsNone',
      'webGood',
      'clockGood',
      'brokerGood',
      'cameraGood',
    ]);
    expect(code).toBe(0);
    expect(all).not.toContain(key);
    expect(all).toContain('h264 640×360');
  });

  it('names each thing that is wrong: key, clock, disk, camera', async () => {
    const server = await FakeServer.start({ 'shop-01': 'another key' });
    endings.push(() => server.stop());
    const { origin } = await door();
    writeFileSync(join(folder, 'data'), 'a file stands where the folder should');
    const camera = '{ id: camera-1, type: camera, address: "rtsp://a:secret@127.0.0.1:9/s" }';
    const config = configure(server.url, origin, camera);
    const { code, codes, all } = await asked(['--config', config], () => Date.now() + 60_000);
    expect(code).toBe(1);
    expect(codes).toEqual(expect.arrayContaining(['diskBad', 'clockOff', 'brokerBad', 'cameraBad']));
    expect(all).toContain('does not accept this site with this key');
    expect(all).not.toContain('secret');
  });

  it('names a name that nobody knows, a port where nobody answers, and what is no server of ours', async () => {
    const config = configure('mqtt://no-such-host.invalid', 'http://127.0.0.1:9', '');
    expect((await asked(['--config', config])).codes).toEqual(expect.arrayContaining(['dnsBad', 'tcpBad']));
    const stranger = createHttp((_, response) => response.end('<h1>router</h1>'));
    await new Promise<void>((done) => stranger.listen(0, '127.0.0.1', done));
    endings.push(() => new Promise((done) => stranger.close(done)));
    const address = stranger.address();
    const origin = `http://127.0.0.1:${typeof address === 'object' && address ? address.port : 0}`;
    const found = await asked(['--config', configure('mqtt://127.0.0.1:9', origin, '')]);
    expect(found.codes).toEqual(expect.arrayContaining(['tcpBad', 'webBad']));
  });

  it('asks a running agent in place of throwing it out', async () => {
    const { origin } = await door();
    const link = { state: 'server_away', detail: 'the server takes nothing now' };
    const agent = createHttp((_, response) => {
      response.end(JSON.stringify({ sites: [{ id: 'shop-01', link, cameras: [] }] }));
    });
    await new Promise<void>((done) => agent.listen(0, '127.0.0.1', done));
    endings.push(() => new Promise((done) => agent.close(done)));
    const address = agent.address();
    const port = typeof address === 'object' && address ? address.port : 0;
    const server = await FakeServer.start({});
    endings.push(() => server.stop());
    const config = configure(server.url, origin, '', `http: { port: ${port} }\n`);
    execFileSync('mkdir', [join(folder, 'data')]);
    expect(await lockFolder(join(folder, 'data'))).toBe(true);
    const { codes, all } = await asked(['--config', config]);
    expect(codes).toEqual(expect.arrayContaining(['agentRuns', 'brokerBad']));
    expect(all).toContain('the server takes nothing now');
    expect(server.presences).toEqual([]);
  });

  it('says of a box that it has not enrolled, or that its sticker waits to be scanned', async () => {
    expect(await asked(['--data', join(folder, 'none')])).toMatchObject({ code: 1, codes: ['notEnrolled'] });
    const pending = { server: 'http://127.0.0.1:1', serial, claimCode, key };
    writeFileSync(join(folder, 'enrolment.json'), JSON.stringify(pending));
    const { codes, all } = await asked(['--data', folder]);
    expect(codes).toEqual(['waitsForClaim']);
    expect(all).not.toContain(claimCode);
  });

  const hasOpenssl = spawnSync('openssl', ['version']).status === 0;
  it.skipIf(!hasOpenssl)('tells of a certificate that nobody trusts', async () => {
    const [certificate, secret] = [join(folder, 'cert.pem'), join(folder, 'key.pem')];
    const made = `req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 3 -subj /CN=localhost`;
    execFileSync('openssl', [...made.split(' '), '-keyout', secret, '-out', certificate], {
      stdio: 'ignore',
    });
    const https = createHttps({ cert: readFileSync(certificate), key: readFileSync(secret) });
    await new Promise<void>((done) => https.listen(0, '127.0.0.1', done));
    endings.push(() => new Promise((done) => https.close(done)));
    const address = https.address();
    const port = typeof address === 'object' && address ? address.port : 0;
    const found = await findWay(`https://127.0.0.1:${port}`, Date.now());
    expect(found.at(-1)).toMatchObject({ code: 'tlsBad', about: expect.stringContaining('self-signed') });
  });
});
