// First loads are judged by what is loaded, and a page that grows too large fails with the files to blame.
import { randomBytes } from 'node:crypto';
import { expect, test } from 'vitest';
import { firstLoad, judge } from './budgets.mjs';

const manifest = {
  'index.html': { file: 'main.js', imports: ['_shared.js'] },
  '_shared.js': { file: 'shared.js' },
  'page.tsx': { file: 'page.js', imports: ['_shared.js'] },
  'map.tsx': { file: 'map.js' },
};
const budget = (kbMax: number, never: string[] = []) => [
  { page: '/page', starts: ['index.html', 'page.tsx'], later: ['map.tsx'], kbMax, never },
];
/** Chance does not become smaller. */
const tenKb = randomBytes(10 * 1024);
const read = (file: string) => (file === 'shared.js' ? Buffer.from('class="ant-btn"') : tenKb);

test('a shared file counts once, a lazy one is told and not counted', () => {
  expect(firstLoad(manifest, ['index.html', 'page.tsx'])).toEqual(['main.js', 'shared.js', 'page.js']);
  expect(judge(budget(25), manifest, read)).toEqual({
    told: ['/page 20 of 25 KB, 30 KB with what it loads next'],
    faults: [],
  });
});

test('what is too large, what must not be there, and a page that is gone are each said', () => {
  const [large] = judge(budget(15), manifest, read).faults;
  expect(large).toContain('/page loads 20 KB gz before it can be used, at most 15: main.js 10 KB');
  expect(judge(budget(25, ['antd']), manifest, read).faults).toEqual([
    '/page must not load antd at once; it stands in shared.js',
  ]);
  expect(() => firstLoad(manifest, ['gone.tsx'])).toThrow('no entry gone.tsx');
});
