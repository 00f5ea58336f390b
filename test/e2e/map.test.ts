// The map as a person arranges it: layers, day and night and their own view are kept for them, and a camera is dragged off it.
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { consoleSize, openConsole } from './harness/console-screen.js';
import { leave, type Screen, screenOf, startBrowser } from './harness/people.js';
import { until } from './harness/until.js';

const system = inject('system');
const camera = 'road-02/camera-1';
/** At sea, where no camera is. */
const own = { lon: 119.6, lat: 26.62, zoom: 15 };

let browser: Browser;
let operator: Screen;
let failed = true;

beforeAll(async () => {
  browser = await startBrowser();
  operator = await screenOf(browser, system, 'operator2', { ...consoleSize, reducedMotion: true });
});

afterAll(async () => {
  await operator?.api.request('PUT', '/api/desk', { map: null, mapHidden: [], mapTheme: 'night' });
  await leave(operator, failed);
  await browser?.close();
});

test('a map is arranged by keys, stays so for the person, opens at their own view, and gives a camera away', async () => {
  const { page } = await openConsole(operator);
  const map = page.getByRole('region', { name: '地图' });
  await map.locator('canvas').first().waitFor();

  await page.keyboard.press('a');
  const menu = page.getByRole('group', { name: '图层' });
  await menu.waitFor();
  // The first layer has the focus; Tab goes on to the next ones.
  await page.keyboard.press('Tab');
  await page.keyboard.press('Space');
  expect(await menu.getByRole('checkbox', { name: '站点', exact: true }).isChecked()).toBe(false);
  await page.keyboard.press('Escape');
  await menu.waitFor({ state: 'detached' });
  await map.getByText('已隐藏：站点').waitFor();
  const night = await groundOf(map.locator('.district-map-controls button').first());
  await page.keyboard.press('t');
  await until('the map is light', async () => (await groundOf(map.locator('button').first())) !== night);

  await operator.api.request('PUT', '/api/desk', { map: own });
  await until('the desk is kept', async () => {
    const { body } = await operator.api.request('GET', '/api/desk');
    const { map: kept, mapHidden, mapTheme } = body as Kept;
    return kept !== null && mapHidden.length === 1 && mapTheme === 'day';
  });
  await page.reload();
  await map.getByText('已隐藏：站点').waitFor();
  expect(await groundOf(map.locator('.district-map-controls button').first())).not.toBe(night);
  await map.getByRole('button', { name: '全部显示' }).click();
  await map.getByText('已隐藏').waitFor({ state: 'detached' });

  // In the person's own view no camera is under the pointer; found by its name, it is, and can be taken away.
  expect(await cameraDraggedFrom(page, 0)).toBeNull();
  await page.keyboard.press('/');
  const palette = page.getByTestId('palette');
  await palette.getByRole('combobox').fill(camera.replace('/', ' '));
  await page.keyboard.press('Enter');
  await palette.waitFor({ state: 'detached' });
  await page.getByTestId('camera-page').waitFor();
  // One Escape leaves the place for the reason, one the page.
  await page.keyboard.press('Escape');
  await page.keyboard.press('Escape');
  await page.getByTestId('camera-page').waitFor({ state: 'detached' });
  // Near its site it is drawn a little aside, so that both are seen.
  await until('the camera beside the middle is dragged off', async () => {
    for (const aboveY of [34, 30, 38, -34, -30, -38])
      if ((await cameraDraggedFrom(page, aboveY)) === camera) return true;
    return false;
  });
  failed = false;
});

interface Kept {
  readonly map: unknown;
  readonly mapHidden: readonly string[];
  readonly mapTheme: string;
}

function groundOf(button: ReturnType<Page['locator']>): Promise<string> {
  return button.evaluate((each) => getComputedStyle(each).backgroundColor);
}

/** Pulls so far above the middle of the map: the camera that the pull takes along, or null where it only moves the map. */
async function cameraDraggedFrom(page: Page, aboveY: number): Promise<string | null> {
  const box = (await page.getByRole('region', { name: '地图' }).boundingBox())!;
  const [x, y] = [box.x + box.width / 2, box.y + box.height / 2 - aboveY];
  await page.evaluate(() => {
    document.documentElement.dataset['dragged'] = '';
    addEventListener(
      'dragstart',
      ({ dataTransfer }) => {
        document.documentElement.dataset['dragged'] =
          dataTransfer?.getData('application/x-haixi-camera') ?? '';
      },
      { once: true },
    );
  });
  await page.mouse.move(x - 1, y);
  await page.mouse.move(x, y);
  // The note says that the pointer has been understood.
  await page.waitForTimeout(150);
  await page.mouse.down();
  await page.mouse.move(x + 30, y + 10, { steps: 4 });
  await page.mouse.move(x, y, { steps: 4 });
  await page.mouse.up();
  return (await page.evaluate(() => document.documentElement.dataset['dragged'])) || null;
}
