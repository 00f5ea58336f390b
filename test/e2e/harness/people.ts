// The demo's people at their screens: a real Chromium, signed in by the one-use links that the start printed.
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Browser, type BrowserContext, chromium } from 'playwright-core';
import { type Api, apiOf } from './api.js';
import type { PersonName, SystemFacts } from './system.js';

const quiet = [
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];
// Without a GPU the map is drawn in software; ANGLE's own SwiftShader draws it right.
const headless = ['--use-angle=swiftshader', '--no-sandbox', '--disable-gpu-sandbox'];
export const soundAllowed = '--autoplay-policy=no-user-gesture-required';

/** Debian's Chromium. */
export function startBrowser(more: readonly string[] = [soundAllowed]): Promise<Browser> {
  return chromium.launch({ executablePath: '/usr/bin/chromium', args: [...headless, ...quiet, ...more] });
}

export interface Screen {
  readonly context: BrowserContext;
  readonly api: Api;
  /** The session's cookie, as a header has it. */
  readonly cookie: string;
}

/**
 * A context in which this person is signed in. The first one of a run follows the link in the browser, as a person
 * does; later ones take that session's cookie, because a link works once. `url` is the server's unless it is a cable's.
 */
export async function screenOf(
  browser: Browser,
  system: SystemFacts,
  who: PersonName,
  size: { width: number; height: number },
  url = system.url,
): Promise<Screen> {
  const context = await browser.newContext({ viewport: size, baseURL: url, locale: 'zh-CN' });
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
