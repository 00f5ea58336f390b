// A shift as the guides in docs/ tell it, at the console and at a tablet: what they quote is in sight, and their pictures are made.
import { mkdirSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser, Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { camerasNow } from './harness/cameras-now.js';
import { closeOpenAt } from './harness/close-open.js';
import { consoleSize, openConsole } from './harness/console-screen.js';
import { fileOf, type GuideLanguage, picturesFolder, readSteps } from './harness/guides.js';
import { tileOf } from './harness/live-tile.js';
import { openPatrol, patrolSize } from './harness/patrol-screen.js';
import { leave, outFolder, type Screen, screenOf, startBrowser } from './harness/people.js';
import { openIncidentAt, pictureOf } from './harness/picture.js';
import { until } from './harness/until.js';
import { wordsInSight } from './harness/words-in-sight.js';

const system = inject('system');
const steps = readSteps();
/** `npm run docs:pictures` puts them where the guides look for them. */
const kept = process.env['HAIXI_PICTURES'];
const folder = kept ?? join(outFolder(), 'guide');
/** A picture takes a machine that draws in software a second or two: English ones are read and made where they are kept. */
const languages: readonly GuideLanguage[] = kept === undefined ? ['zh-CN'] : ['en', 'zh-CN'];
/** Sites of the demo's own agents: a school with cameras, a help button, a pharmacy. */
const [school, station, pharmacy] = ['institution-01', 'community-01', 'shop-02'] as const;

let browser: Browser;
let operator: Screen;
let officer: Screen;
const made = new Set<string>();
const read = new Map<string, Set<string>>();
let failed = true;

beforeAll(async () => {
  if (kept !== undefined) rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  browser = await startBrowser();
  operator = await screenOf(browser, system, 'operator', { ...consoleSize, reducedMotion: true });
  officer = await screenOf(browser, system, 'officer1', { ...patrolSize, reducedMotion: true });
});

afterAll(async () => {
  if (operator) await closeOpenAt(system.url, operator, [school, station, pharmacy]);
  await leave(officer ?? null, failed);
  await leave(operator ?? null, failed);
  await browser?.close();
});

test('what the guides quote is in sight where they say, and every picture that they name is made', async () => {
  const { command } = officer.api;
  expect((await command('unit.duty', { unitId: 'unit-01', onDuty: false })).status).toBe(200);
  const { sites } = await pictureOf(system.url, operator.cookie);
  const { lon, lat } = sites[school]!.position;
  const [console, { page: tablet, card }] = await Promise.all([
    openConsole(operator),
    openPatrol(officer, { lon: lon - 0.001, lat: lat - 0.0014 }),
  ]);
  const { page, panel } = console;
  const map = page.getByRole('region', { name: '地图' });
  await map.locator('canvas').first().waitFor();
  const sound = page.getByTestId('sound-check');
  await sound.getByRole('button', { name: '试听' }).click();
  await sound.getByRole('button', { name: '都听到了' }).waitFor();
  await shoot(page, 'sound', { part: sound });
  await sound.getByRole('button', { name: '都听到了' }).click();

  await shoot(tablet, 'on-duty');
  await tablet.getByRole('switch').click();
  await until('unit-01 is on duty', async () => {
    const { units } = await pictureOf(system.url, operator.cookie);
    return units['unit-01']?.onDuty;
  });
  // A receiver that stands still would be asked again only later.
  await officer.context.setGeolocation({ longitude: lon - 0.0009, latitude: lat - 0.0013, accuracy: 8 });

  await until('the demo’s cameras are there', async () => {
    const now = await camerasNow(system.url, operator.cookie);
    return [1, 2].every((n) => now.get(`${school}/camera-${n}`)?.state === 'ok');
  });
  await press(station);
  await press(station);
  await press(pharmacy);
  await press(school);
  const help = await openIncidentAt(system.url, operator.cookie, station, (it) => it.alarmCount === 2);
  await openIncidentAt(system.url, operator.cookie, pharmacy);
  const { incidentId } = await openIncidentAt(system.url, operator.cookie, school);
  await console.row(incidentId).waitFor();
  await shoot(page, 'queue', { part: page.getByRole('region', { name: '警情队列' }), height: 330 });

  await console.receive(incidentId);
  if (kept !== undefined) await tileOf(page, school, 'camera-1').live();
  await console.send('unit-01');
  await panel.getByRole('region', { name: '已派警力' }).waitFor();
  await shoot(page, 'console');
  const assignment = async () => (await operator.api.incident(incidentId)).incident.assignments.at(-1)!;
  const sent = await assignment();
  await card(incidentId).waitFor();
  await shoot(tablet, 'assignment');
  await panel.locator('.receipt').getByText('● 已看到').waitFor();
  await shoot(page, 'receipts', { part: panel.getByRole('region', { name: '已派警力' }) });

  const tell = { incidentId, assignmentId: sent.assignmentId, text: '走东门，门卫在门口等' };
  expect((await operator.api.command('assignment.tell', tell)).status).toBe(200);
  await tablet.getByTestId('centre-message').waitFor();
  await shoot(tablet, 'message', { part: card(incidentId), height: 270 });
  await tablet.getByRole('button', { name: '知道了' }).click();
  const sheet = tablet.getByRole('dialog');
  const decline = async () => {
    await card(incidentId).getByTestId('decline').click();
    await sheet.waitFor();
  };
  await shoot(tablet, 'decline', { part: sheet, open: decline });
  // It takes some seconds to be sure that it is cut off, and what is pressed waits.
  await officer.context.setOffline(true);
  await card(incidentId).getByRole('button', { name: '签收', exact: true }).click();

  await page.keyboard.press('a');
  await page.getByRole('group', { name: '图层' }).waitFor();
  await shoot(page, 'map', { part: map, height: 560 });
  await page.keyboard.press('Escape');
  await console.open(help.incidentId);
  await panel.getByRole('button', { name: '接警' }).first().click();
  await panel.getByRole('button', { name: '移交' }).waitFor();
  await shoot(page, 'keys', { part: panel.locator('.incident-head') });
  await shoot(page, 'split', { part: panel.getByRole('region', { name: '报警', exact: true }) });
  await panel.getByRole('button', { name: '移交' }).click();
  await shoot(page, 'hand-over', { part: page.getByTestId('transfer-form') });
  await page.getByRole('button', { name: '登记移交' }).click();
  await panel.getByText('已移交').first().waitFor();
  await panel.getByRole('button', { name: '办结', exact: true }).click();
  const closing = page.getByTestId('close-form');
  await closing.getByRole('combobox').click();
  await page.locator('.ant-select-item-option', { hasText: '已移交' }).click();
  await shoot(page, 'closing', { part: page.locator('.side-panel'), height: 620 });
  const cameraPage = await console.cameraPage(school, 'camera-2');
  await cameraPage.getByTestId('reason-words').waitFor();
  await shoot(page, 'reason', { part: cameraPage, height: 396 });
  await page.keyboard.press('Escape');
  await page.keyboard.press('Escape');

  await operator.context.setOffline(true);
  // Meanwhile the operator takes the dispatch back from elsewhere.
  await tablet.getByTestId('connection').getByText('数据截至').waitFor();
  await shoot(tablet, 'offline');
  const back = { incidentId, assignmentId: sent.assignmentId, expects: 'sent' } as const;
  expect((await operator.api.command('assignment.recall', back)).status).toBe(200);
  await officer.context.setOffline(false);
  await tablet.getByTestId('conflict').waitFor();
  await tablet.getByTestId('farewell').waitFor();
  await shoot(tablet, 'late');
  while ((await tablet.getByRole('button', { name: '知道了' }).count()) > 0)
    await tablet.getByRole('button', { name: '知道了' }).first().click();

  const again = { incidentId, expects: 'received', unitId: 'unit-01' } as const;
  expect((await operator.api.command('incident.send', again)).status).toBe(200);
  const { assignmentId } = await assignment();
  const on = { incidentId, assignmentId };
  for (const [move, expects] of [
    ['sign', 'sent'],
    ['setOut', 'signed'],
    ['arrive', 'setOut'],
  ] as const)
    expect((await command(`assignment.${move}`, { ...on, expects })).status).toBe(200);
  const feedBack = async () => {
    await card(incidentId).locator('[data-testid="primary"][data-move="feedBack"]').click();
    await tablet.getByTestId('text').fill('');
    await sheet.locator('.patrol-phrases button').nth(1).click();
  };
  await shoot(tablet, 'feedback', { part: sheet, open: feedBack });
  await page.getByTestId('stale-bar').waitFor();
  await shoot(page, 'stale', { part: page.locator('body'), height: 420 });

  const own = steps.filter(({ language }) => languages.includes(language));
  const unread = own.flatMap(({ at, language, quotes, pictures }) =>
    quotes
      .filter((word) => !pictures.some((name) => read.get(fileOf(name, language))?.has(word)))
      .map((word) => `${at}: ${word}`),
  );
  expect(unread, 'quoted, and not in sight where the guide’s pictures are taken').toEqual([]);
  const named = (of: readonly GuideLanguage[]) =>
    [
      ...new Set(
        steps
          .filter(({ language }) => of.includes(language))
          .flatMap(({ language, pictures }) => pictures.map((name) => fileOf(name, language))),
      ),
    ].toSorted();
  expect([...made].toSorted(), 'pictures made, and pictures that the guides name').toEqual(named(languages));
  expect(readdirSync(picturesFolder).toSorted(), 'pictures kept').toEqual(named(['en', 'zh-CN']));
  failed = false;
});

/** Presses the site's button at the door of its own agent. */
async function press(siteId: string): Promise<void> {
  const door = await until(`the agent of ${siteId} runs`, () => {
    const { agents } = JSON.parse(readFileSync(join(system.data, 'run.json'), 'utf8')) as {
      agents: { http: string; sites: string[] }[];
    };
    return agents.find(({ sites }) => sites.includes(siteId))?.http;
  });
  const answer = await fetch(`${door}/press/${siteId}/button-1`, { method: 'POST' });
  expect(answer.status).toBe(202);
}

interface Shot {
  /** The whole page, unless it is a part of it. */
  readonly part?: Locator;
  /** So many pixels from its top; all of it where not given. */
  readonly height?: number;
  /** Opens what is to be seen, where it has to be opened anew in each language; Escape closes it. */
  readonly open?: () => Promise<void>;
}

/** Reads and takes it in each language; leaves the page in Chinese. */
async function shoot(page: Page, name: string, { part, height, open }: Shot = {}): Promise<void> {
  const whole = part ?? page.locator('body');
  // By its Chinese name it can be found only now.
  const found = open === undefined ? await whole.elementHandle() : null;
  for (const language of languages) {
    await page.evaluate(
      (other) => {
        const buttons = [...document.querySelectorAll('button')];
        buttons.find(({ textContent }) => textContent.trim() === other)?.click();
      },
      language === 'en' ? 'English' : '中文',
    );
    await page.locator(`html[lang="${language}"]`).waitFor({ state: 'attached' });
    await open?.();
    const held = (found ?? (await whole.elementHandle()))!;
    await held.scrollIntoViewIfNeeded();
    const box = (await held.boundingBox())!;
    const clip = { ...box, height: Math.min(height ?? box.height, page.viewportSize()!.height - box.y) };
    const file = fileOf(name, language);
    const own = steps.filter((step) => step.language === language);
    const here = async (words: readonly string[]) => wordsInSight(page, words, clip);
    // What nothing else shows has to come, though the page may still be moving; what is missing is told at the end.
    const must = own.flatMap(({ pictures, quotes }) => (pictures.join() === name ? quotes : []));
    await until(`${file} says all`, async () => (await here(must)).length === must.length, 5_000).catch(
      () => {},
    );
    read.set(file, new Set(await here(own.flatMap(({ quotes }) => quotes))));
    const quality = clip.width * clip.height > 1e6 ? 68 : 80;
    await page.screenshot({ path: join(folder, file), type: 'jpeg', quality, clip });
    made.add(file);
    if (open !== undefined) await page.keyboard.press('Escape');
  }
}
