// A short FLV made by ffmpeg and played in a loop without it, for tests: thirty cameras would be thirty ffmpegs.
import { execFileSync } from 'node:child_process';

/** One tag of an FLV: its bytes with the length behind them, and when it is due after the film's beginning. */
interface Tag {
  readonly bytes: Buffer;
  readonly atMs: number;
}

export interface Film {
  /** File head, metadata and decoder configuration: what a player needs before the first frame. */
  readonly head: Buffer;
  readonly frames: readonly Tag[];
  readonly lastsMs: number;
  readonly bytesPerS: number;
}

export interface FilmOptions {
  readonly seconds: number;
  readonly size: string;
  readonly kbps: number;
}

/** 25 frames and one key frame a second, H.264 without sound. */
export function makeFilm({ seconds, size, kbps }: FilmOptions): Film {
  const input = ['-f', 'lavfi', '-i', `testsrc2=size=${size}:rate=25`, '-t', String(seconds)];
  const rate = ['-b:v', `${kbps}k`, '-minrate', `${kbps}k`, '-maxrate', `${kbps}k`, '-bufsize', `${kbps}k`];
  const codec = ['-c:v', 'libx264', '-preset', 'ultrafast', '-tune', 'zerolatency', '-g', '25', ...rate];
  const nal = ['-x264-params', 'nal-hrd=cbr:force-cfr=1'];
  const line = ['-v', 'error', ...input, ...codec, ...nal, '-f', 'flv', 'pipe:1'];
  return readFilm(execFileSync('ffmpeg', line, { maxBuffer: 256 * 1024 * 1024 }), seconds * 1_000);
}

function readFilm(flv: Buffer, lastsMs: number): Film {
  const headEnds = 13;
  const head: Buffer[] = [flv.subarray(0, headEnds)];
  const frames: Tag[] = [];
  for (let at = headEnds; at < flv.length;) {
    const tag = flv.subarray(at, at + 11 + flv.readUIntBE(at + 1, 3) + 4);
    const isFrame = tag[0] === 9 && tag[12] === 1;
    if (isFrame) frames.push({ bytes: tag, atMs: timeOf(tag) });
    else if (frames.length === 0) head.push(tag);
    at += tag.length;
  }
  return { head: Buffer.concat(head), frames, lastsMs, bytesPerS: (1_000 * flv.length) / lastsMs };
}

/** Plays a film in real time, over and over with times that go on; gives what stops it. */
export function play(film: Film, send: (bytes: Buffer) => void): () => void {
  const beganMs = performance.now();
  send(film.head);
  let round = 0;
  let next = 0;
  const timer = setInterval(() => {
    const nowMs = performance.now() - beganMs;
    for (;;) {
      const frame = film.frames[next]!;
      const atMs = round * film.lastsMs + frame.atMs;
      if (atMs > nowMs) return;
      send(timed(frame.bytes, atMs));
      next += 1;
      if (next < film.frames.length) continue;
      next = 0;
      round += 1;
    }
  }, 40);
  return () => clearInterval(timer);
}

/** The time of an FLV tag, in ms. */
export function timeOf(tag: Buffer): number {
  return tag.readUIntBE(4, 3) + tag.readUInt8(7) * 2 ** 24;
}

function timed(tag: Buffer, atMs: number): Buffer {
  const copy = Buffer.from(tag);
  copy.writeUIntBE(atMs % 2 ** 24, 4, 3);
  copy.writeUInt8(Math.floor(atMs / 2 ** 24), 7);
  return copy;
}
