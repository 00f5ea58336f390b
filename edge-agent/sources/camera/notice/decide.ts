// Decides the state of a camera's picture and when that is an alarm: covered, lost, or in order (pure).
import type { PictureState } from '@haixi/proto/mqtt/messages';
import type { FrameStats } from './frame.js';

/** How long a look has to last before it counts, so that a passing shadow is no alarm and a flicker no relief. */
export const coveredAfterMs = 1_500;
export const clearAfterMs = 2_000;

/** Without a frame for so long the picture is lost; at the start a camera is given more time. */
export const lostAfterMs = 10_000;
export const lostAtStartAfterMs = 30_000;

export type CameraAlarm = 'lens-covered' | 'picture-lost';

/** Times are on the steady clock. `looksSinceMs` tells since when the frames have looked as they look now. */
export interface Picture {
  readonly state: PictureState;
  readonly startedAtMs: number;
  readonly lastFrameAtMs: number | null;
  readonly looks: 'covered' | 'clear' | null;
  readonly looksSinceMs: number;
  readonly everOk: boolean;
}

export type Seen = { frame: FrameStats; atMs: number } | { frame: null; atMs: number };

/** A camera of which nothing has been seen yet. */
export function startPicture(atMs: number): Picture {
  return {
    state: 'starting',
    startedAtMs: atMs,
    lastFrameAtMs: null,
    looks: null,
    looksSinceMs: atMs,
    everOk: false,
  };
}

/**
 * The picture after a frame, or after a moment without one (`frame: null`), and the alarm that this raises: one at
 * each entry into a bad state. A lens that was covered before the first good picture is a state and no alarm.
 */
export function decide(
  before: Picture,
  { frame, atMs }: Seen,
): { picture: Picture; alarm: CameraAlarm | null } {
  const picture = frame ? afterFrame(before, frame, atMs) : afterSilence(before, atMs);
  return { picture, alarm: alarmOf(before, picture) };
}

function afterFrame(before: Picture, frame: FrameStats, atMs: number): Picture {
  const looks = looksOf(frame, before.looks);
  const looksSinceMs = looks === before.looks && !isSilent(before, atMs) ? before.looksSinceMs : atMs;
  const seen = { ...before, lastFrameAtMs: atMs, looks, looksSinceMs };
  const lastedMs = atMs - looksSinceMs;
  if (looks === 'covered') return lastedMs >= coveredAfterMs ? { ...seen, state: 'covered' } : seen;
  const needsMs = before.state === 'starting' ? 0 : clearAfterMs;
  return before.state !== 'ok' && lastedMs >= needsMs ? { ...seen, state: 'ok', everOk: true } : seen;
}

function afterSilence(before: Picture, atMs: number): Picture {
  if (before.state === 'lost') return before;
  const lost =
    before.lastFrameAtMs === null ? atMs - before.startedAtMs >= lostAtStartAfterMs : isSilent(before, atMs);
  return lost ? { ...before, state: 'lost', looks: null, looksSinceMs: atMs } : before;
}

function alarmOf(before: Picture, after: Picture): CameraAlarm | null {
  if (after.state === before.state) return null;
  if (after.state === 'lost') return 'picture-lost';
  return after.state === 'covered' && after.everOk ? 'lens-covered' : null;
}

function isSilent({ lastFrameAtMs }: Picture, atMs: number): boolean {
  return lastFrameAtMs !== null && atMs - lastFrameAtMs >= lostAfterMs;
}

/**
 * Something in front of a lens leaves no edges and hardly any contrast, black, bright or in one colour. Levels are of
 * 0–255; to look clear again a picture has to pass them by half, so that noise at a level does not flicker.
 */
function looksOf({ contrast, edges, brightness }: FrameStats, before: Picture['looks']): 'covered' | 'clear' {
  const slack = before === 'covered' ? 1.5 : 1;
  const uniform = edges < 1.5 * slack && contrast < 14 * slack;
  const dark = brightness < 26 * slack && edges < 2.5 * slack && contrast < 10 * slack;
  return uniform || dark ? 'covered' : 'clear';
}
