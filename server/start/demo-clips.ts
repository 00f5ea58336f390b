// What the demo's cameras see: streets and rooms drawn by ffmpeg once; two have their lens covered for some seconds a round.
import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { StartFault } from './fault.js';

/** Where a clip stands in the data folder. */
export const clipFile = (dataDir: string, name: string): string =>
  join(dataDir, 'demo', 'clips', `${name}.mp4`);

const fps = 10;
const coveredS = 12;

interface Clip {
  /** Places houses, cars and colours. */
  readonly seed: number;
  readonly roundS: number;
  /** When in its round the lens is covered; null for one that never is. */
  readonly coverAtS: number | null;
}

/**
 * The first is covered soon, so that a newcomer sees it happen; the second in the middle of its round. The others show
 * what a second camera of the site sees meanwhile, and are short, because they are drawn before the cameras start.
 */
const clips: Readonly<Record<string, Clip>> = {
  shop: { seed: 0, roundS: 300, coverAtS: 35 },
  gate: { seed: 1, roundS: 310, coverAtS: 165 },
  inside: { seed: 2, roundS: 60, coverAtS: null },
  yard: { seed: 3, roundS: 70, coverAtS: null },
};

/**
 * Draws the clips that are missing; a few seconds each, once for a data folder.
 * @param names those of `clips`: each its own street, some with a moment of being covered
 * @throws StartFault with ffmpeg's last words
 */
export async function drawClips(dataDir: string, names: string[]): Promise<void> {
  mkdirSync(join(dataDir, 'demo', 'clips'), { recursive: true, mode: 0o700 });
  for (const name of names) {
    const file = clipFile(dataDir, name);
    if (existsSync(file)) continue;
    const draft = `${file}.part.mp4`;
    const clip = clips[name];
    if (!clip) throw new Error(`there is no clip ${name}`);
    // A font may be missing; the street is then drawn without its clock.
    const error = (await ffmpeg(clip, true, draft)) && (await ffmpeg(clip, false, draft));
    if (error) {
      rmSync(draft, { force: true });
      throw new StartFault('failed', `ffmpeg could not draw ${file}: ${error}`);
    }
    renameSync(draft, file);
  }
}

/** Null when the file is written, otherwise ffmpeg's last words. */
function ffmpeg({ seed, roundS, coverAtS }: Clip, clock: boolean, file: string): Promise<string | null> {
  const covered =
    coverAtS === null
      ? ''
      : `drawbox=c=0x0a0a0a:t=fill:enable='between(t,${coverAtS},${coverAtS + coveredS})',`;
  const street = [
    `color=c=0x8fa3ad:s=640x360:r=${fps}`,
    // Houses with windows, a pavement, a road with its line.
    ...[0, 1, 2, 3, 4].map((n) =>
      box(
        n * 132 + 8,
        70 + ((n * 37 + seed * 23) % 60),
        116,
        170,
        ['0xb79b7f', '0x9d8f86', '0xc2b49a'][(n + seed) % 3]!,
      ),
    ),
    ...[0, 1, 2, 3, 4, 5, 6, 7, 8, 9].map((n) => box(n * 66 + 22, 150, 22, 30, '0x4c5a66')),
    box(0, 232, 640, 22, '0x9a9a95'),
    box(0, 254, 640, 106, '0x55585c'),
    ...[0, 1, 2, 3, 4, 5, 6].map((n) => box(n * 100 + 10, 302, 50, 5, '0xd8d8c8')),
    // Drawn once and repeated: it is most of the picture, and drawing it anew would take most of the time.
    `trim=end_frame=1,loop=-1:1,setpts=N/${fps}/TB`,
    ...(clock
      ? [`drawtext=text='%{pts\\:hms}':x=18:y=14:fontsize=22:fontcolor=white:box=1:boxcolor=black@0.5`]
      : []),
  ].join(',');
  const scene = [
    `${street}[street]`,
    `color=c=0xb03a2e:s=64x26:r=${fps}[car]`,
    `color=c=0x2e5a88:s=78x30:r=${fps}[van]`,
    `color=c=0x333333:s=9x26:r=${fps}[person]`,
    `[street][car]overlay=x='mod(t*${74 + seed * 9},760)-80':y=268[a]`,
    `[a][van]overlay=x='640-mod(t*${52 + seed * 7}+300,800)':y=316[b]`,
    `[b][person]overlay=x='mod(t*21+${seed * 200},700)-20':y=222[c]`,
    // Sensor noise: a real camera's picture is never quite still, and a covered lens is dark, not empty.
    `[c]${covered}noise=alls=4:allf=t`,
  ].join(';');
  const output = [
    '-t',
    String(roundS),
    '-c:v',
    'libx264',
    '-preset',
    'ultrafast',
    '-crf',
    '30',
    '-g',
    String(fps * 2),
    '-pix_fmt',
    'yuv420p',
  ];
  return new Promise((settle) => {
    const args = ['-nostdin', '-v', 'error', '-f', 'lavfi', '-i', scene, ...output, '-y', file];
    // Whoever uses the demo already comes first.
    const child = spawn('nice', ['-n', '10', 'ffmpeg', ...args], { stdio: ['ignore', 'ignore', 'pipe'] });
    let words = '';
    child.stderr.setEncoding('utf8').on('data', (text: string) => (words = (words + text).slice(-500)));
    child.on('error', (error) => settle(error.message));
    child.on('close', (code) => settle(code === 0 ? null : words.trim() || `it ended with code ${code}`));
  });
}

const box = (x: number, y: number, w: number, h: number, colour: string): string =>
  `drawbox=x=${x}:y=${y}:w=${w}:h=${h}:c=${colour}:t=fill`;
