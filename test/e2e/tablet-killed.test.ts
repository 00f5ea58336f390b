// A tablet whose browser is killed during a cut: what was pressed is there when it is opened again, and arrives once, in order.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { type Cable, layCable } from './harness/cable.js';
import { closeOpenAt } from './harness/close-open.js';
import { patienceMs } from './harness/console-screen.js';
import { assignmentOf, dispatched } from './harness/dispatched.js';
import { patrolSize } from './harness/patrol-screen.js';
import { keptBrowser, screenOf, type Screen, startBrowser } from './harness/people.js';
import { alarmEntry, linkOf, newEpoch, type SiteLink } from './harness/site-link.js';
import { until } from './harness/until.js';

const system = inject('system');
const siteId = 'community-03';
const calm = { ...patrolSize, reducedMotion: true };
let browser: Browser;
let cable: Cable;
let operator: Screen;
let officer: Screen;
let link: SiteLink;
let tablet: BrowserContext | null = null;
const folder = mkdtempSync(join(tmpdir(), 'haixi-tablet-'));

beforeAll(async () => {
  browser = await startBrowser();
  cable = await layCable(system.port);
  operator = await screenOf(browser, system, 'operator', calm);
  officer = await screenOf(browser, system, 'officer1', calm);
  link = await linkOf(system, siteId);
});

afterAll(async () => {
  if (operator) await closeOpenAt(system.url, operator, [siteId]);
  await link?.end();
  await tablet?.close();
  await browser?.close();
  await cable?.close();
  rmSync(folder, { recursive: true, force: true });
});

test('T1 T2 of a browser that was killed in a cut nothing is lost, nothing comes twice, and what had changed is said in words', async () => {
  await officer.api.command('unit.duty', { unitId: 'unit-01', onDuty: true });
  const page = await opened();
  await page.evaluate(() => navigator.serviceWorker.ready.then(({ active }) => active?.state));
  await until('the worker has the page', () =>
    page.evaluate(() => navigator.serviceWorker.controller?.state === 'activated'),
  );
  const incidentId = await send(1);
  await page.getByTestId('assignment-card').waitFor();
  const photo = await page.screenshot({ type: 'jpeg' });

  cable.cut();
  for (const name of ['签收', '出警', '到达'])
    await page.getByTestId('primary').getByText(name, { exact: true }).click();
  await page.getByTestId('primary').getByText('反馈', { exact: true }).click();
  const sheet = page.getByRole('dialog');
  await sheet.getByTestId('text').fill('已现场处置完毕');
  await sheet
    .getByTestId('photos')
    .setInputFiles({ name: 'scene.jpg', mimeType: 'image/jpeg', buffer: photo });
  await sheet.locator('img').waitFor();
  await sheet.getByTestId('submit').click();
  await sheet.waitFor({ state: 'hidden' });
  killTablet();

  const again = await opened();
  await again.getByTestId('waiting').waitFor();
  cable.restore();
  await until(
    'all of it has arrived',
    async () => (await assignmentOf(operator, incidentId)).state === 'fedBack',
  );
  await again.getByTestId('waiting').waitFor({ state: 'detached' });
  const { events } = await operator.api.incident(incidentId);
  const moves = events.filter(({ type }) => /^assignment\.(signed|setOut|arrived|fedBack)$/.test(type));
  expect(moves.map(({ type }) => type)).toEqual([
    'assignment.signed',
    'assignment.setOut',
    'assignment.arrived',
    'assignment.fedBack',
  ]);
  expect(moves.every(({ actor }) => actor.kind === 'person' && actor.id === 'po-wang')).toBe(true);
  expect(moves.at(-1)!.data['photoIds']).toHaveLength(1);
  await closeOpenAt(system.url, operator, [siteId]);

  // Signed without network, and recalled meanwhile: the officer reads it, and the press is in the log all the same.
  const second = await send(2);
  await again.locator(`[data-incident="${second}"]`).waitFor();
  cable.cut();
  await again.locator(`[data-incident="${second}"]`).getByTestId('primary').click();
  await again.getByTestId('waiting').waitFor();
  const { assignmentId } = await assignmentOf(operator, second);
  const recalled = await operator.api.command('assignment.recall', {
    incidentId: second,
    assignmentId,
    expects: 'sent',
  });
  expect(recalled.status).toBe(200);
  cable.restore();
  const conflict = again.getByTestId('conflict');
  await conflict.getByText('“签收”未生效：派警已撤销').waitFor();
  await conflict.getByText('内容已作为迟报记入台账').waitFor();
  expect((await assignmentOf(operator, second)).state).toBe('recalled');
});

/** The tablet's page in a browser that keeps what it has on disk, signed in as 王磊. */
async function opened(): Promise<Page> {
  tablet = await keptBrowser(folder, cable.url, calm);
  const value = officer.cookie.replace('haixi_session=', '');
  const expires = Math.floor(Date.now() / 1000) + 86_400;
  await tablet.addCookies([
    { name: 'haixi_session', value, url: cable.url, httpOnly: true, sameSite: 'Strict', expires },
  ]);
  const page = await tablet.newPage();
  page.setDefaultTimeout(patienceMs);
  await page.goto('/patrol');
  return page;
}

/** As when the battery is pulled out: every process of that browser at once. */
function killTablet(): void {
  execFileSync('pkill', ['-9', '-f', `user-data-dir=${folder}`]);
  tablet = null;
}

/** An alarm at the site, received and sent to unit-01; gives its incident. */
function send(seq: number): Promise<string> {
  return dispatched(system.url, operator, link, siteId, alarmEntry(newEpoch(), seq));
}
