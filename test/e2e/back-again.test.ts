// What befalls a page beside the network: a closed lid, a clock wrong by a day, an upgraded server. Right by itself, or says what to do.
import { setTimeout as sleep } from 'node:timers/promises';
import { liveProtocol } from '@haixi/proto/live/frames';
import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, expect, inject, test } from 'vitest';
import { closeOpenAt } from './harness/close-open.js';
import { type ConsoleScreen, openConsole } from './harness/console-screen.js';
import { type LiveWire, tapLive } from './harness/live-wire.js';
import { clocksOf } from './harness/page-clocks.js';
import { openPatrol, patrolSize } from './harness/patrol-screen.js';
import { type Screen, screenOf, startBrowser } from './harness/people.js';
import { openIncidentAt, pictureOf, sameAsServer, snapshotOf } from './harness/picture.js';
import { alarmEntry, linkOf, newEpoch, type SiteLink } from './harness/site-link.js';
import { until } from './harness/until.js';

const system = inject('system');
const siteId = 'community-03';
const calm = { width: 1024, height: 768, reducedMotion: true };
const here = { lon: 119.5318, lat: 26.6615 };

/** Longer than a wall clock may run ahead of the steady one without the page taking it for a sleep. */
const lidMs = 12_000;

/** A day, and some hours that show on a clock without a date. */
const wrongMs = 29 * 3_600_000;

let browser: Browser;
let operator: Screen;
let officer: Screen;
let colleague: Screen;
let link: SiteLink;
let seq = 0;
const epoch = newEpoch();

beforeAll(async () => {
  browser = await startBrowser();
  operator = await screenOf(browser, system, 'operator', calm);
  officer = await screenOf(browser, system, 'officer1', { ...patrolSize, reducedMotion: true });
  colleague = await screenOf(browser, system, 'operator2', calm);
  link = await linkOf(system, siteId);
});

afterEach(() => duty(true));

afterAll(async () => {
  await link?.end();
  await browser?.close();
});

test('L2 L3 a page whose lid was closed says that it is not live as soon as it is opened, and then equals the server', async () => {
  const console = await openConsole(operator, async (page) => void (await clocksOf(page)));
  const { page } = console;
  const before = await alarm();
  await console.row(before).waitFor();
  const loaded = await console.loadedAtMs();
  const heard = await listen(console);

  const openLid = await closeLid(browser);
  let after: string;
  try {
    await closeAll();
    after = await alarm();
    await sleep(lidMs);
  } finally {
    openLid();
  }

  await console.row(after).waitFor();
  await console.row(before).waitFor({ state: 'detached' });
  await page.getByTestId('live-state').getByText('实时').waitFor();
  expect(await heard()).toContain('重连中');
  expect(await sameAsServer(system.url, colleague.cookie, console.shownIncidents)).toBe(true);
  expect(await console.loadedAtMs()).toBe(loaded);
  await closeAll();
  await page.close();
});

test('L3 a console whose clock is wrong by a day shows the server’s time and ages', async () => {
  const console = await openConsole(operator, async (page) => void (await clocksOf(page, wrongMs)));
  const incidentId = await alarm();
  const row = console.row(incidentId);
  await row.waitFor();
  const [clock, now] = await Promise.all([row.locator('.queue-clock').innerText(), clockOf(console)]);
  expect(clock).toMatch(/^\d:\d\d$/);
  expect(Math.abs(minutesApart(now, Date.now()))).toBeLessThan(2);
  await console.receive(incidentId);
  await row.getByText('林静').waitFor();
  await closeAll();
  await console.page.close();
});

test('L3 a tablet whose clock is a day behind goes on duty, and its positions count as what they are: now', async () => {
  const patrol = await openPatrol(officer, here, async (page) => void (await clocksOf(page, -wrongMs)));
  const moved = { lon: here.lon + 0.002, lat: here.lat + 0.001 };
  await officer.context.setGeolocation({ longitude: moved.lon, latitude: moved.lat, accuracy: 9 });
  const { atMs } = await until('the server has the tablet’s position', async () => {
    const { latest } = await snapshotOf(system.url, colleague.cookie);
    return latest.positions.find(
      ({ unitId, position }) => unitId === 'unit-01' && position.lon === moved.lon,
    );
  });
  expect(Math.abs(Date.now() - atMs)).toBeLessThan(60_000);
  await patrol.page.close();
});

test('L6 an event that this release does not know is told, and the page goes on', async () => {
  const [console, wire] = await tapped(openConsole.bind(null, operator));
  const bar = console.page.getByTestId('reload-bar');
  wire.toPage = (message) => message.replace('"type":"unit.offDuty"', '"type":"unit.resting"');
  // A screen that is slow on a busy machine may be given a new picture in place of an event.
  await until('the page has been told of one', async () => {
    await duty(false);
    await duty(true);
    return (await bar.count()) > 0;
  });
  expect(await bar.innerText()).toContain('unit.resting');
  const incidentId = await alarm();
  await console.row(incidentId).waitFor();
  await console.page.getByTestId('live-state').getByText('实时').waitFor();
  await closeAll();
  expect(await sameAsServer(system.url, colleague.cookie, console.shownIncidents)).toBe(true);
  await console.page.close();
});

