// What was found out about a camera, and what follows from it for who looks at it and who installs it (pure).
import type { StreamFacts } from '../sources/camera/stream.js';

export interface Found {
  readonly stream: StreamFacts;
  /** How ffmpeg describes the video: `h264 (High), yuv420p, 1920x1080`. */
  readonly about: string;
  /** How it describes the sound; null where there is none. */
  readonly sound: string | null;
  /** How far the camera's clock is ahead of this machine's, where the camera tells it. */
  readonly aheadMs: number | null;
}

/** Whether a browser can play the video, or why not. */
export type Playable = 'yes' | 'codec' | 'profile' | 'unknown';

/** A viewer who waits longer than this for the first picture takes it for broken. */
export const longWaitMs = 4_000;

/** A picture wider than this is more than an operator's tile shows and a small machine decodes. */
const largeWidth = 2_600;

/** The camera's clock and ours: below this nobody needs to care. */
const clockOffMs = 2_000;

export function playable({ stream, about }: Found): Playable {
  if (stream.codec === null) return 'unknown';
  if (stream.codec !== 'h264') return 'codec';
  return /4:2:2|4:4:4|High 10|yuvj?42[24]p|yuvj?444p|p10le/.test(about) ? 'profile' : 'yes';
}

/** `High`, as ffmpeg puts it behind the codec. */
export function profileOf({ about }: Found): string | null {
  return /^\S+ \(([^)]+)\)/.exec(about)?.[1] ?? null;
}

/** What an installer should look at, most important first. */
export function advice(found: Found): readonly Advice[] {
  const { stream, aheadMs } = found;
  const all: readonly (readonly [Advice, boolean])[] = [
    ['codec', playable(found) === 'codec'],
    ['profile', playable(found) === 'profile'],
    ['keyFrames', (stream.keyFrameEveryMs ?? 0) > longWaitMs],
    ['bFrames', stream.reorders],
    ['large', (stream.width ?? 0) > largeWidth],
    ['few', stream.fps !== null && stream.fps < 4],
    ['clock', aheadMs !== null && Math.abs(aheadMs) > clockOffMs],
  ];
  return all.filter(([, applies]) => applies).map(([name]) => name);
}
export type Advice = 'codec' | 'profile' | 'keyFrames' | 'bFrames' | 'large' | 'few' | 'clock';
