// A browser cut off for an hour: it says so and since when, and catches up without a reload; and sound that is blocked.
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { type Cable, layCable } from './harness/cable.js';
import { type ConsoleScreen, consoleSize, openConsole } from './harness/console-screen.js';
import { type LiveWire, tapLive } from './harness/live-wire.js';
import { clocksOf, type PageClocks } from './harness/page-clocks.js';
import { screenOf, type Screen, startBrowser } from './harness/people.js';
import { openIncidentAt, sameAsServer } from './harness/picture.js';
import { alarmEntry, linkOf, newEpoch, type SiteLink } from './harness/site-link.js';
import { until } from './harness/until.js';

const system = inject('system');
const siteId = 'road-02';
const hourMs = 3_600_000;

let browser: Browser;
let cable: Cable;
let screen: Screen;
let console: ConsoleScreen;
let wire: LiveWire;
let clocks: PageClocks;
let colleague: Screen;
let link: SiteLink;

beforeAll(async () => {
  browser = await startBrowser();
  cable = await layCable(system.port);
  screen = await screenOf(browser, system, 'operator', consoleSize, cable.url);
  colleague = await screenOf(browser, system, 'operator2', consoleSize);
  console = await openConsole(screen, async (page) => {
    wire = await tapLive(page);
    clocks = await clocksOf(page);
  });
  link = await linkOf(system, siteId);
});

afterAll(async () => {
  await link?.end();
  await browser?.close();
  await cable?.close();
});

test('L2 L3 a browser cut off for an hour says since when it is stale, and then equals the server without a reload', async () => {
  const camera = { sourceId: 'camera-1', kind: 'lens-covered' };
  const epoch = newEpoch();
  link.send(alarmEntry(epoch, 1, camera));
  const first = await openIncidentAt(system.url, colleague.cookie, siteId);
  await console.row(first.incidentId).waitFor();
  const loaded = await console.loadedAtMs();
  const bar = console.page.getByTestId('stale-bar');
  expect(await bar.count()).toBe(0);

  cable.cut();
  const cutAtMs = Date.now();
  await bar.getByText(/数据截至 \d{2}:\d{2}:\d{2}/).waitFor();
  const said = await bar.innerText();
  const asOf = /\d{2}:\d{2}:\d{2}/.exec(said)![0];
  expect(Math.abs(secondsFrom(asOf, cutAtMs))).toBeLessThan(10);
  // Meanwhile the colleague closes the one, and another begins.
  const { incidentId } = first;
  await colleague.api.command('incident.receive', { incidentId, expects: 'reported' });
  const closed = { incidentId, expects: 'received', outcome: 'test', reason: '测试' } as const;
  expect((await colleague.api.command('incident.close', closed)).status).toBe(200);
  link.send(alarmEntry(epoch, 2, { ...camera, sourceId: 'camera-2' }));
  const second = await openIncidentAt(system.url, colleague.cookie, siteId);
  // An hour later by every clock: the page's two, and the server's as the page is told it.
  await clocks.move({ wallMs: hourMs, steadyMs: hourMs });
  wire.toPage = (message) =>
    message.replace(/"nowMs":(\d+)/, (_, nowMs) => `"nowMs":${Number(nowMs) + hourMs}`);
  await console.page.getByTestId('live-state').getByText('重连中').waitFor();
  expect(await bar.innerText()).toBe(said);
  expect(await greyed(console)).toEqual({ 警情队列: true, 地图: true });
  expect(await console.row(first.incidentId).count()).toBe(1);
  expect(await console.row(second.incidentId).count()).toBe(0);

  cable.restore();
  await console.row(second.incidentId).waitFor();
  await bar.waitFor({ state: 'detached' });
  expect(await greyed(console)).toEqual({ 警情队列: false, 地图: false });
  expect(await sameAsServer(system.url, colleague.cookie, console.shownIncidents)).toBe(true);
  expect(await console.loadedAtMs()).toBe(loaded);

  const last = { incidentId: second.incidentId, expects: 'reported' } as const;
  expect((await colleague.api.command('incident.receive', last)).status).toBe(200);
  await console.row(second.incidentId).getByText('陈涛').waitFor();
  await colleague.api.command('incident.close', { ...closed, incidentId: second.incidentId });
});

test('L3 sound that the browser blocks is a red bar, and a press on it brings the sound', async () => {
  const deaf = await startBrowser([]);
  try {
    const { context } = await screenOf(deaf, system, 'operator', consoleSize);
    const page = await context.newPage();
    await page.goto('/console');
    // The driver's own looks count as a person's gesture, which would allow the sound; these do not.
    const devtools = await context.newCDPSession(page);
    const look = async (expression: string) =>
      (await devtools.send('Runtime.evaluate', { expression, userGesture: false })).result.value as unknown;
    const bar = `document.querySelector('[data-testid="sound-bar"]')`;
    const seen = await until('there is a red bar', async () => {
      const place = `(({ x, y }) => ({ x, y }))(${bar}.getBoundingClientRect())`;
      return look(`${bar} && JSON.stringify({ text: ${bar}.innerText, ...${place} })`);
    });
    const { text, x, y } = JSON.parse(String(seen)) as { text: string; x: number; y: number };
    expect(text).toContain('声音被浏览器阻止');
    await page.mouse.click(x + 20, y + 8);
    await until('the bar is gone', () => look(`${bar} === null`));
  } finally {
    await deaf.close();
  }
});

/** Which parts of the screen are drawn without their colours. */
async function greyed({ page }: ConsoleScreen): Promise<Record<string, boolean>> {
  const parts = await Promise.all(
    ['警情队列', '地图'].map(async (name) => {
      const region = page.getByRole('region', { name });
      const grey = await region.evaluate((part) =>
        [part, ...part.querySelectorAll('*')].some((each) =>
          getComputedStyle(each).filter.includes('grayscale'),
        ),
      );
      return [name, grey] as const;
    }),
  );
  return Object.fromEntries(parts);
}

/** How far a time of day is from a moment, in seconds, around midnight too. */
function secondsFrom(clock: string, atMs: number): number {
  const [hours, minutes, seconds] = clock.split(':').map(Number) as [number, number, number];
  const at = new Date(atMs);
  const apart =
    hours * 3600 + minutes * 60 + seconds - (at.getHours() * 3600 + at.getMinutes() * 60 + at.getSeconds());
  return ((apart + 129_600) % 86_400) - 43_200;
}
