// Chromium plays every camera of the zoo, the way an operator sees it: real server, agent, media process and live tile.
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { type Cameras, startCameras } from '../camera/rtsp-camera.js';
import { type KindName, kindOf, zoo } from '../camera/zoo.js';
import { type Agent, startAgent } from './harness/agent.js';
import { camerasNow } from './harness/cameras-now.js';
import { closeOpenAt } from './harness/close-open.js';
import { type ConsoleScreen, openConsole } from './harness/console-screen.js';
import type { LiveTile, Seen } from './harness/live-tile.js';
import { leave, type Screen, screenOf, startBrowser } from './harness/people.js';
import { slowness } from './harness/slowness.js';
import { until } from './harness/until.js';

const system = inject('system');

/** The map has its own tests: here it is drawn as little as possible. */
const calm = { width: 1024, height: 768, reducedMotion: true };

/** Cameras of demo sites that no agent of the demo serves. */
const places = [
  ['road-02', 'camera-1'],
  ['road-02', 'camera-2'],
  ['institution-03', 'camera-1'],
  ['shop-04', 'camera-1'],
  ['community-02', 'camera-1'],
] as const;

/** So many kinds at a time as there are places. */
const rounds: readonly (readonly KindName[])[] = [
  ['aud', 'slices', 'b-frames', 'g711', 'aac'],
  ['long-gop', 'short-gop', 'resizing', 'password', 'udp-loss'],
  ['h265', '4k', 'plain'],
];

/** The promise is 2 s; Chromium draws without a GPU here, on the same cores. No kind has to wait for a key frame. */
const soonMs = () => 6_000 * slowness();

let browser: Browser;
let screen: Screen;
let console: ConsoleScreen;
let cameras: Cameras;
let failed = false;

beforeAll(async () => {
  cameras = await startCameras(rounds.flat());
  browser = await startBrowser();
  screen = await screenOf(browser, system, 'operator', calm);
  console = await openConsole(screen);
});

afterAll(async () => {
  await closeOpenAt(
    system.url,
    screen,
    places.map(([siteId]) => siteId),
  );
  await leave(screen, failed);
  await browser?.close();
  await cameras?.stop();
});

describe.each(rounds.map((kinds) => [kinds] as const))('%j', (kinds) => {
  const placeOf = (kind: KindName) => places[kinds.indexOf(kind)]!;
  let agent: Agent;

  beforeAll(async () => {
    const sources = (siteId: string) =>
      kinds
        .filter((kind) => placeOf(kind)[0] === siteId)
        .map((kind) => ({
          id: placeOf(kind)[1],
          type: 'camera' as const,
          address: cameras.address(kind),
          transport: 'udp' in zoo[kind] ? ('udp' as const) : ('tcp' as const),
        }));
    const siteIds = [...new Set(kinds.map((kind) => placeOf(kind)[0]))];
    agent = await startAgent(system, Object.fromEntries(siteIds.map((siteId) => [siteId, sources(siteId)])));
    await until('the server has every camera’s picture', async () => {
      const now = await camerasNow(system.url, screen.cookie);
      return kinds.every((kind) => now.get(placeOf(kind).join('/'))?.state === 'ok');
    }).catch((error: Error) => {
      failed = true;
      throw new Error(`${error.message}; the agent said:\n${agent.said()}`, { cause: error });
    });
  });

  afterAll(async () => {
    await agent?.stop();
  });

  test.each(kinds)('V1 %s', async (kind) => {
    failed = true;
    const [siteId, sourceId] = placeOf(kind);
    const tile = await console.lookAt(siteId, sourceId);
    if (zoo[kind].video === 'h265') await expectStills(tile, kind);
    else if ('udp' in zoo[kind]) await expectRightAgain(tile, kind);
    else await expectPlays(tile, kind);
    expect((await tile.seen()).error).toBeNull();
    await console.endLook();
    failed = false;
  });
});

/** A first picture soon, then live all the time, its own, played at the clock's pace, without a fault. */
async function expectPlays(tile: LiveTile, kind: KindName): Promise<void> {
  const firstMs = await tile.live(60_000);
  process.stdout.write(`${kind}: the picture moved ${Math.round(firstMs)} ms after the press\n`);
  expect(firstMs).toBeLessThan(soonMs());
  // Twice as long for 4K, at the same pace: without a GPU its pictures come in bursts.
  const [watchMs, atLeastS] = kind === 'resizing' ? [9_000, 2] : kind === '4k' ? [6_000, 4] : [3_000, 2];
  const all = await tile.watch(watchMs);
  const [first, last] = [all[0]!, all.at(-1)!];
  expect(all.map(({ says }) => says).filter((says) => says !== 'live')).toEqual([]);
  expect(all.map(({ error }) => error).filter((error) => error !== null)).toEqual([]);
  expect(last.playedS - first.playedS).toBeGreaterThan(atLeastS);
  // Nobody promises that a machine without a GPU draws all of 4K.
  if (kind !== '4k') expect(last.dropped - first.dropped).toBeLessThan((last.frames - first.frames) / 2);
  expect(kindOf(last.number)).toBe(kind);
  expect(new Set(all.map(({ width }) => width))).toEqual(new Set(sizesOf(kind)));
}

/** Under loss: whatever the picture suffers, it is right again by the next key frame. */
async function expectRightAgain(tile: LiveTile, kind: KindName): Promise<void> {
  await tile.live();
  const all = await tile.watch(12_000);
  const moving = all.filter((seen, n) => n > 0 && seen.playedS !== all[n - 1]!.playedS);
  process.stdout.write(
    `${kind}: its picture moved in ${moving.length} of ${all.length} looks, said ${[...new Set(all.map(({ says }) => says))]}\n`,
  );
  expect(moving.length).toBeGreaterThan(all.length / 3);
  expect(all.map(({ error }) => error).filter((error) => error !== null)).toEqual([]);
  await tile.live(keyFrameEveryMs(kind) * 4);
  expect(kindOf((await tile.seen()).number)).toBe(kind);
}

/** No black tile: words why, and a still of this camera that is replaced again and again. */
async function expectStills(tile: LiveTile, kind: KindName): Promise<void> {
  const stills = new Set<string>();
  const last = await until('the still has been refreshed twice', async () => {
    const seen = await tile.seen();
    if (seen.stillUrl !== null && seen.width > 0) stills.add(seen.stillUrl);
    if (stills.size >= 3) return seen;
    throw new Error(`${stills.size} stills; it says ${seen.says}: ${seen.words}`);
  });
  expect(last.says).toBe('stills');
  expect(last.words).toContain('浏览器不能播放 HEVC，改看静态图');
  expect(last.words).toMatch(/静态图 · (刚刚|\d+ 秒)/);
  expect(kindOf(last.number)).toBe(kind);
}

function sizesOf(kind: KindName): Seen['width'][] {
  return Object.values(zoo[kind].films).map(({ width }) => width);
}

function keyFrameEveryMs(kind: KindName): number {
  return Math.max(...Object.values(zoo[kind].films).map(({ keyFrameEveryS }) => keyFrameEveryS)) * 1_000;
}
