// The load of many streams and viewers on the real server program and its media process, measured, for tests.
import { type ChildProcess, fork } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { sessionCookie } from '../../accounts/cookie.js';
import { startSession } from '../../accounts/sessions.store.js';
import { rootAreaId } from '../../demo/district.js';
import { freePort } from '../../start/free-port.js';
import { freshStore, type FreshStore, testKeyOf } from '../../store/fresh.store.js';
import { builtPath } from '../built-path.js';
import { makeFilm } from '../testing/film.js';
import { checkOf, grantedView, Screen } from '../testing/screen.js';
import { SiteAgent } from '../testing/site-agent.js';
import type { LoopDelay } from './delay.js';
import { type Figures, quantile, trendOf } from './figures.js';
import { Presses } from './presses.service.js';
import { childOf, cpuMsOf, rssBytesOf } from './processes.service.js';

export interface LoadOptions {
  readonly streams: number;
  /** For each stream. */
  readonly viewers: number;
  readonly minutes: number;
  readonly say: (line: string) => void;
}

/** Sites of the demo district that have the load's cameras; the last one's button is pressed meanwhile. */
const siteIds = ['institution-01', 'shop-02', 'road-02', 'community-01', 'community-02'];
const pressedSiteId = 'shop-01';
const idleMs = 6_000;
/** Heaps and kernels' buffers settle in the first tenth of it, or longer. */
const warmUpMsMin = 8_000;
const readingsEveryMs = 10_000;
const stallEveryMs = 20_000;
/** Longer than anything here may take; what takes longer has failed. */
const patienceMs = 60_000;
const viewsOfPerson = 50;

/** Carries it all out and ends everything it started. Takes the minutes, and about half a minute more. */
export async function runLoad(options: LoadOptions): Promise<Figures> {
  const { streams, viewers, minutes, say } = options;
  const load = await Load.start(streams * viewers);
  try {
    say('without load …');
    const idle = await load.measure(idleMs);
    say(`${streams} streams, ${streams * viewers} viewers …`);
    const screens = await load.look(streams, viewers);
    await sleep(Math.max(warmUpMsMin, minutes * 6_000));
    const busy = await load.measure(minutes * 60_000, screens);
    const rss = trendOf(busy.rssMb);
    return {
      streams,
      viewers: streams * viewers,
      minutes,
      rssFirstMb: rounded(rss.first),
      rssLastMb: rounded(rss.last),
      rssMbPerMinute: rounded(rss.slope * 60),
      stalledGoneMs: Math.round(Math.max(...busy.stalledGoneMs)),
      delayIdleMs: rounded(quantile(idle.delaysMs, 0.9)),
      delayLoadMs: rounded(quantile(busy.delaysMs, 0.9)),
      alarmIdleMs: rounded(quantile(idle.alarmsMs, 0.95)),
      alarmLoadMs: rounded(quantile(busy.alarmsMs, 0.95)),
      alarmsUnanswered: idle.unanswered + busy.unanswered,
      serverCpuIdle: rounded(idle.serverCpu),
      serverCpuLoad: rounded(busy.serverCpu),
      mediaCpu: rounded(busy.mediaCpu),
      viewersLost: screens.filter((screen) => screen.closed !== null).length,
      viewersAre: toldOf(screens),
      leastSeen: rounded(busy.leastSeen),
      mbitPerSOut: rounded(busy.mbitPerS),
    };
  } finally {
    await load.end();
  }
}

interface Measured {
  readonly delaysMs: number[];
  readonly alarmsMs: number[];
  readonly unanswered: number;
  readonly rssMb: number[];
  readonly stalledGoneMs: number[];
  readonly serverCpu: number;
  readonly mediaCpu: number;
  readonly leastSeen: number;
  readonly mbitPerS: number;
}

class Load {
  private readonly agents = new Map<string, SiteAgent>();
  private readonly screens: Screen[] = [];
  private readonly readings: NodeJS.Timeout;
  private delays: number[] = [];

