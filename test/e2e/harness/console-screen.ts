// The operators' console in a browser, by what a person sees there.
import type { Locator, Page } from 'playwright-core';
import { type LiveTile, tileOf } from './live-tile.js';
import type { Screen } from './people.js';
import { until } from './until.js';

export const consoleSize = { width: 1440, height: 900 };

/** Long enough for a killed server to be started again; a step that takes longer has failed. */
export const patienceMs = 60_000;

export type Prepare = (page: Page) => Promise<void>;

export async function leaveAsItIs(): Promise<void> {}

export interface ConsoleScreen {
  readonly page: Page;
  row(incidentId: string): Locator;
  panel: Locator;
  /** Opens the incident's panel from the queue. */
  open(incidentId: string): Promise<void>;
  /** Points at the open incident's mark on the map, and waits until the map says this about it. */
  seenOnMap(text: string): Promise<void>;
  /** Presses 接警 in the queue. */
  receive(incidentId: string): Promise<void>;
  /** Presses 派警 for this unit in the open panel. */
  send(unitId: string): Promise<void>;
  /** Closes the incident of the open panel as genuine, with what was done. */
  close(done: string): Promise<void>;
  /** The incidents in the queue, by id, in order of their ids. */
  shownIncidents(): Promise<string[]>;
  /** When the page was loaded; a reload makes it another time. */
  loadedAtMs(): Promise<number>;
  /** Waits until the open panel's timeline has a line with this title. */
  told(title: string): Promise<void>;
  /** Opens the camera's page by its address. */
  cameraPage(siteId: string, sourceId: string): Promise<Locator>;
  /** Opens the camera's page, and looks at the camera to check it. */
  lookAt(siteId: string, sourceId: string): Promise<LiveTile>;
  /** Closes the tile of the camera's page, and the page. */
  endLook(): Promise<void>;
}

/** `prepare` has the page before anything is opened in it. */
export async function openConsole(
  { context }: Screen,
  prepare: Prepare = leaveAsItIs,
): Promise<ConsoleScreen> {
  const page = await context.newPage();
  page.setDefaultTimeout(patienceMs);
  await prepare(page);
  await page.goto('/console');
  await page.getByRole('region', { name: '警情队列' }).waitFor();
  const panel = page.getByTestId('incident-panel');
  const cameraPage = page.getByTestId('camera-page');
  const row = (incidentId: string) => page.getByTestId(`queue-row-${incidentId}`);
  // The queue holds still under the pointer, so the pointer leaves it.
  const leaveQueue = () => page.mouse.move(consoleSize.width / 2, 4);
  const openCamera = async (siteId: string, sourceId: string) => {
    await page.evaluate((hash) => (location.hash = hash), `camera=${siteId}/${sourceId}`);
    await cameraPage.waitFor();
    return cameraPage;
  };
  return {
    page,
    row,
    panel,
    open: async (incidentId) => {
      await row(incidentId).getByRole('button', { name: '打开警情' }).click();
      await leaveQueue();
      await panel.waitFor();
    },
    seenOnMap: async (text) => {
      await seenOnMap(page, text);
      await leaveQueue();
    },
    receive: async (incidentId) => {
      await row(incidentId).getByTestId('receive').click();
      await leaveQueue();
    },
    send: async (unitId) => {
      const send = panel.getByTestId(`send-${unitId}`);
      // Only the nearest are shown at first.
      const more = panel.getByRole('button', { name: '更多警力' });
      await send.or(more).first().waitFor();
      if (!(await send.isVisible())) await more.click();
      await send.click();
    },
    close: async (done) => {
      await panel.getByRole('button', { name: '办结', exact: true }).click();
      const form = page.getByTestId('close-form');
      await form.getByRole('combobox', { name: '结果' }).click();
      await page.locator('.ant-select-item-option', { hasText: '属实' }).click();
      await form.getByRole('textbox', { name: '处置情况' }).fill(done);
      await form.getByRole('button', { name: '办结', exact: true }).click();
    },
    cameraPage: openCamera,
    lookAt: async (siteId, sourceId) => {
      await openCamera(siteId, sourceId);
      await cameraPage.locator('[data-purpose="check"]').click();
      await cameraPage.getByTestId('reason-words').fill('检查画面');
      await page.keyboard.press('Enter');
      return tileOf(page, siteId, sourceId);
    },
    endLook: async () => {
      await cameraPage.getByRole('button', { name: '关闭画面' }).click();
      await cameraPage.getByRole('button', { name: '返回' }).click();
      await cameraPage.waitFor({ state: 'detached' });
    },
    shownIncidents: async () => {
      const rows = page.locator('[data-testid^="queue-row-"]:not(.gone)');
      const ids = await rows.evaluateAll((all) => all.map((each) => each.getAttribute('data-testid') ?? ''));
      return ids.map((id) => id.replace('queue-row-', '')).toSorted();
    },
    loadedAtMs: () => page.evaluate(() => performance.timeOrigin),
    told: (title) => panel.getByTestId('timeline').getByText(title, { exact: true }).waitFor(),
  };
}

/** Waits until the map says this of the incident that stands in its middle, as one does that was opened in the queue. */
export async function seenOnMap(page: Page, text: string): Promise<void> {
  const box = (await page.getByRole('region', { name: '地图' }).boundingBox())!;
  await until(`the map has ${text} in its middle`, async () => {
    // Its sign stands above the place.
    for (const aboveY of [34, 36])
      await page.mouse.move(box.x + box.width / 2, box.y + box.height / 2 - aboveY);
    return page.getByRole('tooltip').getByText(text).isVisible();
  });
}
