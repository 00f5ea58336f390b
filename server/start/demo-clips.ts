// What the demo's cameras see: clips that ffmpeg draws of the scenes, once for a data folder.
import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { filtersOf, scenes } from './demo-scenes.js';
import { StartFault } from './fault.js';

/** Where a clip stands in the data folder. */
export const clipFile = (dataDir: string, name: string): string =>
  join(dataDir, 'demo', 'clips', `${name}.mp4`);

const fps = 10;

/**
 * Draws the clips that are missing; a few seconds each, once for a data folder.
 * @param names those of `scenes`
 * @throws StartFault with ffmpeg's last words
 */
export async function drawClips(dataDir: string, names: string[]): Promise<void> {
  mkdirSync(join(dataDir, 'demo', 'clips'), { recursive: true, mode: 0o700 });
  for (const name of names) {
    const file = clipFile(dataDir, name);
    if (existsSync(file)) continue;
    const draft = `${file}.part.mp4`;
    const scene = scenes[name];
    if (!scene) throw new Error(`there is no scene ${name}`);
    const draw = (clock: boolean) => ffmpeg(filtersOf(scene, fps, clock), scene.roundS, draft);
    // A font may be missing; the scene is then drawn without its clock.
    const error = (await draw(true)) && (await draw(false));
    if (error) {
      rmSync(draft, { force: true });
      throw new StartFault('failed', `ffmpeg could not draw ${file}: ${error}`);
    }
    renameSync(draft, file);
  }
}

/** Null when the file is written, otherwise ffmpeg's last words. */
function ffmpeg(scene: string, roundS: number, file: string): Promise<string | null> {
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
