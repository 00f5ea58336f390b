// One agent from its configuration to its end: its sites, the local door of buttons, and what stops them all.
import { randomBytes, randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { systemClock } from './clock.js';
import type { AgentConfig } from './config/config.js';
import type { Box, Granted } from './enrol/box.store.js';
import { enrolledSite } from './enrol/enrolled-config.js';
import { ToldConfigService } from './enrol/told-config.service.js';
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
import { Clips } from './sources/camera/light/clips.service.js';
import { LightCamera } from './sources/camera/light/light-camera.service.js';
import { newReach } from './sources/camera/reach.service.js';
import { Places } from './streams/places.js';

export const agentName = 'haixi-edge-agent 0.1.0';

export const say: Say = (event, fields) => process.stdout.write(`${line(Date.now(), event, fields)}\n`);

/** A box with credentials of its own, whose sources the server tells. */
export interface EnrolledBox {
  readonly granted: Granted;
  readonly box: Box;
  readonly told: Awaited<ReturnType<Box['config']>>;
}

/** Ends the process with the faults where it can't begin. Resolves when everything runs. */
export async function startAgent(config: AgentConfig, enrolled: EnrolledBox | null): Promise<void> {
  const startedAtMs = Date.now();
  await holdFolder(config.dataFolder);

  const shared = { clock: systemClock, random: Math.random };
  const load = new LoadService(systemClock);
  const maker = new PictureMaker({ clock: systemClock, ffmpegMajor: findFfmpeg });
  const reach = newReach(process.env.HAIXI_AGENT_LOCAL_CAMERAS === '1');
  const clips = new Clips();
  const places = new Places(config.streamsMax);
  let asksServer: ToldConfigService | null = null;
  let cameras = 0;
  const newCamera: SiteParts['newCamera'] = (parts) => {
    cameras += 1;
    const common = { ...shared, ...parts, ffmpegMajor: findFfmpeg };
    if (parts.config.light) return new LightCamera({ ...common, clips, startsAfterMs: 0 });
    return new Camera({
      ...common,
      newFfmpeg: (args, listener) => new Ffmpeg(args, listener),
      startsAfterMs: startsAfterMs((cameras - 1) % 100),
      // Who has written the file by hand may name any address; the server may not.
      ...(enrolled ? { reach } : {}),
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
      agent: agentName,
      speech,
      newEpoch: () => randomBytes(12).toString('hex'),
      newLink: () => randomUUID(),
      newConnection: (parts) => new Connection(parts),
      newCamera,
      ...(enrolled ? { configDue: () => asksServer?.ask() } : {}),
      load: () => load.latest,
      web: config.web,
      maker,
      places,
      say: (event, fields) => say(event, { site: site.id, ...fields }),
    });
  });

  const door = new Door({
    buttons: () => sites.flatMap(({ id, buttons }) => buttons.map((button) => ({ siteId: id, button }))),
    async press({ siteId, button }, note) {
      const site = sites.find(({ id }) => id === siteId);
      if (!site) throw new Error(`no site ${siteId}`);
      return site.report(button.id, button.kind, Date.now(), note ? { note } : {});
    },
    happens: (siteId, sourceId, event) =>
      sites.find(({ id }) => id === siteId)?.happens(sourceId, event) ?? false,
    state: (doorState) => ({
      agent: agentName,
      startedAtMs,
      door: doorState,
      sites: sites.map((site) => site.state),
    }),
  });

  stopOn(async () => {
    load.stop();
    asksServer?.stop();
    await door.close();
    await Promise.all(sites.map((site) => site.stop()));
  });

  load.start();
  await Promise.all(sites.map((site) => site.start()));
  const [site] = sites;
  if (enrolled && site) {
    asksServer = new ToldConfigService(
      {
        ...enrolled,
        ...shared,
        say,
        changed: (told) => void site.apply(enrolledSite(enrolled.granted, told)),
      },
      enrolled.told,
    );
    asksServer.ask();
  }
  const port = await door.open(config.http.host, config.http.port);
  say('ready', {
    agent: agentName,
    http: `${config.http.host}:${port}`,
    sites: sites.length,
    server: config.server,
  });
  process.send?.({ ready: true, port });
}

let heldFolder: string | null = null;

/** Makes the folder, and keeps every other agent out of it until the process ends. */
export async function holdFolder(folder: string): Promise<void> {
  if (heldFolder === folder) return;
  await nodeDisk.makeFolder(folder);
  if (!(await lockFolder(folder))) return fail(`another agent uses ${folder}`);
  heldFolder = folder;
}

/** Ends cleanly once, whoever asks: a signal, or the program that started this one going away. */
export function stopOn(stop: () => Promise<void>): void {
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

export function fail(...faults: readonly string[]): never {
  for (const fault of faults) process.stderr.write(`${fault}\n`);
  process.exit(1);
}
