// The demo's scenes as pictures: each has something to see, and at the moments that the story names it happens.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { clipFile, drawClips } from '../demo-clips.js';
import { Canvas } from './canvas.js';
import { type Moment, scenes } from './scenes.js';

function picture(name: string, t: number): Buffer {
  const canvas = new Canvas();
  canvas.copy(scenes[name]!.backdrop());
  scenes[name]!.draw(canvas, t, Math.round(t * 10));
  return canvas.rgb;
}

/** How far the brightness of its points spreads. */
function spread(rgb: Buffer): number {
  const mean = rgb.reduce((sum, each) => sum + each, 0) / rgb.length;
  return Math.sqrt(rgb.reduce((sum, each) => sum + (each - mean) ** 2, 0) / rgb.length);
}

/** The share of points that are not the same. */
function changed(one: Buffer, other: Buffer): number {
  return one.reduce((sum, each, at) => sum + (Math.abs(each - other[at]!) > 12 ? 1 : 0), 0) / one.length;
}

test('each scene of the demo shows something, and something goes on in it', () => {
  for (const [name, { roundS, moments }] of Object.entries(scenes)) {
    const quiet = moments[0] ? moments[0].atS + 14 : 20;
    expect(spread(picture(name, quiet))).toBeGreaterThan(12);
    expect(changed(picture(name, quiet), picture(name, quiet + 3))).toBeGreaterThan(0.0005);
    for (const { atS } of moments) expect(atS).toBeLessThan(roundS);
  }
});

const happens: Record<Moment['kind'], (before: Buffer, after: Buffer) => boolean> = {
  'lens-covered': (_, after) => spread(after) < 2,
  'scene-moved': (before, after) => changed(before, after) > 0.25,
  motion: (before, after) => changed(before, after) > 0.0002,
};

test('what the story names happens at its moment: a covered lens is dark, a turned camera shows another picture', () => {
  const faults = Object.entries(scenes).flatMap(([name, { moments }]) =>
    moments
      .filter(({ kind, atS }) => !happens[kind](picture(name, atS - 1), picture(name, atS + 2)))
      .map(({ kind }) => `${name}: ${kind}`),
  );
  expect(faults).toEqual([]);
  expect(changed(picture('lane-night', 10), picture('lane-night', 13))).toBe(0);
});

test.skipIf(spawnSync('ffmpeg', ['-version']).status !== 0)(
  'a clip is drawn once, as long as its round, and half a clip is never left in its place',
  async () => {
    const folder = mkdtempSync(join(tmpdir(), 'clips-'));
    try {
      await drawClips(folder, ['lane-day']);
      const file = clipFile(folder, 'lane-day');
      const asked = `-v error -show_entries format=duration -of csv=p=0 ${file}`.split(' ');
      expect(Number(spawnSync('ffprobe', asked).stdout.toString())).toBeCloseTo(60, 0);
      const drawnAtMs = statSync(file).mtimeMs;
      await drawClips(folder, ['lane-day', 'lane-day']);
      expect(statSync(file).mtimeMs).toBe(drawnAtMs);
      let asks = 0;
      await drawClips(folder, ['counter'], () => (asks += 1) > 5);
      expect(existsSync(clipFile(folder, 'counter'))).toBe(false);
      expect(readdirSync(join(folder, 'demo', 'clips-2'))).toEqual(['lane-day.mp4']);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  },
  60_000,
);