test('L6 a tab of the last release says what to do; its button brings this one, and what the tablet holds is sent', async () => {
  const [console, ofConsole] = await tapped(openConsole.bind(null, operator));
  const [patrol, ofPatrol] = await tapped((prepare) => openPatrol(officer, here, prepare));
  const loaded = await console.loadedAtMs();
  // The officer presses where the network takes nothing any more, and then the server is upgraded.
  await patrol.page.route('**/api/commands/**', (request) => request.abort());
  await patrol.page.getByRole('switch', { name: '下岗' }).click();
  const waiting = patrol.page.getByTestId('waiting');
  await waiting.waitFor();
  for (const wire of [ofConsole, ofPatrol]) {
    wire.toServer = (message) =>
      message.replace(`"protocol":${liveProtocol}`, `"protocol":${liveProtocol - 1}`);
    await wire.cut();
  }
  await console.page.getByTestId('reload-bar').getByText('服务器已升级').waitFor();
  await patrol.page.getByText('系统已更新').waitFor();
  const meanwhile = await alarm();

  ofConsole.toServer = ofPatrol.toServer = (message) => message;
  await console.page.getByRole('button', { name: '重新加载' }).click();
  await console.row(meanwhile).waitFor();
  await console.page.getByTestId('live-state').getByText('实时').waitFor();
  expect(await console.page.getByTestId('reload-bar').count()).toBe(0);
  expect(await console.loadedAtMs()).toBeGreaterThan(loaded);
  expect(await sameAsServer(system.url, colleague.cookie, console.shownIncidents)).toBe(true);

  await patrol.page.getByRole('button', { name: '重新加载' }).click();
  await patrol.page.getByText('系统已更新').waitFor({ state: 'detached' });
  await waiting.waitFor();
  expect(await isOnDuty()).toBe(true);
  await patrol.page.unroute('**/api/commands/**');
  await waiting.waitFor({ state: 'detached' });
  expect(await isOnDuty()).toBe(false);
  await closeAll();
});

/** A screen whose live websocket is in the test's hands. */
async function tapped<T>(
  open: (prepare: (page: Page) => Promise<void>) => Promise<T>,
): Promise<[T, LiveWire]> {
  let wire: LiveWire | null = null;
  const screen = await open(async (page) => {
    wire = await tapLive(page);
  });
  return [screen, wire!];
}

/** Stops the browser as a machine that sleeps would, with all its processes; what comes back wakes it. */
async function closeLid(of: Browser): Promise<() => void> {
  const devtools = await of.newBrowserCDPSession();
  const { processInfo } = await devtools.send('SystemInfo.getProcessInfo');
  const signal = (name: NodeJS.Signals) => processInfo.forEach(({ id }) => process.kill(id, name));
  signal('SIGSTOP');
  return () => signal('SIGCONT');
}

/** A press at the site; gives its incident. */
async function alarm(): Promise<string> {
  seq += 1;
  link.send(alarmEntry(epoch, seq));
  return (await openIncidentAt(system.url, colleague.cookie, siteId)).incidentId;
}

/** Closes what is open at the site, and without the screens. */
function closeAll(): Promise<void> {
  return closeOpenAt(system.url, colleague, [siteId]);
}

async function duty(onDuty: boolean): Promise<void> {
  expect((await officer.api.command('unit.duty', { unitId: 'unit-01', onDuty })).status).toBe(200);
}

async function isOnDuty(): Promise<boolean | undefined> {
  return (await pictureOf(system.url, colleague.cookie)).units['unit-01']?.onDuty;
}

/** Notes all that the live state says from now on, however short; what comes back gives it. */
async function listen({ page }: ConsoleScreen): Promise<() => Promise<string>> {
  const heard = await page.getByTestId('live-state').evaluateHandle((part) => {
    const said = { words: '' };
    new MutationObserver(() => (said.words += part.textContent)).observe(part, {
      subtree: true,
      childList: true,
      characterData: true,
    });
    return said;
  });
  return () => heard.evaluate(({ words }) => words);
}

/** The clock that the console shows, in minutes from midnight. */
async function clockOf({ page }: ConsoleScreen): Promise<number> {
  const [hours, minutes] = (await page.getByTestId('live-state').locator('time').innerText())
    .split(':')
    .map(Number);
  return hours! * 60 + minutes!;
}

/** How far a time of day is from a moment, in minutes, around midnight too. */
function minutesApart(minutes: number, atMs: number): number {
  const at = new Date(atMs);
  return ((minutes - at.getHours() * 60 - at.getMinutes() + 2_160) % 1_440) - 720;
}
