// How a screen is brought up to date: by the events it missed, or by a fresh snapshot. Pure.
import type { Vector } from '@haixi/proto/live/picture';

/** Further behind than this, a snapshot is smaller than the events. */
const behindMax = 2_000;

/** `snapshot` where the screen has nothing, watches other areas than it may now, or stands where no log of ours was. */
export function howToResume(has: Vector, areaIds: readonly string[], sent: Vector): 'events' | 'snapshot' {
  const hasIds = Object.keys(has);
  if (hasIds.length !== areaIds.length || !areaIds.every((areaId) => Object.hasOwn(has, areaId)))
    return 'snapshot';
  let behind = 0;
  for (const areaId of areaIds) {
    const missing = (sent[areaId] ?? 0) - has[areaId]!;
    if (missing < 0) return 'snapshot';
    behind += missing;
  }
  return behind > behindMax ? 'snapshot' : 'events';
}
