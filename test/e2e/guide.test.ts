// One incident as the guides in docs/ tell it, at the console and at a tablet, with the guides' pictures made on the way.
import { mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser, Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { closeOpenAt } from './harness/close-open.js';
import { consoleSize, openConsole } from './harness/console-screen.js';
import { openPatrol, patrolSize } from './harness/patrol-screen.js';
import { leave, outFolder, type Screen, screenOf, startBrowser } from './harness/people.js';
import { openIncidentAt, pictureOf } from './harness/picture.js';
import { alarmEntry, linkOf, newEpoch, type SiteLink } from './harness/site-link.js';
import { root } from './harness/system.js';
import { until } from './harness/until.js';

const system = inject('system');
const guides = join(root, 'docs', 'guide');
/** `npm run docs:pictures` puts them where the guides look for them. */
const kept = process.env['HAIXI_PICTURES'];
const folder = kept ?? join(outFolder(), 'guide');
/** Each picture takes a second or two of a machine that draws in software: the English ones are made where they are kept. */
const languages = kept === undefined ? (['zh-CN'] as const) : (['en', 'zh-CN'] as const);
const siteId = 'institution-03';
const otherSiteId = 'community-03';

let browser: Browser;
let operator: Screen;
let officer: Screen;
const links: SiteLink[] = [];
const made: string[] = [];
let failed = true;

beforeAll(async () => {
  mkdirSync(folder, { recursive: true });
  browser = await startBrowser();
  operator = await screenOf(browser, system, 'operator', { ...consoleSize, reducedMotion: true });
  officer = await screenOf(browser, system, 'officer1', { ...patrolSize, reducedMotion: true });
  for (const id of [siteId, otherSiteId]) links.push(await linkOf(system, id));
});

afterAll(async () => {
  if (operator) await closeOpenAt(system.url, operator, [siteId, otherSiteId]);
  for (const link of links) await link.end();
  await leave(officer ?? null, failed);
  await leave(operator ?? null, failed);
  await browser?.close();
});

test('every step of the guides is as their pictures show it, and every picture that they name is made', async () => {
  const console = await openConsole(operator);
  const { page, panel } = console;
  await page.locator('main canvas').first().waitFor();
  await shoot(page, 'sound', page.getByTestId('sound-check'));

  await officer.api.command('unit.duty', { unitId: 'unit-01', onDuty: true });
  const { sites } = await pictureOf(system.url, operator.cookie);
  const { lon, lat } = sites[siteId]!.position;
  const patrol = await openPatrol(officer, { lon: lon + 0.001, lat });
  await shoot(patrol.page, 'on-duty');

  links[1]!.send(alarmEntry(newEpoch(), 1, { kind: 'help' }));
  await openIncidentAt(system.url, operator.cookie, otherSiteId);
  links[0]!.send(alarmEntry(newEpoch(), 1));
  const { incidentId } = await openIncidentAt(system.url, operator.cookie, siteId);
  await console.row(incidentId).waitFor();
  const columns = page.locator('main > *');
  await shoot(page, 'queue', columns.first());

  await console.row(incidentId).getByTestId('receive').click();
  const send = panel.getByTestId('send-unit-01');
  await send.waitFor();
  await shoot(page, 'console');
  await send.click();
  const assignment = async () => (await operator.api.incident(incidentId)).incident.assignments[0];
  await until('unit-01 is sent', async () => (await assignment())?.state === 'sent');

  await patrol.card(incidentId).waitFor();
  await shoot(patrol.page, 'assignment');
  await until('the tablet has rung', async () => (await assignment())?.marks.rung);
  await panel.locator('.receipt').getByText('已响铃').waitFor();
  await shoot(page, 'receipts', columns.last());

  await officer.context.setOffline(true);
  await patrol.press(incidentId, '签收');
  await patrol.page.getByTestId('waiting').waitFor();
  await patrol.page.getByTestId('connection').getByText('数据截至').waitFor();
  await shoot(patrol.page, 'offline');
  await officer.context.setOffline(false);
  await until('it is signed', async () => (await assignment())?.state === 'signed');
  await patrol.press(incidentId, '出警');
  await patrol.press(incidentId, '到达');
  await until('it has arrived', async () => (await assignment())?.state === 'arrived');
  await patrol.card(incidentId).getByRole('button', { name: '反馈', exact: true }).click();
  const sheet = patrol.page.getByRole('dialog');
  await sheet.getByTestId('text').fill('误触按钮，已核实，现场平安');
  await shoot(patrol.page, 'feedback');
  await sheet.getByTestId('submit').click();
  await sheet.waitFor({ state: 'hidden' });

  await panel.getByRole('button', { name: '办结', exact: true }).click();
  await page.getByTestId('close-form').waitFor();
  await shoot(page, 'closing', page.getByTestId('close-form'));
  const cameraPage = await console.cameraPage('road-02', 'camera-1');
  await cameraPage.getByTestId('reason-words').waitFor();
  await shoot(page, 'reason', cameraPage);

  expect(made.toSorted(), 'pictures made, and pictures that the guides name').toEqual(named());
  failed = false;
});

/** Takes the picture in both languages, and leaves the page in Chinese. */
async function shoot(page: Page, name: string, part?: Locator): Promise<void> {
  for (const lang of languages) {
    await page.evaluate(
      (other) => {
        const buttons = [...document.querySelectorAll('button')];
        buttons.find(({ textContent }) => textContent.trim() === other)?.click();
      },
      lang === 'en' ? 'English' : '中文',
    );
    await page.locator(`html[lang="${lang}"]`).waitFor({ state: 'attached' });
    const file = `${name}.${lang}.jpg`;
    await (part ?? page).screenshot({ path: join(folder, file), type: 'jpeg', quality: 80 });
    made.push(file);
  }
}

/** The pictures that the guides name in these languages, in order. */
function named(): string[] {
  const texts = readdirSync(guides)
    .filter((file) => file.endsWith('.md'))
    .map((file) => readFileSync(join(guides, file), 'utf8'));
  const found = texts.flatMap((text) =>
    [...text.matchAll(/\]\(pictures\/([^)]+)\)/g)].map(([, file]) => file!),
  );
  const mine = found.filter((file) => languages.some((lang) => file.endsWith(`.${lang}.jpg`)));
  return [...new Set(mine)].toSorted();
}
