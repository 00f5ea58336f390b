// Plays a clip to the detectors by the agent's own ffmpeg, as fast as it decodes; the clip's time stands for the clock.
import { type ChildProcess, spawn } from 'node:child_process';
import { Readable } from 'node:stream';
import { faultText } from '../line.js';
import { ffmpegArguments, pipes } from '../sources/camera/ffmpeg.js';
import { cutFrames } from '../sources/camera/notice/frame.js';
import { Notice } from '../sources/camera/notice/notice.js';
import type { NoticeConfig } from '../sources/camera/notice/notice-config.js';
import type { Plan } from '../sources/camera/plan.js';
import type { Said } from './judge.js';

/** A frame with its place in the clip, in milliseconds. */
export interface TimedFrame {
  readonly grey: Uint8Array;
  readonly atMs: number;
}

/** The agent looks at the silence so often. */
const quietEachMs = 500;

/** The small grey frames of a file, exactly as the agent gets them, but without waiting for their time. */
export async function framesOf(path: string, plan: Plan, ffmpegMajor: number): Promise<TimedFrame[]> {
  const camera = { address: path, transport: 'tcp', loop: false } as const;
  const args = withTimes(ffmpegArguments(camera, plan, ffmpegMajor).filter((word) => word !== '-re'));
  const child = spawn('ffmpeg', args, {
    stdio: Array.from({ length: 6 }, (_, pipe) => (pipe === 0 ? 'ignore' : 'pipe')),
  });
  const frames: Uint8Array[] = [];
  let rest: Buffer = Buffer.alloc(0);
  child.stdout?.on('data', (chunk: Buffer) => {
    const cut = cutFrames(rest, chunk);
    rest = cut.rest;
    for (const frame of cut.frames) frames.push(Uint8Array.from(frame));
  });
  for (const stream of child.stdio.slice(pipes.packets)) drain(stream);
  let words = '';
  child.stderr?.setEncoding('utf8').on('data', (text: string) => (words += text));
  const fault = await ended(child);
  const times = [...words.matchAll(/ pts_time:([\d.]+)/g)].map((match) => Number(match[1]) * 1_000);
  if (fault !== null || times.length !== frames.length) {
    const what = `${frames.length} frames with ${times.length} times`;
    throw new Error(`${path}: ${fault ?? what}: ${words.slice(-300)}`);
  }
  return frames.map((grey, index) => ({ grey, atMs: times[index] ?? 0 }));
}

/** What an armed camera notices of these frames, by the clip's time; after the last one comes silence. */
export function noticedIn(frames: readonly TimedFrame[], config: NoticeConfig, lengthS: number): Said[] {
  const notice = new Notice(config, 0);
  notice.armed(true);
  const said: Said[] = [];
  let quietAtMs = 0;
  const lookUntil = (atMs: number): void => {
    for (; quietAtMs <= atMs; quietAtMs += quietEachMs) say(notice.quiet(quietAtMs));
  };
  const say = (list: ReturnType<Notice['quiet']>): void => {
    for (const { kind, atMs } of list) said.push({ kind, atS: atMs / 1_000 });
  };
  for (const { grey, atMs } of frames) {
    lookUntil(atMs);
    say(notice.frame(grey, atMs));
  }
  lookUntil(lengthS * 1_000);
  return said;
}

/** The agent takes a frame's time from the clock when it comes; here the last filter tells where in the clip it is. */
export function withTimes(args: readonly string[]): string[] {
  return args.map((word, index) => (args[index - 1] === '-vf' ? `${word},showinfo=checksum=0` : word));
}

/** Reads and forgets, for a pipe that nobody reads stops its writer. */
export function drain(stream: unknown): void {
  if (stream instanceof Readable) stream.resume();
}

/** Why it ended, or null where it did so in order. */
export function ended(child: ChildProcess): Promise<string | null> {
  if (child.exitCode !== null || child.signalCode !== null) return Promise.resolve(null);
  return new Promise((settle) => {
    child.once('error', (error) => settle(faultText(error)));
    child.once('close', (code) => settle(code === 0 ? null : `ended with ${code ?? 'a signal'}`));
  });
}
