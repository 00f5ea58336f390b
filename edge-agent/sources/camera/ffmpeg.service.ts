// One life of one ffmpeg: spawned without a shell, all that it writes read at once, its end told.
import { type ChildProcess, execFile, spawn } from 'node:child_process';
import type { Readable } from 'node:stream';
import { faultText } from '../../line.js';
import { majorVersion, pipes } from './ffmpeg.js';
import { cutFrames } from './notice/frame.js';
import { cutLines } from './stream.js';

/** Who is told what ffmpeg writes. */
export interface Listener {
  /** A grey frame of `frameBytes` bytes. */
  readonly frame: (frame: Buffer) => void;
  /** A line about a packet or the stream. */
  readonly packet: (text: string) => void;
  /** MPEG-TS, cut anywhere. */
  readonly stream: (chunk: Buffer) => void;
  /** Samples of sound, cut anywhere. */
  readonly sound: (chunk: Buffer) => void;
  /** A line of stderr. */
  readonly words: (text: string) => void;
}

/** How it ended: `error` where it could not even be started. */
export interface End {
  readonly code: number | null;
  readonly signal: string | null;
  readonly error: string | null;
}

/** ffmpeg's major version, or null where there is none that runs. Asked anew, for it may be installed meanwhile. */
export function findFfmpeg(): Promise<number | null> {
  return new Promise((done) => {
    execFile('ffmpeg', ['-version'], { timeout: 5_000 }, (error, stdout) => {
      done(error ? null : majorVersion(stdout));
    });
  });
}

/** What a camera needs of an ffmpeg; tests of a hundred cameras hand in another one. */
export interface RunningFfmpeg {
  /** Never rejects. */
  readonly ended: Promise<End>;
  kill(): void;
}

export class Ffmpeg implements RunningFfmpeg {
  readonly ended: Promise<End>;
  private readonly child: ChildProcess;

  constructor(args: readonly string[], { frame, packet, stream, sound, words }: Listener) {
    this.child = spawn('ffmpeg', [...args], { stdio: ['ignore', 'pipe', 'pipe', 'pipe', 'pipe', 'pipe'] });
    // First of all: on a machine without a free handle the child has no pipes, and what follows throws.
    this.ended = new Promise((done) => {
      this.child.once('error', (error) => done({ code: null, signal: null, error: faultText(error) }));
      this.child.once('close', (code, signal) => done({ code, signal, error: null }));
    });
    readFrames(this.child.stdout, frame);
    readLines(this.child.stderr, words);
    readLines(this.readable(pipes.packets), packet);
    this.readable(pipes.stream)?.on('data', stream);
    this.readable(pipes.sound)?.on('data', sound);
  }

  kill(): void {
    this.child.kill('SIGKILL');
  }

  private readable(pipe: number): Readable | null {
    const stream = this.child.stdio[pipe];
    return stream && 'read' in stream ? stream : null;
  }
}

function readFrames(stream: Readable | null, take: (frame: Buffer) => void): void {
  let rest: Buffer = Buffer.alloc(0);
  stream?.on('data', (chunk: Buffer) => {
    const cut = cutFrames(rest, chunk);
    rest = cut.rest;
    for (const frame of cut.frames) take(frame);
  });
}

function readLines(stream: Readable | null, take: (text: string) => void): void {
  let rest = '';
  stream?.setEncoding('utf8');
  stream?.on('data', (chunk: string) => {
    const cut = cutLines(rest, chunk);
    rest = cut.rest;
    for (const text of cut.lines) take(text);
  });
}
