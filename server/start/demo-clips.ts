// What the demo's cameras see: clips of the scenes, drawn picture by picture and encoded by ffmpeg, once for a data folder.
import { execFile, spawn } from 'node:child_process';
import { existsSync, mkdirSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { Writable } from 'node:stream';
import { StartFault } from './fault.js';
import { Canvas } from './scenes/canvas.js';
import { type Scene, scenes } from './scenes/scenes.js';

/** Where a clip stands in the data folder. The second drawing of the scenes: clips of the first are left alone. */
export const clipFile = (dataDir: string, name: string): string =>
  join(dataDir, 'demo', 'clips-2', `${name}.mp4`);

const fps = 10;

/**
 * Draws the clips that are missing, one after another in the order given; a few seconds each, once for a data folder.
 * @param names those of `scenes`
 * @throws StartFault with ffmpeg's last words
 */
export async function drawClips(
  dataDir: string,
  names: readonly string[],
  stopping: () => boolean = () => false,
): Promise<void> {
  mkdirSync(join(dataDir, 'demo', 'clips-2'), { recursive: true, mode: 0o700 });
  const font = await chineseFont();
  for (const name of new Set(names)) {
    const file = clipFile(dataDir, name);
    if (existsSync(file)) continue;
    const draft = `${file}.part.mp4`;
    const scene = scenes[name];
    if (!scene) throw new Error(`there is no scene ${name}`);
    // A font or the filter that writes may be missing; the scene is then drawn without name and clock.
    const error =
      (await draw(scene, captionOf(scene, font), draft, stopping)) &&
      (await draw(scene, [], draft, stopping));
    if (stopping()) return rmSync(draft, { force: true });
    if (error) {
      rmSync(draft, { force: true });
      throw new StartFault('failed', `ffmpeg could not draw ${file}: ${error}`);
    }
    renameSync(draft, file);
  }
}

/** Null when the file is written, otherwise ffmpeg's last words. */
async function draw(
  scene: Scene,
  caption: readonly string[],
  file: string,
  stopping: () => boolean,
): Promise<string | null> {
  const input = `-nostdin -v error -f rawvideo -pix_fmt rgb24 -s 640x360 -r ${fps} -i pipe:0 -vf`;
  // Sensor noise: a real camera's picture is never quite still, and a covered lens is dark, not empty.
  const filters = [...caption, 'noise=alls=3:allf=t', 'format=yuv420p'].join(',');
  const output = `-c:v libx264 -preset ultrafast -crf 30 -g ${fps * 2} -threads 1 -y`;
  const args = [...input.split(' '), filters, ...output.split(' '), file];
  // Whoever uses the demo already comes first.
  const child = spawn('nice', ['-n', '10', 'ffmpeg', ...args], { stdio: ['pipe', 'ignore', 'pipe'] });
  let words = '';
  let isOver = false;
  child.stderr.setEncoding('utf8').on('data', (text: string) => (words = (words + text).slice(-500)));
  child.stdin.on('error', () => {});
  const ended = new Promise<string | null>((settle) => {
    child.on('error', (error) => settle(error.message));
    child.on('close', (code) => settle(code === 0 ? null : words.trim() || `it ended with code ${code}`));
  });
  void ended.then(() => (isOver = true));
  const backdrop = scene.backdrop();
  for (let frame = 0; frame < scene.roundS * fps && !isOver; frame += 1) {
    if (stopping()) {
      child.kill('SIGKILL');
      break;
    }
    const canvas = new Canvas();
    canvas.copy(backdrop);
    scene.draw(canvas, frame / fps, frame);
    if (!child.stdin.write(canvas.rgb)) await Promise.race([drained(child.stdin), ended]);
  }
  child.stdin.end();
  return ended;
}

/** One that breaks is told by its program's end. */
function drained(stream: Writable): Promise<null> {
  return new Promise((settle) => stream.once('drain', () => settle(null)));
}

/** Name and running clock of those that write their own. */
function captionOf({ caption, clockS }: Scene, font: string | null): string[] {
  if (caption === null || font === null) return [];
  const look = `drawtext=fontfile=${font}:fontsize=19:fontcolor=white:borderw=2:bordercolor=black@0.7:x=16`;
  return [`${look}:y=h-text_h-12:text=${caption}`, `${look}:y=12:text='%{pts\\:gmtime\\:${clockS}\\:%T}'`];
}

/** A font that has Chinese signs; null where there is none, or one whose path ffmpeg would misread. */
function chineseFont(): Promise<string | null> {
  return new Promise((settle) => {
    execFile('fc-list', [':lang=zh-cn', 'file'], { timeout: 10_000 }, (error, listed) => {
      const files = (error ? '' : listed).split('\n').map((line) => line.replace(/:\s*$/, '').trim());
      const usable = files.filter((file) => /^[\w/.-]+\.(ttf|ttc|otf)$/.test(file)).toSorted();
      settle(usable.find((file) => /sans.*regular/i.test(file)) ?? usable[0] ?? null);
    });
  });
}
