// The video wall with real cameras: opened beside the console, filled by hand, kept, and every look on record.
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { type Cameras, startCameras } from '../camera/rtsp-camera.js';
import { type Agent, startAgent } from './harness/agent.js';
import { camerasNow } from './harness/cameras-now.js';
import { openConsole, patienceMs } from './harness/console-screen.js';
import { tileOf } from './harness/live-tile.js';
import { leave, type Screen, screenOf, startBrowser } from './harness/people.js';
import { until } from './harness/until.js';

const system = inject('system');

/** A demo site that no agent of the demo serves. */
const [siteId, one, other] = ['road-02', 'camera-1', 'camera-2'] as const;

/** The map has its own tests: here it is drawn as little as possible. */
const calm = { width: 1024, height: 768, reducedMotion: true };

let browser: Browser;
let operator: Screen;
let auditor: Screen;
let cameras: Cameras;
let agent: Agent;
let failed = true;

beforeAll(async () => {
  cameras = await startCameras(['plain', 'short-gop']);
  agent = await startAgent(system, {
    [siteId]: [
      { id: one, type: 'camera', address: cameras.address('plain') },
      { id: other, type: 'camera', address: cameras.address('short-gop') },
    ],
  });
  browser = await startBrowser();
  operator = await screenOf(browser, system, 'operator', calm);
  auditor = await screenOf(browser, system, 'auditor', calm);
  await until('the server has the cameras’ pictures', async () => {
    const now = await camerasNow(system.url, operator.cookie);
    return [one, other].every((sourceId) => now.get(`${siteId}/${sourceId}`)?.state === 'ok');
  });
});

afterAll(async () => {
  await agent?.stop();
  await leave(operator, failed);
  await auditor?.context.close();
  await browser?.close();
  await cameras?.stop();
});

test('V3 a wall opens in its own window, plays what is dragged on it with its age and rate, is kept, and is on record', async () => {
  const { page } = await openConsole(operator);
  // The window that it finds open it leaves as it is, however often it is pressed.
  const wall = await until('the key opens the wall', async () => {
    await page.keyboard.press('g');
    return operator.context.pages().find((each) => each.url().endsWith('/wall'));
  });
  wall.setDefaultTimeout(patienceMs);
  await page.keyboard.press('g');
  expect(operator.context.pages().length).toBe(2);
  // It goes on by itself, and its pictures have the machine for themselves.
  await page.close();
  await wall.getByTestId('wall-why').waitFor();
  expect(await wall.getByTestId('video-tile').count()).toBe(0);

  // A camera may be put on the wall before there is a reason; it plays once somebody has said why.
  await rowOf(wall, one).dragTo(wall.getByTestId('wall-tile-2'));
  await wall.getByTestId('wall-tile-2').getByText('开始值守巡视后播放').waitFor();
  await wall.getByRole('textbox', { name: '补充说明' }).fill('夜班巡查');
  await wall.keyboard.press('Enter');
  const first = tileOf(wall, siteId, one);
  await first.live();
  expect((await first.seen()).words).toMatch(/实时 · 落后 [\d.]+ 秒.*\d+ kbps/s);

  // By keyboard alone: the third tile, a camera found by words.
  await wall.getByTestId('wall-tile-1').click();
  await wall.keyboard.press('ArrowDown');
  await wall.keyboard.press('/');
  await wall.keyboard.type(`${siteId} ${other}`);
  await wall.keyboard.press('Enter');
  await wall.getByTestId('wall-tile-3').getByTestId('video-tile').waitFor();
  await tileOf(wall, siteId, other).live();

  await wall.keyboard.press('Escape');
  await wall.keyboard.press('s');
  await wall.keyboard.type('夜班');
  await wall.keyboard.press('Enter');
  await until('the layout is on the desk', async () => {
    const { body } = await operator.api.request('GET', '/api/desk');
    return (body as { walls: { name: string }[] }).walls.some(({ name }) => name === '夜班');
  });
  await wall.reload();
  await wall.getByTestId('wall-tile-2').getByTestId('video-tile').waitFor();
  await tileOf(wall, siteId, one).live();
  await wall.getByTestId('wall-tile-2').click({ position: { x: 40, y: 60 } });
  await wall.keyboard.press('Delete');
  await first.locator.waitFor({ state: 'detached' });
  await wall.keyboard.press('1');
  await first.live();

  await wall.getByTestId('round-key').click();
  await wall.getByRole('button', { name: '结束巡视' }).click();
  await wall.getByTestId('wall-why').waitFor();
  const looks = await until('the round is in the log with its looks', async () => {
    const { body } = await auditor.api.request('GET', '/api/log?areaId=350902002');
    const { events } = body as { events: { type: string; data: Ended }[] };
    return events.find(({ type }) => type === 'round.ended')?.data.looks;
  });
  expect(looks.map(({ sourceId }) => sourceId).toSorted()).toEqual([one, other]);
  expect(looks.every((each) => each.siteId === siteId)).toBe(true);
  failed = false;
});

interface Ended {
  readonly looks: readonly { readonly siteId: string; readonly sourceId: string }[];
}

function rowOf(wall: Page, sourceId: string) {
  return wall.getByTestId('wall-tree').locator(`[data-camera="${siteId}/${sourceId}"]`);
}
