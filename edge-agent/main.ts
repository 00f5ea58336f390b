// The edge agent: sources → outbox → link, for one site or several, in one process.
import { randomBytes, randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { systemClock } from './clock.js';
import { loadConfig } from './config/config.store.js';
import { faultText, line, type Say } from './line.js';
import { Connection } from './link/connection.service.js';
import { speech } from './link/speech.js';
import { lockFolder } from './outbox/lock.store.js';
import { nodeDisk } from './outbox/node-disk.store.js';
import { startsAfterMs } from './retry.js';
import { LoadService } from './sites/load.service.js';
import { Site, type SiteParts } from './sites/site.service.js';
import { PictureMaker } from './snapshots/pictures.service.js';
import { Door } from './sources/button/door.controller.js';
import { Camera } from './sources/camera/camera.service.js';
import { Ffmpeg, findFfmpeg } from './sources/camera/ffmpeg.service.js';
import { Places } from './streams/places.js';
import { tryCamera } from './try/try.service.js';

const agent = 'haixi-edge-agent 0.1.0';

const say: Say = (event, fields) => process.stdout.write(`${line(Date.now(), event, fields)}\n`);

if (process.argv[2] === 'try') process.exitCode = await tryOnce(process.argv.slice(3));
else await start().catch((cause: unknown) => fail(faultText(cause)));

async function start(): Promise<void> {
  const loaded = loadConfig(process.argv.slice(2), process.env);
  if (!loaded.ok) return fail(...loaded.faults);
  const { config } = loaded;
  const startedAtMs = Date.now();

  await nodeDisk.makeFolder(config.dataFolder);
  if (!(await lockFolder(config.dataFolder))) return fail(`another agent uses ${config.dataFolder}`);

  const shared = { clock: systemClock, random: Math.random };
  const load = new LoadService(systemClock);
  const maker = new PictureMaker({ clock: systemClock, ffmpegMajor: findFfmpeg });
  const places = new Places(config.streamsMax);
  let cameras = 0;
  const newCamera: SiteParts['newCamera'] = (parts) => {
    cameras += 1;
    return new Camera({
      ...shared,
      ...parts,
      ffmpegMajor: findFfmpeg,
      newFfmpeg: (args, listener) => new Ffmpeg(args, listener),
      startsAfterMs: startsAfterMs(cameras - 1),
    });
  };
  const sites = config.sites.map((site) => {
    return new Site({
      ...shared,
      config: site,
      server: config.server,
      folder: join(config.dataFolder, site.id),
      disk: nodeDisk,
      rewriteOverBytes: 1024 * 1024,
      agent,
      speech,
      newEpoch: () => randomBytes(12).toString('hex'),
      newLink: () => randomUUID(),
      newConnection: (parts) => new Connection(parts),
      newCamera,
      load: () => load.latest,
      web: config.web,
      maker,
      places,
      say: (event, fields) => say(event, { site: site.id, ...fields }),
    });
  });

  const door = new Door({
    buttons: config.sites.flatMap(({ id, buttons }) => buttons.map((button) => ({ siteId: id, button }))),
    async press({ siteId, button }, note) {
      const site = sites.find(({ id }) => id === siteId);
      if (!site) throw new Error(`no site ${siteId}`);
      return site.report(button.id, button.kind, Date.now(), note ? { note } : {});
    },
    state: (doorState) => ({ agent, startedAtMs, door: doorState, sites: sites.map((site) => site.state) }),
  });

  stopOn(async () => {
    load.stop();
    await door.close();
    await Promise.all(sites.map((site) => site.stop()));
  });

  load.start();
  await Promise.all(sites.map((site) => site.start()));
  const port = await door.open(config.http.host, config.http.port);
  say('ready', { agent, http: `${config.http.host}:${port}`, sites: sites.length, server: config.server });
  process.send?.({ ready: true, port });
}

/** `haixi-agent try ADDRESS`, in place of an agent. */
function tryOnce(args: readonly string[]): Promise<number> {
  return tryCamera(args, process.env, {
    clock: systemClock,
    ffmpegMajor: findFfmpeg,
    newFfmpeg: (ffmpegArgs, listener) => new Ffmpeg(ffmpegArgs, listener),
    tell: (text) => process.stdout.write(`${text}\n`),
    progress: (text) => process.stderr.write(`${text}\n`),
  });
}

/** Ends cleanly once, whoever asks: a signal, or the program that started this one going away. */
function stopOn(stop: () => Promise<void>): void {
  let stopping = false;
  const stopOnce = (why: string) => {
    if (stopping) return;
    stopping = true;
    say('stopping', { why });
    void stop().then(
      () => process.exit(0),
      (cause: unknown) => fail(faultText(cause)),
    );
  };
  process.on('SIGTERM', () => stopOnce('SIGTERM'));
  process.on('SIGINT', () => stopOnce('SIGINT'));
  process.on('disconnect', () => stopOnce('disconnect'));
  // A reader of our lines that goes away must not take the alarms with it.
  process.stdout.on('error', () => {});
}

function fail(...faults: readonly string[]): void {
  for (const fault of faults) process.stderr.write(`${fault}\n`);
  process.exit(1);
}
