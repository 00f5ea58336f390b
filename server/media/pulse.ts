// Whether the other end of a media connection is still there: who has to be dropped now, on a clock handed in. Pure.

/** A viewer is asked for a sign of life this often: with what it may be behind, well within the 5 s of rule V2. */
export const pingEveryMs = 500;
/** One that has read nothing younger than this can't keep up: a ping stands in line behind the video (rule V2: 5 s). */
const readWithinMs = 3_500;
/** So much waiting in memory for one viewer is enough to know it. */
const waitingBytesMax = 4 * 1024 * 1024;
/** What a newcomer gets at once is no fault of its; more than this takes a while on any line. */
const burstBytes = 512 * 1024;
const burstTakesMs = 4_000;
/** A publisher from which nothing came for so long is gone, whatever its connection says. */
const silentForMs = 4_000;
/** A look that comes so late says more of this process than of the others: they get their time again. */
const lateLookMs = 1_000;

/**
 * Of a publisher: when it last brought something, and how many bytes it had brought then. Of a viewer: when the latest
 * ping it has answered was sent, and how many bytes it was given at once.
 */
export interface Pulse {
  heardAtMs: number;
  bytes: number;
}

/** A viewer that was given so many bytes at once, from the last key frame on. */
export function newcomer(bytes: number, nowMs: number): Pulse {
  return { heardAtMs: nowMs + (bytes > burstBytes ? burstTakesMs : 0), bytes };
}

/**
 * Takes in a pong, which brings back when its ping was sent. That, and not when the pong came: a viewer that falls
 * further and further behind answers steadily too.
 */
export function answered(pulse: Pulse, sentAtMs: number, nowMs: number): void {
  if (sentAtMs > pulse.heardAtMs && sentAtMs <= nowMs) pulse.heardAtMs = sentAtMs;
}

/** True for a viewer that can't keep up: it is 3.5 s behind, or more than 4 MiB wait for it. */
export function isStalled(pulse: Pulse, waitingBytes: number, nowMs: number): boolean {
  return waitingBytes > waitingBytesMax + pulse.bytes || nowMs - pulse.heardAtMs >= readWithinMs;
}

/** Takes in how many bytes a publisher has brought by now; true where none came for 4 s. */
export function isSilent(pulse: Pulse, bytes: number, nowMs: number): boolean {
  if (bytes !== pulse.bytes) {
    pulse.bytes = bytes;
    pulse.heardAtMs = nowMs;
  }
  return nowMs - pulse.heardAtMs >= silentForMs;
}

/** Forgives everybody the time in which this process itself did not run. */
export function forgive(pulses: Iterable<Pulse>, lastLookMs: number, nowMs: number): void {
  if (nowMs - lastLookMs < lateLookMs) return;
  for (const pulse of pulses) pulse.heardAtMs = Math.max(pulse.heardAtMs, nowMs);
}
