// A grey picture with a white square, for tests of what must not be seen: films of it, and whether the square shows.
import { execFileSync } from 'node:child_process';
import type { Privacy } from '@haixi/proto/devices/site-config';

/** A source of ffmpeg's lavfi; the square stands from a quarter to the half of both sides. */
export const brightSquare =
  'color=0x808080:s=640x360:r=15,drawbox=x=iw/4:y=ih/4:w=iw/4:h=ih/4:color=white:t=fill';

/** A zone over the square and nothing more. */
export const overSquare: Privacy = [
  [
    [0.25, 0.25],
    [0.5, 0.25],
    [0.5, 0.5],
    [0.25, 0.5],
  ],
];

const width = 64;
const height = 36;

/** Writes 2 s of it into a file that ffmpeg names by its end. */
export function makeBrightFilm(path: string, codec = 'libx264'): void {
  const made = `-v error -y -f lavfi -i ${brightSquare} -t 2 -pix_fmt yuv420p -c:v ${codec} -g 15 -bf 0`;
  execFileSync('ffmpeg', [...made.split(' '), ...quiet(codec), path]);
}

/** The same as MPEG-TS. */
export function brightStream(codec: string): Buffer {
  const made = `-v error -f lavfi -i ${brightSquare} -t 1 -pix_fmt yuv420p -c:v ${codec} -g 15 -bf 0`;
  const args = [...made.split(' '), ...quiet(codec), '-f', 'mpegts', '-'];
  return execFileSync('ffmpeg', args, { maxBuffer: 64 * 1024 * 1024 });
}

/** Levels of 0–255 in every picture of a JPEG or of video: the brightest of the square, and one beside it. */
export function levels(bytes: Buffer, format?: string): { square: number; beside: number; pictures: number } {
  const input = format === undefined ? [] : ['-f', format];
  const output = `-vf scale=${width}:${height}:flags=area,format=gray -vsync passthrough -f rawvideo -`;
  const grey = execFileSync('ffmpeg', ['-v', 'fatal', ...input, '-i', '-', ...output.split(' ')], {
    input: bytes,
    stdio: 'pipe',
    maxBuffer: 256 * 1024 * 1024,
  });
  const size = width * height;
  let square = 0;
  for (let at = 0; at < grey.length; at += 1) {
    const x = (at % size) % width;
    const y = Math.floor((at % size) / width);
    const isInside = x >= width / 4 && x < width / 2 && y >= height / 4 && y < height / 2;
    if (isInside) square = Math.max(square, grey[at] ?? 0);
  }
  return { square, beside: grey[width * 30 + 50] ?? 0, pictures: grey.length / size };
}

function quiet(codec: string): string[] {
  return codec === 'libx265' ? ['-x265-params', 'log-level=error'] : [];
}
