// A tablet without network, with a real service worker: its page opens, what is pressed is kept under its officer, and arrives.
import type { AssignmentState } from '@haixi/proto/vocabulary';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { type Cable, layCable } from './harness/cable.js';
import { closeOpenAt } from './harness/close-open.js';
import { assignmentOf, dispatched } from './harness/dispatched.js';
import { openPatrol, patrolSize } from './harness/patrol-screen.js';
import { screenOf, type Screen, startBrowser } from './harness/people.js';
import { snapshotOf } from './harness/picture.js';
import { alarmEntry, linkOf, newEpoch, type SiteLink } from './harness/site-link.js';
import { until } from './harness/until.js';

const system = inject('system');
const siteId = 'community-03';
const here = { lon: 119.5318, lat: 26.6615 };
const calm = { ...patrolSize, reducedMotion: true };

let browser: Browser;
let cable: Cable;
let officer: Screen;
let operator: Screen;
let link: SiteLink;

beforeAll(async () => {
  browser = await startBrowser();
  cable = await layCable(system.port);
  officer = await screenOf(browser, system, 'officer1', calm, cable.url);
  operator = await screenOf(browser, system, 'operator', calm);
  link = await linkOf(system, siteId);
});

afterAll(async () => {
  if (operator) await closeOpenAt(system.url, operator, [siteId]);
  await link?.end();
  await browser?.close();
  await cable?.close();
});

test('T1 T3 T4 a tablet opens without network; what is pressed there arrives under its officer alone, and the centre sees it close', async () => {
  const onDuty = await officer.api.command('unit.duty', { unitId: 'unit-01', onDuty: true });
  expect(onDuty.status).toBe(200);
  const { page, card } = await openPatrol(officer, here);
  await page.evaluate(() => navigator.serviceWorker.ready.then(({ active }) => active?.state));
  await until('the worker has the page', () =>
    page.evaluate(() => navigator.serviceWorker.controller?.state === 'activated'),
  );
  expect(await keptUrls(page)).toEqual([]);
  const incidentId = await send();
  await card(incidentId).waitFor();
  await until(
    'the centre knows that it rang',
    async () => (await assignmentOf(operator, incidentId)).marks.rung,
  );
  await until('the tablet could ring', async () => (await tabletAtCentre()) === 'ready');

  cable.cut();
  await until('the centre sees the line gone', async () => (await tabletAtCentre()) === 'closed');
  await page.reload();
  await card(incidentId).waitFor();
  await page.getByTestId('connection').getByText('数据截至').waitFor();
  await card(incidentId).getByRole('button', { name: '签收', exact: true }).click();
  await page.getByTestId('waiting').waitFor();
  // The page is killed, and opens again with what waits.
  await page.close();
  const again = await officer.context.newPage();
  await again.goto('/patrol');
  await again.getByTestId('waiting').waitFor();
  expect(await again.getByTestId('assignment-card').count()).toBe(1);

  // A colleague takes the tablet; nothing of the other officer is there, and nothing of theirs leaves.
  const own = await officer.context.cookies();
  const colleague = await screenOf(browser, system, 'officer2', calm);
  await officer.context.addCookies(await colleague.context.cookies());
  await colleague.context.close();
  cable.restore();
  await again.reload();
  await again.getByText('张敏').waitFor();
  await again.getByTestId('connection').getByText('实时').waitFor();
  expect(await again.getByTestId('waiting').count()).toBe(0);
  expect(await stateOf(incidentId)).toBe('sent');

  await officer.context.addCookies(own);
  await again.reload();
  await until('it was signed', async () => (await stateOf(incidentId)) === 'signed');
  await again.getByTestId('waiting').waitFor({ state: 'detached' });
  const { events } = await officer.api.incident(incidentId);
  expect(events.find(({ type }) => type === 'assignment.signed')?.actor).toEqual({
    kind: 'person',
    id: 'po-wang',
  });
  await again.close();
  await until('the tablet is closed', async () => (await tabletAtCentre()) === 'closed');
});

test('T1 the worker and the manifest come with the headers that keep no old page', async () => {
  const worker = await fetch(`${system.url}/patrol-worker.js`);
  expect(worker.headers.get('content-type')).toMatch(/javascript/);
  expect(worker.headers.get('cache-control')).toBe('no-cache');
  expect(worker.headers.get('content-security-policy')).toMatch(/connect-src 'self'.*manifest-src 'self'/);
  const manifest = await fetch(`${system.url}/patrol.webmanifest`);
  expect(manifest.headers.get('content-type')).toMatch(/application\/manifest\+json/);
  expect(await manifest.json()).toMatchObject({ start_url: '/patrol', display: 'standalone' });
});

/** An alarm at the site, received and sent to unit-01; gives its incident. */
function send(): Promise<string> {
  return dispatched(system.url, operator, link, siteId, alarmEntry(newEpoch(), 1));
}

async function stateOf(incidentId: string): Promise<AssignmentState> {
  return (await assignmentOf(operator, incidentId)).state;
}

/** How unit-01's tablet stands, as operators are told. */
async function tabletAtCentre(): Promise<string | undefined> {
  const { latest } = await snapshotOf(system.url, operator.cookie);
  return latest.tablets.find(({ unitId, personId }) => unitId === 'unit-01' && personId === 'po-wang')?.state;
}

/** Addresses that the worker keeps and that are answers to a person. */
function keptUrls(page: Page): Promise<string[]> {
  return page.evaluate(async () => {
    const all = await Promise.all(
      (await caches.keys()).map(async (name) =>
        (await (await caches.open(name)).keys()).map(({ url }) => url),
      ),
    );
    return all.flat().filter((url) => url.includes('/api/'));
  });
}
