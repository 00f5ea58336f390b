// The demo's people at their screens: a real Chromium, signed in by the one-use links that the start printed.
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Browser, type BrowserContext, chromium } from 'playwright-core';
import { type Api, apiOf } from './api.js';
import { type PersonName, root, type SystemFacts } from './system.js';

const quiet = [
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];
// Without a GPU the map is drawn in software; ANGLE's own SwiftShader draws it right.
const headless = ['--use-angle=swiftshader', '--no-sandbox', '--disable-gpu-sandbox'];
const soundAllowed = '--autoplay-policy=no-user-gesture-required';

/** Debian's Chromium. */
export function startBrowser(more: readonly string[] = [soundAllowed]): Promise<Browser> {
  return chromium.launch({ executablePath: '/usr/bin/chromium', args: [...headless, ...quiet, ...more] });
}

/** A browser whose pages, workers and stores are in `folder`, and are there again when it is opened anew. */
export function keptBrowser(folder: string, url: string, size: ScreenSize): Promise<BrowserContext> {
  const { reducedMotion, ...viewport } = size;
  return chromium.launchPersistentContext(folder, {
    executablePath: '/usr/bin/chromium',
    args: [...headless, ...quiet, soundAllowed],
    viewport,
    baseURL: url,
    locale: 'zh-CN',
    reducedMotion: reducedMotion ? 'reduce' : 'no-preference',
  });
}

export interface Screen {
  readonly context: BrowserContext;
  readonly api: Api;
  /** The session's cookie, as a header has it. */
  readonly cookie: string;
}

/** In pixels. A machine that draws without a GPU is kept free for the rest by a person who wants no motion. */
export interface ScreenSize {
  readonly width: number;
  readonly height: number;
  readonly reducedMotion?: boolean;
}

/**
 * A context in which this person is signed in. The first one of a run follows the link in the browser, as a person
 * does; later ones take that session's cookie, because a link works once. `url` is the server's unless it is a cable's.
 */
export async function screenOf(
  browser: Browser,
  system: SystemFacts,
  who: PersonName,
  size: ScreenSize,
  url = system.url,
): Promise<Screen> {
  const { reducedMotion, ...viewport } = size;
  const context = await browser.newContext({
    viewport,
    baseURL: url,
    locale: 'zh-CN',
    reducedMotion: reducedMotion ? 'reduce' : 'no-preference',
  });
  const kept = join(system.data, `session-${who}`);
  if (!existsSync(kept)) {
    const page = await context.newPage();
    const response = await page.goto(system.links[who]);
    if (!response?.ok()) throw new Error(`the link of ${who} was answered with ${response?.status()}`);
    const [cookie] = (await context.cookies(system.url)).filter(({ name }) => name === 'haixi_session');
    if (!cookie) throw new Error(`the link of ${who} set no session`);
    writeFileSync(kept, cookie.value, { mode: 0o600 });
    await page.close();
  }
  const value = readFileSync(kept, 'utf8');
  await context.addCookies([{ name: 'haixi_session', value, url, httpOnly: true, sameSite: 'Strict' }]);
  const cookie = `haixi_session=${value}`;
  return { context, api: apiOf(system.url, cookie), cookie };
}

/** Closes the person's pages; where the test has failed, keeps what stood on them. */
export async function leave(screen: Screen | null, failed: boolean): Promise<void> {
  if (screen === null) return;
  if (failed)
    for (const page of screen.context.pages()) {
      const name = new URL(page.url()).pathname.replaceAll('/', '');
      await page.screenshot({ path: join(outFolder(), `failed-${Date.now()}-${name}.png`) });
    }
  await screen.context.close();
}

/** Where pictures of the screens are put. */
export function outFolder(): string {
  const folder = join(root, 'test', 'out');
  mkdirSync(folder, { recursive: true });
  return folder;
}
