// One life of one ffmpeg: spawned without a shell, its frames and packets read, its end told with the reason.
import { type ChildProcess, execFile, spawn } from 'node:child_process';
import type { Readable } from 'node:stream';
import type { CameraConfig } from '../../config/config.js';
import { faultText } from '../../line.js';
import { ffmpegArguments, majorVersion, packetsPipe } from './ffmpeg.js';
import { cutFrames } from './notice/frame.js';
import { cutLines } from './stream.js';

/** Who is told what ffmpeg writes: a grey frame of `frameBytes` bytes, a line about a packet or the stream. */
export interface Watcher {
  readonly frame: (frame: Buffer) => void;
  readonly packet: (text: string) => void;
}

/** ffmpeg's major version, or null where there is none that runs. Asked anew, for it may be installed meanwhile. */
export function findFfmpeg(): Promise<number | null> {
  return new Promise((done) => {
    execFile('ffmpeg', ['-version'], { timeout: 5_000 }, (error, stdout) => {
      done(error ? null : majorVersion(stdout));
    });
  });
}

export class Ffmpeg {
  /** Why it ended: its own last error where it told one. Never rejects. */
  readonly ended: Promise<string>;
  private readonly child: ChildProcess;

  constructor(config: CameraConfig, major: number, { frame, packet }: Watcher) {
    this.child = spawn('ffmpeg', ffmpegArguments(config, major), {
      stdio: ['ignore', 'pipe', 'pipe', 'pipe'],
    });
    let lastError = '';
    readFrames(this.child.stdout, frame);
    readLines(this.child.stderr, (text) => {
      lastError = text.trim() || lastError;
    });
    const packets = this.child.stdio[packetsPipe];
    if (packets && 'read' in packets) readLines(packets, packet);
    this.ended = new Promise((done) => {
      this.child.once('error', (error) => done(faultText(error)));
      this.child.once('close', (code, signal) => done(lastError || endText(code, signal)));
    });
  }

  kill(): void {
    this.child.kill('SIGKILL');
  }
}

function endText(code: number | null, signal: string | null): string {
  return code === 0 ? 'the stream has ended' : `ffmpeg ended with ${signal ?? code ?? 'no code'}`;
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
