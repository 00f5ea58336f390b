// Decides the state of a camera's picture and when that is an alarm: covered, frozen, lost, or in order (pure).
import type { PictureState } from '@haixi/proto/mqtt/messages';
import type { CameraAlarmKind } from './noticed.js';

/** So long a picture must look clear before it is in order again: a flicker is no relief. */
export const clearAfterMs = 2_000;

/** What a frame looks like by itself; a picture that looks frozen has looked so for long already. */
export type Looks = 'clear' | 'covered' | 'frozen';

export type PictureAlarm = Extract<CameraAlarmKind, 'lens-covered' | 'picture-frozen' | 'picture-lost'>;

/** `looksSinceMs` tells since when the frames have looked as they look now. */
export interface Picture {
  readonly state: PictureState;
  readonly looks: Looks | null;
  readonly looksSinceMs: number;
  readonly everOk: boolean;
}

/** A frame that has come, or a look at the silence between frames. */
export type Seen = { looks: Looks; atMs: number } | { looks: null; isLost: boolean; atMs: number };

/** A camera of which nothing has been seen yet. */
export function startPicture(atMs: number): Picture {
  return { state: 'starting', looks: null, looksSinceMs: atMs, everOk: false };
}

/**
 * The picture after a frame, or after a moment without one, and the alarm that this raises: one at each entry into a
 * bad state. A lens that was covered before the first good picture is a state and no alarm.
 */
export function decide(
  before: Picture,
  seen: Seen,
  coveredAfterMs: number,
): { picture: Picture; alarm: PictureAlarm | null } {
  const picture = seen.looks
    ? afterFrame(before, seen.looks, seen.atMs, coveredAfterMs)
    : afterSilence(before, seen);
  return { picture, alarm: alarmOf(before, picture) };
}

function afterFrame(before: Picture, looks: Looks, atMs: number, coveredAfterMs: number): Picture {
  const looksSinceMs = looks === before.looks ? before.looksSinceMs : atMs;
  const seen = { ...before, looks, looksSinceMs };
  const lastedMs = atMs - looksSinceMs;
  if (looks === 'covered') return lastedMs >= coveredAfterMs ? { ...seen, state: 'covered' } : seen;
  if (looks === 'frozen') return { ...seen, state: 'frozen' };
  const needsMs = before.state === 'starting' ? 0 : clearAfterMs;
  return before.state !== 'ok' && lastedMs >= needsMs ? { ...seen, state: 'ok', everOk: true } : seen;
}

function afterSilence(before: Picture, seen: { isLost: boolean; atMs: number }): Picture {
  if (before.state === 'lost' || !seen.isLost) return before;
  return { ...before, state: 'lost', looks: null, looksSinceMs: seen.atMs };
}

function alarmOf(before: Picture, after: Picture): PictureAlarm | null {
  if (after.state === before.state) return null;
  if (after.state === 'lost') return 'picture-lost';
  if (!after.everOk) return null;
  if (after.state === 'covered') return 'lens-covered';
  return after.state === 'frozen' ? 'picture-frozen' : null;
}
