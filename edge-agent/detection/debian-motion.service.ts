// Debian's own `motion` on the same clips: what it says of them, and what it costs. The measure we are held against.
import { spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { clipFps } from './drawing.js';
import type { Said } from './judge.js';
import { costUntil } from './measure.service.js';
import { ended } from './play.service.js';
import { picture } from './scenery.js';
import { zone } from './clip.js';

/** The version as it tells it, such as `4.5.1`, or null where it isn't installed. */
export function motionVersion(): string | null {
  const asked = spawnSync('motion', ['-h'], { encoding: 'utf8' });
  if (asked.error) return null;
  return /[Vv]ersion ([\d.]+)/.exec(`${asked.stdout}${asked.stderr}`)?.[1] ?? 'of unknown version';
}

/** It has so long to open what it is to watch. */
const patienceMs = 30_000;

/** A camera or a file for motion to watch; a file runs `speed` times as fast as it was filmed. */
export interface Watched {
  readonly url: string;
  readonly forS: number;
  readonly speed?: number;
}

/** Settings that differ from its own defaults for a reason: with those it sees none of the figures, which are small. */
const settings = ({ url, speed = 1 }: Watched, folder: string): string =>
  `${[
    'daemon off',
    'setup_mode off',
    'log_level 6',
    `target_dir ${folder}`,
    `netcam_url ${url}`,
    `width ${picture.width}`,
    `height ${picture.height}`,
    `framerate ${clipFps * speed}`,
    `mask_file ${join(folder, 'zone.pgm')}`,
    'threshold 60',
    'noise_tune off',
    'noise_level 14',
    'despeckle_filter EedDl',
    'lightswitch_percent 20',
    'minimum_motion_frames 3',
    `event_gap ${Math.round(30 / speed)}`,
    'pre_capture 0',
    'post_capture 0',
    'picture_output off',
    'movie_output off',
    'webcontrol_port 0',
    'stream_port 0',
  ].join('\n')}\n`;

/**
 * Lets motion watch for `forS` seconds of the clip. Answers the moments at which it begins an event, in seconds of the
 * clip from the moment on at which it has the picture, and the seconds of processor time that it took.
 */
export async function motionSays(watched: Watched, within: string): Promise<{ said: Said[]; cpuS: number }> {
  const { forS, speed = 1 } = watched;
  const folder = mkdtempSync(join(within, 'motion-'));
  writeFileSync(join(folder, 'zone.pgm'), mask());
  writeFileSync(join(folder, 'motion.conf'), settings(watched, folder));
  const child = spawn('motion', ['-n', '-c', join(folder, 'motion.conf')], {
    cwd: folder,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const said: Said[] = [];
  let fromMs: number | null = null;
  const isConnected = new Promise<void>((connected) => {
    const hear = (line: string): void => {
      if (fromMs === null && line.includes(') connected')) {
        fromMs = performance.now();
        connected();
      }
      if (fromMs !== null && /starting event/i.test(line))
        said.push({ kind: 'motion', atS: ((performance.now() - fromMs) / 1_000) * speed });
    };
    for (const stream of [child.stdout, child.stderr]) eachLine(stream, hear);
  });
  await Promise.race([isConnected, ended(child), new Promise((done) => setTimeout(done, patienceMs))]);
  const cpuS = await costUntil(child, fromMs === null ? 0 : forS / speed);
  rmSync(folder, { recursive: true, force: true });
  if (fromMs === null) throw new Error(`motion did not open ${watched.url}`);
  return { said, cpuS };
}

/** White where it looks, black where it does not. */
function mask(): Buffer {
  const { width, height } = picture;
  const xs = zone.points.map(([x]) => x * width);
  const ys = zone.points.map(([, y]) => y * height);
  const within = (value: number, list: readonly number[]): boolean =>
    value >= Math.min(...list) && value < Math.max(...list);
  const points = Uint8Array.from({ length: width * height }, (_, at) =>
    within(at % width, xs) && within(Math.floor(at / width), ys) ? 255 : 0,
  );
  return Buffer.concat([Buffer.from(`P5\n${width} ${height}\n255\n`), points]);
}

function eachLine(stream: Readable, hear: (line: string) => void): void {
  let rest = '';
  stream.setEncoding('utf8').on('data', (text: string) => {
    const parts = (rest + text).split('\n');
    rest = parts.pop() ?? '';
    for (const line of parts) hear(line);
  });
}
