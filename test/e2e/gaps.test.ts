// Alarms that do not arrive, on an operator's screen: their numbers while they may come, their loss until it is acknowledged.
import { siteTopic } from '@haixi/proto/mqtt/topics';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { closeOpenAt } from './harness/close-open.js';
import { type ConsoleScreen, openConsole } from './harness/console-screen.js';
import { leave, type Screen, screenOf, startBrowser } from './harness/people.js';
import { pictureOf } from './harness/picture.js';
import { alarmEntry, linkOf, newEpoch, type SiteLink } from './harness/site-link.js';

const system = inject('system');
const siteId = 'community-03';
const epoch = newEpoch();

let browser: Browser;
let operator: Screen;
let console: ConsoleScreen;
let link: SiteLink;

beforeAll(async () => {
  browser = await startBrowser();
  operator = await screenOf(browser, system, 'operator', { width: 1366, height: 768, reducedMotion: true });
  console = await openConsole(operator);
  link = await linkOf(system, siteId);
});

afterAll(async () => {
  await link?.end();
  await closeOpenAt(system.url, operator, [siteId]);
  await leave(operator, true);
  await browser?.close();
});

test('D5 missing alarms are shown with their numbers, what is lost of them until a person has acknowledged it', async () => {
  const { page } = console;
  await born(0);
  for (const seq of [0, 1, 5]) link.send(alarmEntry(epoch, seq));
  await link.answerFor(5);
  await page.getByTestId('sites-button').getByTitle('报警未送达').waitFor();
  await page.keyboard.press('s');
  await page
    .locator('.site-list .list-row', { hasText: '碧山社区服务站' })
    .filter({ hasText: '报警未送达' })
    .click();
  const panel = page.getByTestId('site-delivery');
  await panel.getByText('3 条报警未送达：第 2–4 号').waitFor();

  // One comes after all; of the others the agent has to say that it holds nothing any more.
  link.send(alarmEntry(epoch, 3));
  await link.answerFor(3);
  await born(5);
  await panel.getByText('2 条报警丢失，无法找回：第 2–4 号之间').waitFor();
  expect(await gaps()).toMatchObject([{ epoch, missing: 2, lostAtMs: expect.any(Number) }]);
  await panel.getByRole('textbox', { name: '备注' }).fill('已电话核实，现场无异常');
  await page.keyboard.press('Enter');
  await panel.waitFor({ state: 'detached' });
  expect(await gaps()).toEqual([]);
  expect(await page.getByTestId('refusal').count()).toBe(0);
});

/** Says what an agent says when its link opens: which numbers there are, and which it still holds. */
function born(oldestHeld: number): Promise<unknown> {
  const contract = { min: 3, max: 3 };
  const birth = { online: true, link: newEpoch(), epoch, oldestHeld, next: 6, contract, agent: 'test' };
  const payload = JSON.stringify({ ...birth, atMs: Date.now() });
  return link.client.publishAsync(siteTopic('presence', siteId), payload, { qos: 1, retain: true });
}

async function gaps() {
  const { sites } = await pictureOf(system.url, operator.cookie);
  return sites[siteId]!.gaps.filter((gap) => gap.epoch === epoch);
}
