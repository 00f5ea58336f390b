// The map's measure: builds its page, drives it in Chromium, and holds what it tells against what it may cost.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { type Server, createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { extname, join } from 'node:path';
import { type CDPSession, type Page, chromium } from 'playwright-core';

/** Main thread for one change, ms: our own work, the empty map's already in it. */
const changeMsMax = 2;
/** Heap at the end of a shift over that after its first third: what is kept for each change would be far more. */
const heapGrowthMax = 1.1;
const cameras = 10_000;
const changesPerSecond = 100;

export interface MapMeasure {
  readonly runMs: number;
  readonly shiftMs: number;
  readonly say: (line: string) => void;
}

interface Told {
  samplesMs: number[];
  totalMs: number;
  changes: number;
}

/** Measures and says; the exit code, 1 where the map costs more than it may. */
export async function measureMap({ runMs, shiftMs, say }: MapMeasure): Promise<number> {
  const folder = mkdtempSync(join(tmpdir(), 'haixi-bench-'));
  build(folder);
  const server = await serve(folder);
  const { port } = server.address() as AddressInfo;
  const browser = await chromium.launch({
    executablePath: '/usr/bin/chromium',
    args: ['--no-sandbox', '--use-angle=swiftshader', '--disable-quic', '--no-first-run'],
  });
  try {
    const page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
    const cdp = await page.context().newCDPSession(page);
    await cdp.send('Performance.enable');
    const open = async (count: number, zoomIn: number) => {
      await page.goto(`http://127.0.0.1:${port}/?cameras=${count}`);
      await page.locator('.maplibregl-canvas').waitFor();
      for (let step = 0; step < zoomIn; step += 1) {
        await page.getByRole('button', { name: '放大' }).click();
        await page.waitForTimeout(600);
      }
      await run(page, changesPerSecond, 3_000);
    };
    say(`main thread for ${changesPerSecond} changes a second, each a frame of its own, in ms:`);
    const faults: string[] = [];
    for (const [name, count, zoomIn] of [
      ['empty map', 0, 0],
      [`${cameras} cameras, whole district`, cameras, 0],
      [`${cameras} cameras, near: every icon and field drawn`, cameras, 3],
    ] as const) {
      await open(count, zoomIn);
      const beforeS = await taskSeconds(cdp);
      const told = await run(page, changesPerSecond, runMs);
      const allMs = ((await taskSeconds(cdp)) - beforeS) * 1_000;
      const changeMs = told.totalMs / told.changes;
      say(
        `  ${name}: ${changeMs.toFixed(2)} a change; a redrawing p50 ${quantile(told.samplesMs, 0.5)}, p95 ${quantile(told.samplesMs, 0.95)} ` +
          `(${(told.samplesMs.length / (runMs / 1_000)).toFixed(0)} a second); all tasks of the browser's main thread ${(allMs / told.changes).toFixed(2)} a change`,
      );
      if (changeMs > changeMsMax)
        faults.push(`${name}: ${changeMs.toFixed(2)} ms a change, at most ${changeMsMax}`);
    }
    const heapsMb: number[] = [];
    let changes = 0;
    for (let third = 0; third < 3; third += 1) {
      changes += (await run(page, 20_000, shiftMs / 3)).changes;
      heapsMb.push(await heapMb(cdp));
    }
    const hours = changes / changesPerSecond / 3_600;
    say(
      `heap after each third of ${changes} changes (${hours.toFixed(1)} h at that pace), MB: ${heapsMb.map((mb) => mb.toFixed(1)).join(', ')}`,
    );
    if (heapsMb[2]! > heapsMb[0]! * heapGrowthMax) faults.push('the heap grows with the changes');
    for (const fault of faults) say(`✗ ${fault}`);
    return faults.length === 0 ? 0 : 1;
  } finally {
    await browser.close();
    server.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

function run(page: Page, perSecond: number, forMs: number): Promise<Told> {
  return page.evaluate<Told>(`mapBench.run(${perSecond}, ${forMs})`);
}

async function taskSeconds(cdp: CDPSession): Promise<number> {
  const { metrics } = await cdp.send('Performance.getMetrics');
  return metrics.find(({ name }) => name === 'TaskDuration')?.value ?? 0;
}

async function heapMb(cdp: CDPSession): Promise<number> {
  await cdp.send('HeapProfiler.collectGarbage');
  return (await cdp.send('Runtime.getHeapUsage')).usedSize / 1_048_576;
}

function quantile(samples: readonly number[], part: number): string {
  const sorted = samples.toSorted((a, b) => a - b);
  return (sorted[Math.floor((sorted.length - 1) * part)] ?? 0).toFixed(2);
}

function build(folder: string) {
  const args = [
    'node_modules/vite/bin/vite.js',
    'build',
    '--logLevel',
    'warn',
    '--config',
    'dashboard/bench/vite.config.ts',
    '--outDir',
    folder,
  ];
  const env = { ...process.env, NODE_ENV: 'production' };
  const { status } = spawnSync(process.execPath, args, { stdio: 'inherit', env });
  if (status !== 0) throw new Error('the page of the measure could not be built; the reasons stand above');
}

const types: Readonly<Record<string, string>> = {
  '.html': 'text/html',
  '.css': 'text/css',
  '.js': 'text/javascript',
  '.mjs': 'text/javascript',
};

async function serve(folder: string): Promise<Server> {
  const server = createServer((request, response) => {
    const { pathname } = new URL(request.url ?? '/', 'http://local');
    const file = pathname === '/' ? 'index.html' : pathname.slice(1);
    try {
      const bytes = readFileSync(join(folder, file));
      response
        .writeHead(200, { 'content-type': types[extname(file)] ?? 'application/octet-stream' })
        .end(bytes);
    } catch {
      response.writeHead(404).end();
    }
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return server;
}
