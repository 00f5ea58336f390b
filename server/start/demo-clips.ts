// What the demo's cameras see: a street drawn by ffmpeg once, whose lens is covered for some seconds in every round.
import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { StartFault } from './fault.js';

/** Where a clip stands in the data folder. */
export const clipFile = (dataDir: string, name: string): string =>
  join(dataDir, 'demo', 'clips', `${name}.mp4`);

const fps = 10;
const coveredS = 12;

/**
 * Draws the clips that are missing; a few seconds each, once for a data folder.
 * @param names each gets its own street and its own moment of being covered
 * @throws StartFault with ffmpeg's last words
 */
export async function drawClips(dataDir: string, names: string[]): Promise<void> {
  mkdirSync(join(dataDir, 'demo', 'clips'), { recursive: true, mode: 0o700 });
  for (const [index, name] of names.entries()) {
    const file = clipFile(dataDir, name);
    if (existsSync(file)) continue;
    const draft = `${file}.part.mp4`;
    // A font may be missing; the street is then drawn without its clock.
    const error = (await ffmpeg(index, true, draft)) && (await ffmpeg(index, false, draft));
    if (error) {
      rmSync(draft, { force: true });
      throw new StartFault('failed', `ffmpeg could not draw ${file}: ${error}`);
    }
    renameSync(draft, file);
  }
}

/** Null when the file is written, otherwise ffmpeg's last words. */
function ffmpeg(index: number, clock: boolean, file: string): Promise<string | null> {
  const roundS = 300 + index * 10;
  // The first is covered soon, so that a newcomer sees it happen; the second in the middle of its round.
  const coverAtS = 35 + index * 130;
  const street = [
    `color=c=0x8fa3ad:s=640x360:r=${fps}`,
    // Houses with windows, a pavement, a road with its line.
    ...[0, 1, 2, 3, 4].map((n) =>
      box(
        n * 132 + 8,
        70 + ((n * 37 + index * 23) % 60),
        116,
        170,
        ['0xb79b7f', '0x9d8f86', '0xc2b49a'][(n + index) % 3]!,
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
    `[street][car]overlay=x='mod(t*${74 + index * 9},760)-80':y=268[a]`,
    `[a][van]overlay=x='640-mod(t*${52 + index * 7}+300,800)':y=316[b]`,
    `[b][person]overlay=x='mod(t*21+${index * 200},700)-20':y=222[c]`,
    // Sensor noise: a real camera's picture is never quite still, and a covered lens is dark, not empty.
    `[c]drawbox=c=0x0a0a0a:t=fill:enable='between(t,${coverAtS},${coverAtS + coveredS})',noise=alls=4:allf=t`,
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
