// The console in few moves: two clicks or three keys receive and send, U takes it back, Ctrl K finds, a filter never hides a panic.
import type { Browser } from 'playwright-core';
import { afterAll, afterEach, beforeAll, expect, inject, test } from 'vitest';
import { closeOpenAt } from './harness/close-open.js';
import { type ConsoleScreen, consoleSize, openConsole } from './harness/console-screen.js';
import { leave, type Screen, screenOf, startBrowser } from './harness/people.js';
import { openIncidentAt } from './harness/picture.js';
import { alarmEntry, linkOf, newEpoch, type SiteLink } from './harness/site-link.js';
import { until } from './harness/until.js';

const system = inject('system');
const siteId = 'institution-03';

let browser: Browser;
let operator: Screen;
let console: ConsoleScreen;
let link: SiteLink;
let failed = false;

beforeAll(async () => {
  browser = await startBrowser();
  operator = await screenOf(browser, system, 'operator', { ...consoleSize, reducedMotion: true });
  console = await openConsole(operator);
  link = await linkOf(system, siteId);
});

afterEach(({ task }) => {
  failed ||= task.result?.state === 'fail';
});

afterAll(async () => {
  await leave(operator ?? null, failed);
  await link?.end();
  await browser?.close();
});

test('I1 two clicks of a mouse receive and send, from a page just opened', async () => {
  const { page, panel } = console;
  link.send(alarmEntry(newEpoch(), 1));
  const { incidentId } = await openIncidentAt(system.url, operator.cookie, siteId);
  await page.evaluate(() => {
    const { dataset } = document.documentElement;
    const count = ({ isTrusted }: Event) => {
      if (isTrusted) dataset['clicks'] = String(Number(dataset['clicks'] ?? 0) + 1);
    };
    addEventListener('pointerdown', count, true);
    addEventListener('keydown', count, true);
  });

  await console.receive(incidentId);
  const send = panel.locator('[data-testid^="send-"]').first();
  await send.waitFor();
  const unitId = (await send.getAttribute('data-testid'))!.replace('send-', '');
  await send.click();
  const { incident } = await until('it is received and a unit is sent', async () => {
    const file = await operator.api.incident(incidentId);
    return file.incident.assignments.length > 0 && file;
  });
  expect(incident.receivedBy).toBe('op-lin');
  expect(incident.assignments.map((each) => [each.unitId, each.state])).toEqual([[unitId, 'sent']]);
  expect(await page.evaluate(() => document.documentElement.dataset['clicks'])).toBe('2');

  await closeOpenAt(system.url, operator, [siteId]);
});

test('I1 three keys receive and send, U recalls, and the palette and the filter do what they say', async () => {
  const { page } = console;
  const { keyboard } = page;
  link.send(alarmEntry(newEpoch(), 1));
  const { incidentId } = await openIncidentAt(system.url, operator.cookie, siteId);
  await console.row(incidentId).waitFor();
  const incident = async () => (await operator.api.incident(incidentId)).incident;

  // What another test left open may stand above it: the palette opens it by its place, as ↓ does the first.
  await keyboard.press('Control+k');
  const palette = page.getByTestId('palette');
  await palette.getByRole('combobox').fill(siteId);
  await palette.getByRole('option').first().waitFor();
  await keyboard.press('Escape');
  await palette.waitFor({ state: 'detached' });
  const at = (await rowIds()).indexOf(incidentId);
  for (let down = 0; down <= at; down += 1) await keyboard.press('ArrowDown');
  await keyboard.press('r');
  await until('it is received', async () => (await incident()).receivedBy !== null);
  await console.panel.locator('[data-testid^="send-"]').first().waitFor();
  await keyboard.press('1');
  await page.getByTestId('undo-toast').waitFor();
  expect((await incident()).assignments.map(({ state }) => state)).toEqual(['sent']);
  await keyboard.press('u');
  await until('it is recalled', async () => (await incident()).assignments[0]?.state === 'recalled');

  await keyboard.press('w');
  await page.getByTestId('queue-hidden').waitFor();
  const { priority, stage } = await incident();
  if (priority === 1) await console.row(incidentId).waitFor();
  await keyboard.press('x');
  await page.getByTestId('queue-hidden').waitFor({ state: 'detached' });
  const close = { incidentId, expects: stage, outcome: 'test', reason: '测试' } as const;
  expect((await operator.api.command('incident.close', close)).status).toBe(200);

  // A place as a caller says it: found by a part of its name, the map goes there and its page opens.
  await keyboard.press('/');
  const places = palette.getByRole('combobox');
  await places.fill('没有这个地方');
  await palette.getByRole('status').waitFor();
  await places.fill(siteId);
  await keyboard.press('Enter');
  await palette.waitFor({ state: 'detached' });
  await page.getByTestId('site-panel').waitFor();
});

/** The incidents in the queue from the top. */
async function rowIds(): Promise<string[]> {
  const rows = console.page.locator('[data-testid^="queue-row-"]');
  const ids = await rows.evaluateAll((all) => all.map((each) => each.getAttribute('data-testid') ?? ''));
  return ids.map((id) => id.replace('queue-row-', ''));
}
