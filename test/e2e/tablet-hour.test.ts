// A tablet cut off for an hour: what was pressed waits and arrives once, in order; what is being written outlives its assignment; the operator sees how far a dispatch has come.
import type { Browser, Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { type Cable, layCable } from './harness/cable.js';
import { closeOpenAt } from './harness/close-open.js';
import { type ConsoleScreen, openConsole } from './harness/console-screen.js';
import { hide } from './harness/live-tile.js';
import { clocksOf, type PageClocks } from './harness/page-clocks.js';
import { assignmentOf, dispatched } from './harness/dispatched.js';
import { openPatrol, type PatrolScreen, patrolSize } from './harness/patrol-screen.js';
import { screenOf, type Screen, startBrowser } from './harness/people.js';
import { alarmEntry, linkOf, newEpoch, type SiteLink } from './harness/site-link.js';
import { until } from './harness/until.js';

const system = inject('system');
const siteId = 'community-03';
const here = { lon: 119.5318, lat: 26.6615 };
const calm = { ...patrolSize, reducedMotion: true };
const hourMs = 3_600_000;
const epoch = newEpoch();

let browser: Browser;
let cable: Cable;
let operator: Screen;
let officer: Screen;
let console: ConsoleScreen;
let patrol: PatrolScreen;
let clocks: PageClocks;
let link: SiteLink;

beforeAll(async () => {
  browser = await startBrowser();
  cable = await layCable(system.port);
  operator = await screenOf(browser, system, 'operator', calm);
  officer = await screenOf(browser, system, 'officer1', calm, cable.url);
  link = await linkOf(system, siteId);
  await officer.api.command('unit.duty', { unitId: 'unit-01', onDuty: true });
  patrol = await openPatrol(officer, here, async (page) => {
    clocks = await clocksOf(page);
  });
  console = await openConsole(operator);
});

afterAll(async () => {
  if (operator) await closeOpenAt(system.url, operator, [siteId]);
  await link?.end();
  await browser?.close();
  await cable?.close();
});

test('T1 T3 over an hour’s cut a tablet keeps presses and a photo and sends them once, in order; the operator sees it ring, sleep, go and sign', async () => {
  const { page, card } = patrol;
  const incidentId = await send(1);
  await console.open(incidentId);
  const unit = console.panel.locator('.assignment', { hasText: '巡逻 01 车' });
  for (const word of ['已送达', '已响铃', '已看到']) await markOf(unit, word).waitFor();
  await unit.locator('[data-tablet=ready]').waitFor();
  await hide(page, true);
  await unit.locator('[data-tablet=asleep]').waitFor();
  await hide(page, false);
  await unit.locator('[data-tablet=ready]').waitFor();
  await until('the worker has the map, which nobody has opened', () => hasKept(page, '/assets/use-map-'));

  cable.cut();
  await unit.locator('[data-tablet=closed]').waitFor();
  await card(incidentId).getByTestId('map').click();
  await page.getByTestId('place-map').locator('canvas').first().waitFor();
  await page.keyboard.press('Escape');
  // The browser ends the page's way to its store, as it may at any time.
  await page.evaluate(() => indexedDB.deleteDatabase('haixi-patrol'));
  for (const step of ['签收', '出警', '到达'] as const) await patrol.press(incidentId, step);
  await patrol.feedBack(incidentId, '已现场处置完毕。', await page.screenshot({ type: 'jpeg', quality: 60 }));
  await clocks.move({ wallMs: hourMs, steadyMs: hourMs });
  await page.getByTestId('connection').getByText('数据截至').waitFor();
  await page.getByTestId('waiting').getByText('4 项待送达').waitFor();
  expect((await assignmentOf(operator, incidentId)).state).toBe('sent');
  expect(await page.getByTestId('conflict').count()).toBe(0);

  cable.restore();
  await until(
    'all of it has arrived',
    async () => (await assignmentOf(operator, incidentId)).state === 'fedBack',
  );
  await page.getByTestId('waiting').waitFor({ state: 'detached' });
  const { events } = await operator.api.incident(incidentId);
  const moves = events.filter(({ type }) => /^assignment\.(signed|setOut|arrived|fedBack)$/.test(type));
  expect(moves.map(({ type }) => type)).toEqual([
    'assignment.signed',
    'assignment.setOut',
    'assignment.arrived',
    'assignment.fedBack',
  ]);
  expect(moves.at(-1)?.data['photoIds']).toHaveLength(1);
  await console.told('巡逻 01 车 签收');
  await closeOpenAt(system.url, operator, [siteId]);
  await card(incidentId).waitFor({ state: 'detached' });
});

test('T2 an incident that is closed while an officer writes leaves the words and the photo in their hands, and says what stands', async () => {
  const { page, card } = patrol;
  const incidentId = await send(2);
  await card(incidentId).waitFor();
  const { assignmentId } = await assignmentOf(operator, incidentId);
  const steps = { sign: 'sent', setOut: 'signed', arrive: 'setOut' } as const;
  for (const [move, expects] of Object.entries(steps))
    await officer.api.command(`assignment.${move as keyof typeof steps}`, {
      incidentId,
      assignmentId,
      expects,
    });
  await card(incidentId).getByRole('button', { name: '反馈', exact: true }).click();
  const sheet = page.getByRole('dialog');
  await sheet.getByTestId('text').fill('已劝离');
  const buffer = await page.screenshot({ type: 'jpeg', quality: 60 });
  await sheet.getByTestId('photos').setInputFiles({ name: 'scene.jpg', mimeType: 'image/jpeg', buffer });
  await sheet.locator('img').waitFor();

  await closeOpenAt(system.url, operator, [siteId]);
  await page.getByTestId('farewell').first().waitFor();
  expect(await card(incidentId).count()).toBe(0);
  expect(await sheet.getByTestId('text').inputValue()).toBe('已劝离');
  await sheet.getByTestId('submit').click();
  const conflict = page.getByTestId('conflict').first();
  await conflict.getByText('“反馈”未生效：警情已办结').waitFor();
  await conflict.getByText('内容已作为迟报记入台账').waitFor();
  const { events } = await operator.api.incident(incidentId);
  const late = events.find(({ type }) => type === 'assignment.reportedLate');
  expect(late?.data).toMatchObject({ note: '已劝离', photoIds: [expect.any(String)] });
});

/** A receipt's mark once it is true: it has a time then. */
function markOf(unit: Locator, word: string): Locator {
  return unit.locator('.receipt li:has(time)', { hasText: word }).first();
}

function hasKept(page: Page, part: string): Promise<boolean> {
  return page.evaluate(async (wanted) => {
    for (const name of await caches.keys())
      if ((await (await caches.open(name)).keys()).some(({ url }) => url.includes(wanted))) return true;
    return false;
  }, part);
}

/** An alarm at the site, received and sent to unit-01; gives its incident. */
function send(seq: number): Promise<string> {
  return dispatched(system.url, operator, link, siteId, alarmEntry(epoch, seq));
}
