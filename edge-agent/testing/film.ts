// Films for tests of cameras: a picture with much in it, then a covered lens, made by ffmpeg itself.
import { execFileSync, spawnSync } from 'node:child_process';
import { installFfmpeg } from '../sources/camera/ffmpeg.js';

/** Whether this machine has ffmpeg; where it doesn't, the tests that need it are skipped, which is said. */
export function hasFfmpeg(): boolean {
  const isThere = spawnSync('ffmpeg', ['-version']).status === 0;
  if (!isThere) process.stdout.write(`tests with a real camera are skipped: ${installFfmpeg}\n`);
  return isThere;
}

/** Writes a film of 640×360 at 25 frames a second: 3 s of picture, 5 s of black. */
export function makeFilm(path: string): void {
  const made =
    '-v error -f lavfi -i testsrc=s=640x360:r=25:d=3 -f lavfi -i color=black:s=640x360:r=25:d=5 ' +
    '-filter_complex [0][1]concat=n=2 -c:v libx264 -preset ultrafast -pix_fmt yuv420p -g 25';
  execFileSync('ffmpeg', [...made.split(' '), path]);
}
