// Every page as everybody meets it: WCAG 2.2 AA by axe, at 200 % zoom, with reduced motion; and its picture for docs/.
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { faultsOf } from './harness/axe.js';
import { patienceMs } from './harness/console-screen.js';
import { outFolder, screenOf, startBrowser } from './harness/people.js';
import type { PersonName } from './harness/system.js';

const system = inject('system');

interface Visit {
  readonly who: PersonName | null;
  readonly path: string;
  /** What stands there once the page is whole, in CSS. */
  readonly whole: string;
  readonly tablet?: true;
}

const visits: readonly Visit[] = [
  { who: null, path: '/sign-in', whole: 'form' },
  { who: 'operator', path: '/console', whole: 'main canvas' },
  { who: 'leader', path: '/console', whole: 'main canvas' },
  { who: 'leader', path: '/review', whole: '.review-figures' },
  { who: 'operator', path: '/wall', whole: '.wall-why' },
  { who: 'operator', path: '/account', whole: 'main' },
  { who: 'officer1', path: '/patrol', whole: '.patrol-side', tablet: true },
  { who: 'assistant', path: '/patrol', whole: '.patrol-side', tablet: true },
  { who: 'installer', path: '/install', whole: 'main', tablet: true },
  { who: 'administrator', path: '/admin', whole: 'main' },
  { who: 'auditor', path: '/audit', whole: 'main' },
];

const desk = { width: 1440, height: 900 };
const tablet = { width: 1024, height: 768 };

let browser: Browser;

beforeAll(async () => {
  browser = await startBrowser();
  mkdirSync(join(outFolder(), 'pages'), { recursive: true });
});
afterAll(() => browser?.close());

/** The page, whole, in a context of its own. */
async function visited({
  who,
  path,
  whole,
  tablet: isTablet,
}: Visit): Promise<{ page: Page; done: () => Promise<void> }> {
  const size = { ...(isTablet ? tablet : desk), reducedMotion: true };
  const context =
    who === null
      ? await browser.newContext({
          viewport: size,
          baseURL: system.url,
          locale: 'zh-CN',
          reducedMotion: 'reduce',
        })
      : (await screenOf(browser, system, who, size)).context;
  const page = await context.newPage();
  page.setDefaultTimeout(patienceMs);
  await page.goto(path);
  await page.locator(whole).first().waitFor();
  // What is greyed while the picture is on its way is not what a person works at.
  await page.waitForLoadState('networkidle').catch(() => {});
  return { page, done: () => context.close() };
}

test.each(visits)(
  '$path of $who keeps WCAG 2.2 AA, stands still where no motion is wanted, and works at 200 %',
  async (visit) => {
    const { page, done } = await visited(visit);
    const name = `${visit.path.slice(1)}-${visit.who ?? 'nobody'}`;
    await page.screenshot({ path: join(outFolder(), 'pages', `${name}.png`) });
    expect.soft(await faultsOf(page)).toEqual([]);
    const moving = await page.evaluate(() =>
      document
        .getAnimations()
        .filter(
          ({ playState, effect }) => playState === 'running' && effect?.getTiming().iterations === Infinity,
        )
        .map(({ effect }) => (effect as KeyframeEffect).target?.className ?? ''),
    );
    expect.soft(moving, 'what moves for ever').toEqual([]);
    const { width, height } = visit.tablet ? tablet : desk;
    // At 200 % a page has half as many CSS pixels each way.
    await page.setViewportSize({ width: width / 2, height: height / 2 });
    await page.screenshot({ path: join(outFolder(), 'pages', `${name}-200.png`) });
    const wide = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
    expect.soft(wide, 'CSS pixels beyond the right edge').toBeLessThanOrEqual(0);
    expect.soft(await faultsOf(page)).toEqual([]);
    await done();
  },
);