  private constructor(
    private readonly store: FreshStore,
    private readonly server: ChildProcess,
    private readonly base: string,
    private readonly dataDir: string,
    private readonly cookies: readonly string[],
  ) {
    this.readings = setInterval(() => {
      for (const agent of this.agents.values()) void agent.tellReadings();
    }, readingsEveryMs);
    server.on('message', (message: LoopDelay) => {
      if (message.kind === 'delay') this.delays.push(message.p99Ms);
    });
  }

  static async start(views: number): Promise<Load> {
    const film = makeFilm({ seconds: 10, size: '640x360', kbps: 800 });
    const store = await freshStore(Date.now());
    const dataDir = mkdtempSync(join(tmpdir(), 'haixi-load-'));
    const port = await freePort();
    const server = fork(builtPath(import.meta.url, '../../main.js'), [], {
      env: {
        PORT: String(port),
        HAIXI_DATA: dataDir,
        DATABASE_URL: store.url,
        // All viewers come from this one machine.
        HAIXI_RATE_FACTOR: '1000',
      },
      execArgv: ['--import', builtPath(import.meta.url, './delay.js')],
      stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    });
    const cookies = await signOn(store, Math.ceil(views / viewsOfPerson) + 1);
    await new Promise<void>((ready, fail) => {
      server.once('exit', () => fail(new Error('the server did not start')));
      server.on('message', (message: { ready?: boolean }) => message.ready && ready());
    });
    const load = new Load(store, server, `http://127.0.0.1:${port}`, dataDir, cookies);
    for (const siteId of [...siteIds, pressedSiteId]) {
      const agent = { base: load.base, siteId, key: testKeyOf(siteId), film };
      load.agents.set(siteId, await SiteAgent.connect(agent));
    }
    return load;
  }

  /** Opens all viewers, and waits until each sees the picture move. */
  async look(streams: number, viewers: number): Promise<Screen[]> {
    const cameras = Array.from({ length: streams }, (_, at) => ({
      siteId: siteIds[at % siteIds.length]!,
      sourceId: `load-${at}`,
    }));
    await this.store.owner
      .insertInto('sources')
      .values(
        cameras.map(({ siteId, sourceId }) => ({
          site_id: siteId,
          source_id: sourceId,
          type: 'camera',
          name: sourceId,
        })),
      )
      .execute();
    for (let viewer = 0; viewer < viewers; viewer += 1) {
      for (const { siteId, sourceId } of cameras) await this.open(siteId, sourceId);
    }
    const all = [...this.screens];
    await until(
      () => all.every((screen) => screen.videoTags > 25),
      () => `every viewer sees the picture move: ${toldOf(all)}`,
    );
    return all;
  }

  /** Watches for so long: the server's and the media process's figures, presses answered, stalled viewers dropped. */
  async measure(forMs: number, screens: readonly Screen[] = []): Promise<Measured> {
    const serverPid = this.server.pid!;
    const mediaPid = screens.length > 0 ? childOf(serverPid, 'process.js') : null;
    const presses = new Presses(this.agents.get(pressedSiteId)!);
    const before = screens.map((screen) => ({ tags: screen.videoTags, bytes: screen.bytes }));
    const beganMs = performance.now();
    const [serverCpuMs, mediaCpuMs] = [cpuMsOf(serverPid), mediaPid === null ? 0 : cpuMsOf(mediaPid)];
    this.delays = [];
    presses.begin();
    const rssMb: number[] = [];
    const stalls: Promise<number>[] = [];
    let stalledAtMs = beganMs;
    while (performance.now() - beganMs < forMs) {
      await sleep(1_000);
      if (mediaPid === null) continue;
      rssMb.push(rssBytesOf(mediaPid) / 2 ** 20);
      if (stalls.length > 0 && performance.now() - stalledAtMs < stallEveryMs) continue;
      stalledAtMs = performance.now();
      const stall = this.stall();
      // It is awaited at the end; until then its failure must not end this process.
      stall.catch(() => {});
      stalls.push(stall);
    }
    const lastedMs = performance.now() - beganMs;
    const { alarmsMs, unanswered } = await presses.end();
    const after = screens.map((screen, at) => ({
      tags: screen.videoTags - before[at]!.tags,
      bytes: screen.bytes - before[at]!.bytes,
    }));
    const sentTags = (lastedMs / 1_000) * 25;
    return {
      delaysMs: this.delays,
      alarmsMs,
      unanswered,
      rssMb,
      stalledGoneMs: await Promise.all(stalls),
      serverCpu: (cpuMsOf(serverPid) - serverCpuMs) / lastedMs,
      mediaCpu: mediaPid === null ? 0 : (cpuMsOf(mediaPid) - mediaCpuMs) / lastedMs,
      leastSeen: Math.min(...after.map(({ tags }) => tags / sentTags), 1),
      mbitPerS: (after.reduce((sum, { bytes }) => sum + bytes, 0) * 8) / 1e3 / lastedMs,
    };
  }

