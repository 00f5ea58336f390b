// Whether a screen keeps up (rule L4): one that does not gets nothing more until it has drained, then a fresh start. Pure.

/** More than this unsent beside its snapshot, and a screen is behind. */
export const behindBytes = 1024 * 1024;
/** Less than this unsent, and it has drained. */
const drainedBytes = 64 * 1024;
/** A screen that has not drained for so long is let go. */
export const drainWithinMs = 30_000;

export interface Flow {
  /** `starting`: asked, not yet sent to; `flowing`: in its rooms; `behind`: left alone until it has drained. */
  readonly state: 'starting' | 'flowing' | 'behind';
  readonly sinceMs: number;
  /** What its snapshot and first latest values may leave unsent without counting as behind; forgotten once that has gone out. */
  readonly snapshotBytes: number;
}

export type Step = 'nothing' | 'leaveRooms' | 'startAfresh' | 'letGo';

/** What is to be done about a screen that has so many bytes unsent now. */
export function look(flow: Flow, unsentBytes: number, nowMs: number): { flow: Flow; step: Step } {
  if (flow.state === 'starting') return { flow, step: 'nothing' };
  if (flow.state === 'flowing') {
    if (unsentBytes > behindBytes + flow.snapshotBytes)
      return { flow: { state: 'behind', sinceMs: nowMs, snapshotBytes: 0 }, step: 'leaveRooms' };
    const isOut = flow.snapshotBytes > 0 && unsentBytes < drainedBytes;
    return { flow: isOut ? { ...flow, snapshotBytes: 0 } : flow, step: 'nothing' };
  }
  if (unsentBytes < drainedBytes)
    return { flow: { state: 'starting', sinceMs: nowMs, snapshotBytes: 0 }, step: 'startAfresh' };
  return { flow, step: nowMs - flow.sinceMs > drainWithinMs ? 'letGo' : 'nothing' };
}
