// Films for the tests' cameras: a drawn street under a band with the camera's own number, encoded once by ffmpeg.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';

/**
 * `street`: houses, a road, two cars, and a sensor's noise. `hand`: one before the lens, dark, with a little noise.
 * `still`: the street as one picture, repeated to the bit, as of a camera that hangs inside and goes on sending.
 */
export type Scene = 'street' | 'hand' | 'still';

export const bandBits = 5;

export interface FilmOf {
  readonly scene: Scene;
  readonly width: number;
  readonly height: number;
  readonly fps: number;
  readonly lengthS: number;
  /** Distance of key frames. */
  readonly keyFrameEveryS: number;
  /** ffmpeg's encoder and its parameters; null without video. */
  readonly video: readonly ['libx264' | 'libx265', params: string] | null;
  readonly audio: 'pcm_alaw' | 'aac' | null;
}

/** The band is the upper third of the picture: `bandBits` fields, light for a 1 of the number, its highest bit first. */
export async function makeFilm(folder: string, name: string, film: FilmOf, number: number): Promise<string> {
  const file = join(folder, `${name}.mkv`);
  const pictures = film.video === null ? [] : ['-f', 'lavfi', '-i', drawn(film, number)];
  const sound = film.audio === null ? [] : ['-f', 'lavfi', '-i', `sine=440:r=8000`];
  const args = [
    '-nostdin',
    '-v',
    'error',
    ...pictures,
    ...sound,
    '-t',
    String(film.lengthS),
    ...(film.video ? encoded(film, film.video) : []),
    ...(film.audio ? ['-c:a', film.audio, '-ac', '1', '-ar', '8000'] : []),
    file,
  ];
  const ffmpeg = spawn('ffmpeg', args, { stdio: ['ignore', 'ignore', 'pipe'] });
  let words = '';
  ffmpeg.stderr.setEncoding('utf8').on('data', (text: string) => (words += text));
  const [code] = (await once(ffmpeg, 'close')) as [number | null];
  if (code !== 0) throw new Error(`ffmpeg could not make the film ${name}: ${words}`);
  return file;
}

function encoded({ fps, keyFrameEveryS }: FilmOf, [encoder, params]: readonly [string, string]): string[] {
  const every = Math.round(fps * keyFrameEveryS);
  // Key frames where they are asked for and nowhere else.
  const cut = `keyint=${every}:min-keyint=${every}:scenecut=0`;
  const key = encoder === 'libx265' ? '-x265-params' : '-x264-params';
  const quiet = encoder === 'libx265' ? ':log-level=error' : '';
  return ['-c:v', encoder, '-preset', 'ultrafast', key, `${cut}:${params}${quiet}`, '-pix_fmt', 'yuv420p'];
}

function drawn({ scene, width, height, fps }: FilmOf, number: number): string {
  const size = `${width}x${height}`;
  if (scene === 'hand') return `color=c=0x101010:s=${size}:r=${fps},noise=alls=6:allf=t`;
  const bits = [...number.toString(2).padStart(bandBits, '0')];
  const street = [
    `color=c=0xb8bcc0:s=${size}:r=${fps}`,
    ...bits.map((bit, n) => box(n / bandBits, 0, 1 / bandBits, 1 / 3, bit === '1' ? '0xd8e0e8' : '0x203038')),
    ...[0, 1, 2, 3].map((n) => box(n / 4 + 0.02, 0.38 + (n % 2) * 0.06, 0.2, 0.34, '0x8a7767')),
    ...[0, 1, 2, 3, 4, 5, 6, 7].map((n) => box(n / 8 + 0.04, 0.5, 0.03, 0.08, '0x3c4650')),
    box(0, 0.72, 1, 0.28, '0x55585c'),
    ...[0, 1, 2, 3, 4, 5].map((n) => box(n / 6 + 0.03, 0.85, 0.08, 0.015, '0xe0e0d0')),
    // Drawn once and repeated: it is most of the picture.
    `trim=end_frame=1,loop=-1:1,setpts=N/${fps}/TB`,
  ].join(',');
  if (scene === 'still') return street;
  const [car, van] = [
    `color=c=0xb03a2e:s=${even(width / 9)}x${even(height / 12)}:r=${fps}`,
    `color=c=0x2e5a88:s=${even(width / 8)}x${even(height / 10)}:r=${fps}`,
  ];
  return [
    `${street}[street];${car}[car];${van}[van]`,
    `[street][car]overlay=x='mod(t*${width / 6},${width})':y=${even(height * 0.74)}[a]`,
    `[a][van]overlay=x='${width}-mod(t*${width / 9},${width})':y=${even(height * 0.88)}[b]`,
    '[b]noise=alls=3:allf=t',
  ].join(';');
}

/** A filled box; place and size as parts of the picture's. */
function box(x: number, y: number, w: number, h: number, colour: string): string {
  return `drawbox=x=iw*${x}:y=ih*${y}:w=iw*${w}:h=ih*${h}:c=${colour}:t=fill`;
}

const even = (n: number): number => 2 * Math.round(n / 2);
