// Plays a clip to the detectors by the agent's own ffmpeg, as fast as it decodes; the clip's time stands for the clock.
import { spawn } from 'node:child_process';
import type { Readable } from 'node:stream';
import { faultText } from '../line.js';
import { ffmpegArguments, pipes } from '../sources/camera/ffmpeg.js';
import { cutFrames } from '../sources/camera/notice/frame.js';
import { Notice } from '../sources/camera/notice/notice.js';
import type { NoticeConfig } from '../sources/camera/notice/notice-config.js';
import type { Noticed } from '../sources/camera/notice/noticed.js';
import type { Plan } from '../sources/camera/plan.js';

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
  for (const stream of Object.values(child.stdio).slice(pipes.packets)) drain(stream);
  let words = '';
  child.stderr?.setEncoding('utf8').on('data', (text: string) => (words += text));
  const fault = await new Promise<string | null>((settle) => {
    child.once('error', (error) => settle(faultText(error)));
    child.once('close', (code) => settle(code === 0 ? null : words.slice(-500)));
  });
  const times = [...words.matchAll(/ pts_time:([\d.]+)/g)].map((match) => Number(match[1]) * 1_000);
  if (fault !== null || times.length !== frames.length) {
    throw new Error(fault ?? `${path}: ${frames.length} frames with ${times.length} times`);
  }
  return frames.map((grey, index) => ({ grey, atMs: times[index] ?? 0 }));
}

/** What an armed camera notices of these frames, with the clip's time; after the last one comes silence. */
export function noticedIn(frames: readonly TimedFrame[], config: NoticeConfig, lengthMs: number): Noticed[] {
  const notice = new Notice(config, 0);
  notice.armed(true);
  const noticed: Noticed[] = [];
  let quietAtMs = 0;
  const lookUntil = (atMs: number): void => {
    for (; quietAtMs <= atMs; quietAtMs += quietEachMs) noticed.push(...notice.quiet(quietAtMs));
  };
  for (const { grey, atMs } of frames) {
    lookUntil(atMs);
    noticed.push(...notice.frame(grey, atMs));
  }
  lookUntil(lengthMs);
  return noticed;
}

/** The agent takes a frame's time from the clock when it comes; here the last filter tells where in the clip it is. */
function withTimes(args: readonly string[]): string[] {
  return args.map((word, index) => (args[index - 1] === '-vf' ? `${word},showinfo=checksum=0` : word));
}

function drain(pipe: unknown): void {
  if (isReadable(pipe)) pipe.resume();
}

function isReadable(pipe: unknown): pipe is Readable {
  return typeof pipe === 'object' && pipe !== null && 'resume' in pipe;
}
