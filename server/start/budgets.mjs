// How much JavaScript a page loads before it can be used, out of Vite's manifest, beside what it may: part of `npm run check`.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';

/**
 * What a page loads before it can be used. `later` are lazy parts that it asks for as soon as it stands: told, not judged.
 * `never` are packages that must not be in what comes first.
 */
export const budgets = [
  {
    page: '/console',
    // The map comes first on this page: it counts. Charts, pictures and the wall come when they are asked for.
    starts: ['index.html', 'console/console-page.tsx', 'map/district-map.tsx'],
    later: [],
    kbMax: 900,
    never: ['mpegts', 'echarts'],
  },
  {
    page: '/wall',
    starts: ['index.html', 'wall/wall-page.tsx'],
    later: ['video/player.service.ts'],
    kbMax: 500,
    never: ['deck.gl', 'maplibre'],
  },
  {
    page: '/patrol',
    starts: ['index.html', 'patrol/patrol-page.tsx'],
    later: [],
    kbMax: 300,
    never: ['antd', 'deck.gl', 'maplibre'],
  },
];

/**
 * The files of these entries and of all that they import statically.
 * @param {Record<string, { file: string, imports?: string[] }>} manifest
 * @param {string[]} starts
 * @returns {string[]}
 */
export function firstLoad(manifest, starts) {
  const files = new Set();
  const visit = (name) => {
    const chunk = manifest[name];
    if (!chunk) throw new Error(`the dashboard's build has no entry ${name}: was a page renamed?`);
    if (files.has(chunk.file)) return;
    files.add(chunk.file);
    for (const other of chunk.imports ?? []) visit(other);
  };
  for (const name of starts) visit(name);
  return [...files];
}

/**
 * One line for each page that is too large, with its largest files; none where all keep their budgets.
 * @param {typeof budgets} wanted
 * @param {Parameters<typeof firstLoad>[0]} manifest
 * @param {(file: string) => Buffer} read
 * @returns {{ told: string[], faults: string[] }}
 */
export function judge(wanted, manifest, read) {
  const told = [];
  const faults = [];
  const sizesOf = (starts) =>
    firstLoad(manifest, starts)
      .filter((file) => file.endsWith('.js'))
      .map((file) => ({ file, text: read(file) }))
      .map(({ file, text }) => ({ file, text, kb: gzipSync(text).length / 1024 }))
      .toSorted((a, b) => b.kb - a.kb);
  const sumOf = (sizes) => sizes.reduce((sum, size) => sum + size.kb, 0);
  for (const { page, starts, later, kbMax, never } of wanted) {
    const sizes = sizesOf(starts);
    const kb = sumOf(sizes);
    const whole =
      later.length === 0
        ? ''
        : `, ${Math.round(sumOf(sizesOf([...starts, ...later])))} KB with what it loads next`;
    const largest = sizes.slice(0, 3).map((size) => `${size.file} ${Math.round(size.kb)} KB`);
    told.push(`${page} ${Math.round(kb)} of ${kbMax} KB${whole}`);
    if (kb > kbMax)
      faults.push(
        `${page} loads ${Math.round(kb)} KB gz before it can be used, at most ${kbMax}: ${largest.join(', ')}`,
      );
    for (const name of never) {
      const marks = {
        antd: 'ant-btn',
        'deck.gl': 'deck.gl',
        maplibre: 'maplibregl',
        mpegts: 'MediaSource',
        echarts: 'zrender',
      };
      const guilty = sizes.find(({ text }) => text.includes(marks[name] ?? name));
      if (guilty) faults.push(`${page} must not load ${name} at once; it stands in ${guilty.file}`);
    }
  }
  return { told, faults };
}

/** Judges the build that stands in dashboard/dist/app. @param {string} root */
export function judgeBuild(root) {
  const app = join(root, 'dashboard', 'dist', 'app');
  const manifest = JSON.parse(readFileSync(join(app, '.vite', 'manifest.json'), 'utf8'));
  return judge(budgets, manifest, (file) => readFileSync(join(app, file)));
}