  async end(): Promise<void> {
    clearInterval(this.readings);
    for (const screen of this.screens) screen.close();
    for (const agent of this.agents.values()) await agent.close();
    if (this.server.exitCode === null && this.server.signalCode === null) {
      const ended = new Promise((resolve) => this.server.once('exit', resolve));
      this.server.disconnect();
      await ended;
    }
    await this.store.stop();
    rmSync(this.dataDir, { recursive: true, force: true });
  }

  /** How long it takes from a viewer's last reading to its end in the store, in ms. */
  private async stall(): Promise<number> {
    const camera = checkOf(siteIds[0]!, 'load-0');
    const viewId = await grantedView(this.base, this.cookies[0]!, camera);
    const screen = new Screen(this.base, this.cookies[0]!, viewId);
    await until(
      () => screen.videoTags > 50,
      () => `one more viewer sees it move: ${toldOf([screen])}`,
    );
    screen.stall();
    const sinceMs = performance.now();
    const { db } = this.store;
    const row = db.selectFrom('views').select('view_id').where('view_id', '=', viewId);
    await until(
      async () => (await row.execute()).length === 0,
      () => 'the stalled viewer is gone',
    );
    screen.close();
    return performance.now() - sinceMs;
  }

  private async open(siteId: string, sourceId: string): Promise<void> {
    const cookie = this.cookies[1 + Math.floor(this.screens.length / viewsOfPerson)]!;
    const viewId = await grantedView(this.base, cookie, checkOf(siteId, sourceId));
    this.screens.push(new Screen(this.base, cookie, viewId));
  }
}

/** How many screens are in which state, for a fault. */
function toldOf(screens: readonly Screen[]): string {
  const states = Map.groupBy(screens, ({ closed, refused, videoTags }) =>
    closed === null
      ? videoTags > 25
        ? 'moves'
        : 'waits'
      : `closed ${closed}${refused ? ` by ${refused}` : ''}`,
  );
  return [...states].map(([state, { length }]) => `${length} ${state}`).join(', ');
}

/** Waits for it; throws where it does not come. */
async function until(isSo: () => boolean | Promise<boolean>, what: () => string): Promise<void> {
  const beganMs = performance.now();
  while (!(await isSo())) {
    if (performance.now() - beganMs > patienceMs) throw new Error(`waited in vain: ${what()}`);
    await sleep(50);
  }
}

/** So many operators; their cookies. */
async function signOn(store: FreshStore, count: number): Promise<string[]> {
  const cookies: string[] = [];
  for (let at = 0; at < count; at += 1) {
    const person_id = `op-load-${at}`;
    await store.owner.insertInto('people').values({ person_id, name: person_id }).execute();
    const grant = { person_id, role: 'operator', area_id: rootAreaId };
    await store.owner.insertInto('grants').values(grant).execute();
    const token = await startSession(store.owner, person_id, Date.now(), randomBytes);
    cookies.push(sessionCookie(token, false).split(';')[0]!);
  }
  return cookies;
}

function rounded(value: number): number {
  return Math.round(value * 100) / 100;
}
