// Cameras that can't be watched: each is told apart on its page, with what to do, and none of them holds up another.
import { once } from 'node:events';
import { createServer as createWebServer, type Server as WebServer } from 'node:http';
import { type AddressInfo, createServer, type Server, type Socket } from 'node:net';
import { faultInChinese } from '@haixi/proto/mqtt/camera-faults';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { type Cameras, startCameras } from '../camera/rtsp-camera.js';
import { type Agent, startAgent } from './harness/agent.js';
import { camerasNow } from './harness/cameras-now.js';
import { closeOpenAt } from './harness/close-open.js';
import { type ConsoleScreen, openConsole } from './harness/console-screen.js';
import { freePort } from './harness/free-port.js';
import { leave, type Screen, screenOf, startBrowser } from './harness/people.js';
import { until } from './harness/until.js';

const system = inject('system');
const calm = { width: 1024, height: 768, reducedMotion: true };
const siteIds = ['road-02', 'institution-03', 'shop-04', 'community-02'];

/** Where each stands, what its agent tells of it, and in which state it is shown. */
const faulty = [
  ['a wrong password', 'road-02', 'camera-1', /user name or password/],
  ['a web page in place of RTSP', 'road-02', 'camera-2', /does not speak RTSP/],
  ['sound without a picture', 'institution-03', 'camera-1', /no picture in this stream/],
  ['nobody at the port', 'shop-04', 'camera-1', /nothing answers/],
  ['one who answers nothing', 'community-02', 'camera-1', /does not speak RTSP/],
] as const;

let browser: Browser;
let screen: Screen;
let console: ConsoleScreen;
let cameras: Cameras;
let agent: Agent;
let webPage: WebServer;
let silent: Server;
const held: Socket[] = [];

beforeAll(async () => {
  cameras = await startCameras(['password', 'audio-only']);
  webPage = createWebServer((_, answer) => answer.end('<h1>IP camera</h1>')).listen(0, '127.0.0.1');
  silent = createServer((socket) => held.push(socket.on('error', () => {}))).listen(0, '127.0.0.1');
  await Promise.all([once(webPage, 'listening'), once(silent, 'listening')]);
  const camera = (id: string, address: string) => ({ id, type: 'camera' as const, address });
  agent = await startAgent(system, {
    'road-02': [
      camera('camera-1', cameras.address('password').replace('p4ss-w0rd', 'guessed')),
      camera('camera-2', at(webPage)),
    ],
    'institution-03': [camera('camera-1', cameras.address('audio-only'))],
    'shop-04': [camera('camera-1', `rtsp://127.0.0.1:${await freePort()}/stream`)],
    'community-02': [camera('camera-1', at(silent))],
  });
  browser = await startBrowser();
  screen = await screenOf(browser, system, 'operator', calm);
  console = await openConsole(screen);
});

afterAll(async () => {
  await agent?.stop();
  await closeOpenAt(system.url, screen, siteIds);
  await leave(screen, false);
  await browser?.close();
  await cameras?.stop();
  webPage?.close();
  silent?.close();
  for (const socket of held) socket.destroy();
});

test.each(faulty)('%s is told as such on the camera’s page', async (_, siteId, sourceId, words) => {
  const reading = await until(`${siteId}/${sourceId} is told to be at fault`, async () => {
    const now = (await camerasNow(system.url, screen.cookie)).get(`${siteId}/${sourceId}`);
    return words.test(now?.fault ?? '') && now;
  });
  expect(reading.state).not.toBe('ok');
  expect(reading.fault).not.toContain('guessed');
  const page = await console.cameraPage(siteId, sourceId);
  await page.getByText(faultInChinese(reading.fault!)).first().waitFor();
});

test('V1 who looks at a camera without a picture reads that there is none, and when it is tried again', async () => {
  const tile = await console.lookAt('shop-04', 'camera-1');
  const seen = await until('the tile has ended', async () => {
    const now = await tile.seen();
    return now.says === 'ended' && now;
  });
  expect(seen.words).toMatch(/摄像头没有送来画面\d+ 秒后重试/);
});

function at(server: WebServer | Server): string {
  return `rtsp://127.0.0.1:${(server.address() as AddressInfo).port}/stream`;
}
