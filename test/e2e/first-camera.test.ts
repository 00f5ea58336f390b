// As a new user: from the one-time set-up link to a first own camera with an alarm on the map, by what README and screens say.
import { hostname } from 'node:os';
import { join } from 'node:path';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { type Cameras, startCameras } from '../camera/rtsp-camera.js';
import { zoo } from '../camera/zoo.js';
import { choosePassword, invite, makeSticker, planOrder, setUp } from './harness/admin-screen.js';
import { seenOnMap } from './harness/console-screen.js';
import { installCamera } from './harness/install-screen.js';
import { outFolder, startBrowser } from './harness/people.js';
import { type Box, type Production, startProduction } from './harness/production.js';
import { cameraArguments, writeQrFeed } from './harness/qr-feed.js';
import { leaks } from './harness/secrets.js';

const patience = { timeout: 60_000 };
/** In 蕉北街道, Ningde. */
const here = { latitude: 26.6652, longitude: 119.5281, accuracy: 6 };
const passwords = { admin: 'six-Lanterns-over-water', other: 'seven-Boats-in-the-rain' };

let production: Production;
let cameras: Cameras;
let desk: Browser;
let phone: Browser | null = null;
let box: Box | null = null;
const contexts: BrowserContext[] = [];

beforeAll(async () => {
  // Where nothing is loopback: the server refuses a camera that points at itself.
  process.env['HAIXI_CAMERA_HOST'] = '0.0.0.0';
  [production, cameras] = await Promise.all([startProduction(), startCameras(['locked-lens'])]);
  desk = await startBrowser();
});

afterEach(async ({ task }) => {
  if (task.result?.state !== 'fail') return;
  const pages = contexts.flatMap((context) => context.pages());
  for (const [at, page] of pages.entries())
    await page.screenshot({ path: join(outFolder(), `failed-first-camera-${at}.png`) }).catch(() => {});
  process.stdout.write(`${production.said().slice(-6_000)}\n`);
});

afterAll(async () => {
  delete process.env['HAIXI_CAMERA_HOST'];
  await Promise.all([desk?.close(), phone?.close()]);
  await box?.stop();
  await cameras?.stop();
  await production?.stop();
});

async function pageOf(browser: Browser, width: number, height: number): Promise<Page> {
  const context = await browser.newContext({
    viewport: { width, height },
    // Caddy's own authority is trusted by the box; a browser of its own profile knows it not.
    ignoreHTTPSErrors: true,
    baseURL: production.origin,
    locale: 'zh-CN',
    reducedMotion: 'reduce',
    geolocation: here,
    permissions: ['geolocation'],
  });
  contexts.push(context);
  context.setDefaultTimeout(patience.timeout);
  return context.newPage();
}

test('N1 N2 V3 D1 from the one-time set-up link to a first own camera with an alarm on the map', async () => {
  const admin = await pageOf(desk, 1440, 900);
  await setUp(admin, production.setUp, passwords.admin);
  await admin.screenshot({ path: join(outFolder(), 'admin-first.png') });
  const again = await fetch(`${production.url}/api/invitations/${production.setUp.split('#')[1]}`);
  expect(again.status).toBe(410);
  const links = {
    installer: await invite(admin, '吴凯', 'wu', '安装员'),
    operator: await invite(admin, '林静', 'lin', '接警员'),
  };
  const sticker = await makeSticker(admin);
  // HTML in a site's name is text wherever it stands.
  await planOrder(admin, '吴凯', '<b>后巷</b>便利店');
  await admin.screenshot({ path: join(outFolder(), 'admin-orders.png') });

  const feed = join(production.data, 'phone.y4m');
  writeQrFeed(feed, sticker.replaceAll(/\s/g, ''));
  phone = await startBrowser(cameraArguments(feed));
  box = production.box('box', sticker);
  const installer = await pageOf(phone, 390, 844);
  await installer.goto(links.installer);
  await choosePassword(installer, passwords.other, '设置密码并进入');
  await installer.waitForURL('**/install**');
  const { user, password } = zoo['locked-lens'].login;
  const { port } = new URL(cameras.address('locked-lens').replace('rtsp:', 'http:'));
  const ticket = await installCamera(installer, {
    cameraName: '后巷东侧',
    address: `rtsp://${hostname()}:${port}/stream`,
    user,
    password,
    notice: await admin.screenshot({ type: 'jpeg', quality: 60 }),
  });
  expect(ticket).toContain('<b>后巷</b>便利店');
  expect(ticket).toContain('后巷东侧');
  expect(ticket).toMatch(/\d+ ?毫秒/);

  const operator = await pageOf(desk, 1440, 900);
  await operator.goto(links.operator);
  await choosePassword(operator, passwords.other, '设置密码并进入');
  await operator.waitForURL('**/console**');
  const coveredAtMs = Date.now();
  await cameras.show('locked-lens', ['hand']);
  await operator.getByText('镜头被遮挡').first().waitFor(patience);
  process.stdout.write(`the first camera's alarm was on the console after ${Date.now() - coveredAtMs} ms\n`);
  await operator.getByText('<b>后巷</b>便利店').first().waitFor(patience);
  // Its site is the only one, so the map stands on it by itself.
  await seenOnMap(operator, '镜头被遮挡');
  await operator.screenshot({ path: join(outFolder(), 'console-first-camera.png') });

  const [, , code] = sticker.replaceAll(/\s/g, '').split(':');
  const tokens = [production.setUp, ...Object.values(links)].map((link) => link.split('#')[1]!);
  expect(
    leaks(production.said().replaceAll(/^\{"url".*$/gm, ''), [
      ...Object.values(passwords),
      password,
      code!,
      ...tokens,
    ]),
  ).toEqual([]);
});
