// Decides how a camera is decoded: as cheaply as its key frames allow, and its sound only where it has some (pure).
import type { StreamFacts } from './stream.js';

/** How one ffmpeg watches. `soundKnown`: whether there is sound to measure has been found out. */
export interface Plan {
  readonly keyFramesOnly: boolean;
  readonly sound: boolean;
  readonly soundKnown: boolean;
}

/** Everything is decoded until the distance of the key frames is known. */
export const startPlan: Plan = { keyFramesOnly: false, sound: false, soundKnown: false };

/** A stream is looked at for so long before anything is decided about it. */
export const knownAfterMs = 12_000;

/** Key frames that are nearer than this are enough to notice everything within 3 s; beyond the second they are not. */
const nearMs = 1_100;
const farMs = 1_500;

/** A camera whose key frames have gone apart once is not trusted for so long. */
const trustedAgainAfterMs = 60 * 60_000;

/** What is known of the stream that is being watched. `farAtMs`: when its key frames last went apart. */
export interface Known {
  readonly stream: StreamFacts;
  readonly watchedForMs: number;
  readonly hasSound: boolean;
  readonly farAtMs: number | null;
  readonly atMs: number;
}

/**
 * The plan from now on. With B-frames a decoder that gets key frames alone holds each back for as many as the stream
 * reorders, which would make it seconds late, so such a stream is decoded whole.
 */
export function planOf(before: Plan, { stream, watchedForMs, hasSound, farAtMs, atMs }: Known): Plan {
  const everyMs = stream.keyFrameEveryMs;
  if (before.keyFramesOnly && everyMs !== null && everyMs > farMs) return { ...before, keyFramesOnly: false };
  if (watchedForMs < knownAfterMs) return before;
  const trusted = farAtMs === null || atMs - farAtMs >= trustedAgainAfterMs;
  const near = everyMs !== null && everyMs <= nearMs && !stream.reorders;
  const keyFramesOnly = before.keyFramesOnly ? !stream.reorders : near && trusted;
  if (before.soundKnown) return { ...before, keyFramesOnly };
  return { keyFramesOnly, sound: hasSound, soundKnown: true };
}

/** Whether one ffmpeg serves both plans: then none has to be started for the new one. */
export function isSamePlan(left: Plan, right: Plan): boolean {
  return left.keyFramesOnly === right.keyFramesOnly && left.sound === right.sound;
}
