// Measures what the clips' own time can't tell: how late a frame is with the detectors, and what a camera costs.
import { type ChildProcess, spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { ffmpegArguments, pipes } from '../sources/camera/ffmpeg.js';
import { frameBytes } from '../sources/camera/notice/frame.js';
import type { Plan } from '../sources/camera/plan.js';
import { drain, ended, withTimes } from './play.service.js';

/** Ticks of the kernel's clock in a second, in which it counts processor time (USER_HZ). */
const ticksPerS = 100;

/** At the start ffmpeg reads ahead to find out what the stream is; that is no delay. */
const settlesInMs = 3_000;

const usualShare = 0.95;

/**
 * How long after a packet came its picture came, in milliseconds, at the file's own pace: 95 of 100 come sooner, the
 * rest is the machine's other work. `forS` seconds are played.
 */
export async function delayOf(path: string, plan: Plan, ffmpegMajor: number, forS: number): Promise<number> {
  const child = start(withTimes(ffmpegArguments(opened(path), plan, ffmpegMajor)));
  const packetAtMs = new Map<number, number>();
  const frameAtMs: number[] = [];
  let bytes = 0;
  child.stdout?.on('data', (chunk: Buffer) => {
    bytes += chunk.length;
    while (frameAtMs.length < Math.floor(bytes / frameBytes)) frameAtMs.push(performance.now());
  });
  let [lines, words] = ['', ''];
  child.stdio[pipes.packets]?.on('data', (chunk: Buffer) => {
    const parts = (lines + chunk.toString()).split('\n');
    lines = parts.pop() ?? '';
    for (const line of parts) {
      const [index, , pts] = line.split(',').map(Number);
      if (index === 0 && pts !== undefined) packetAtMs.set(pts, performance.now());
    }
  });
  drain(child.stdio[pipes.stream]);
  child.stderr?.on('data', (chunk: Buffer) => (words += chunk.toString()));
  const timer = setTimeout(() => child.kill('SIGINT'), forS * 1_000);
  await ended(child);
  clearTimeout(timer);
  // Matroska's ticks are milliseconds, in both lists.
  const times = [...words.matchAll(/ pts: *(\d+) +pts_time/g)].map((match) => Number(match[1]));
  const delays = frameAtMs.flatMap((atMs, index) => {
    const pts = times[index];
    const cameMs = pts === undefined || pts < settlesInMs ? undefined : packetAtMs.get(pts);
    return cameMs === undefined ? [] : [atMs - cameMs];
  });
  if (delays.length === 0) throw new Error(`no delay could be measured on ${path}`);
  return delays.toSorted((a, b) => a - b)[Math.floor(delays.length * usualShare)] ?? 0;
}

/** Seconds of processor time that the agent's ffmpeg takes to watch a camera for `forS` seconds. */
export async function costOfFfmpeg(
  address: string,
  plan: Plan,
  ffmpegMajor: number,
  forS: number,
): Promise<number> {
  const child = start(ffmpegArguments(opened(address), plan, ffmpegMajor));
  for (const stream of child.stdio.slice(1)) drain(stream);
  return costUntil(child, forS);
}

/** Ends a child after `forS` seconds; answers the seconds of processor time that it and its threads took until then. */
export async function costUntil(child: ChildProcess, forS: number): Promise<number> {
  const timer = new Promise((done) => setTimeout(done, forS * 1_000));
  await Promise.race([timer, ended(child)]);
  const cost = costOf(child.pid);
  child.kill('SIGTERM');
  if (cost === null) throw new Error('what was to be measured ended before its time');
  await ended(child);
  return cost;
}

/** `utime` and `stime` of proc(5); null where the process is gone. */
function costOf(pid: number | undefined): number | null {
  try {
    const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.split(' ') ?? [];
    return (Number(fields[11]) + Number(fields[12])) / ticksPerS;
  } catch {
    return null;
  }
}

function start(args: readonly string[]): ChildProcess {
  return spawn('ffmpeg', args, {
    stdio: Array.from({ length: 6 }, (_, pipe) => (pipe === 0 ? 'ignore' : 'pipe')),
  });
}

const opened = (path: string) => ({ address: path, transport: 'tcp', loop: false }) as const;
