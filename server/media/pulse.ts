// Whether the other end of a media connection is still there: who has to be dropped now, on a clock handed in. Pure.

/** A viewer is asked for a sign of life this often. */
export const pingEveryMs = 1_000;
/** Without one for so long it can't keep up: its pongs stand behind the video it has not read (rule V2: 5 s). */
const pongWithinMs = 4_000;
/** So much waiting in memory for one viewer is enough to know it. */
const waitingBytesMax = 4 * 1024 * 1024;
/** A publisher from which nothing came for so long is gone, whatever its connection says. */
const silentForMs = 4_000;
/** A look that comes so late says more of this process than of the others: they get their time again. */
const lateLookMs = 1_000;

/** When a connection was last heard of, and how many bytes it had brought then. */
export interface Pulse {
  heardAtMs: number;
  bytes: number;
}

/** True for a viewer that can't keep up: no pong for 4 s, or more than 4 MiB waiting for it. */
export function isStalled(pulse: Pulse, waitingBytes: number, nowMs: number): boolean {
  return waitingBytes > waitingBytesMax || nowMs - pulse.heardAtMs >= pongWithinMs;
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
  for (const pulse of pulses) pulse.heardAtMs = nowMs;
}
