// The health of one site's cameras and agent: reading after reading held against the thresholds, each change told once. Pure.
import type { Readings } from '@haixi/proto/mqtt/messages';
import type { Trouble } from '@haixi/proto/vocabulary';
import { silenceMs } from './presence.js';
import {
  agentThresholds,
  cameraThresholds,
  reconnectsWithinMs,
  snapshotsLostWithinMs,
  type Threshold,
  type Verdict,
} from './thresholds.js';

/** A trouble begins or ends. `sourceId` is null for the site's agent. */
export interface Change {
  readonly type: 'troubled' | 'recovered';
  readonly sourceId: string | null;
  readonly trouble: Trouble;
  readonly value: number | null;
  readonly limit: number | null;
}

export class SiteHealth {
  private readonly lines = new Map<string, Line>();
  private readonly counters = new Map<string, Counter>();
  private lastAtMs = 0;

  /** `open` are the troubles that were told and have not ended; they are not told again. */
  constructor(open: readonly Pick<Change, 'sourceId' | 'trouble'>[]) {
    for (const { sourceId, trouble } of open)
      this.lines.set(keyOf(sourceId, trouble), { ...quiet, isOpen: true });
  }

  /** Takes counters up where an earlier run left them, so that what was counted meanwhile is seen. */
  resume(readings: Readings, atMs: number): void {
    this.count(null, readings.snapshotsLost, snapshotsLostWithinMs, atMs);
    for (const { sourceId, reconnects } of readings.cameras)
      this.count(sourceId, reconnects, reconnectsWithinMs, atMs);
  }

  /** What changes by these readings, which came now. After a silence every threshold is watched anew. */
  judge(readings: Readings, skewMs: number, nowMs: number): Change[] {
    if (nowMs - this.lastAtMs >= silenceMs)
      for (const [key, { isOpen }] of this.lines) this.lines.set(key, { ...quiet, isOpen });
    this.lastAtMs = nowMs;
    const changes: Change[] = [];
    const hold = <M>(sourceId: string | null, table: Record<string, Threshold<M>>, measured: M) => {
      for (const [trouble, threshold] of Object.entries(table)) {
        const verdict = threshold.verdict(measured);
        const type = this.step(keyOf(sourceId, trouble), threshold, verdict, nowMs);
        const { value = null, limit = null } = verdict ?? {};
        if (type) changes.push({ type, sourceId, trouble: trouble as Trouble, value, limit });
      }
    };
    for (const camera of readings.cameras) {
      const reconnectsLately = this.count(camera.sourceId, camera.reconnects, reconnectsWithinMs, nowMs);
      hold(camera.sourceId, cameraThresholds, { camera, reconnectsLately });
    }
    const snapshotsLostLately = this.count(null, readings.snapshotsLost, snapshotsLostWithinMs, nowMs);
    hold(null, agentThresholds, { load: readings.load, skewMs, snapshotsLostLately });
    return changes;
  }

  private step<M>(
    key: string,
    threshold: Threshold<M>,
    verdict: Verdict,
    nowMs: number,
  ): Change['type'] | null {
    const before = this.lines.get(key) ?? quiet;
    const after = lineAfter(before, threshold, verdict, nowMs);
    this.lines.set(key, after);
    if (after.isOpen === before.isOpen) return null;
    return after.isOpen ? 'troubled' : 'recovered';
  }

  /** How much a counter has grown lately. One that fell began anew with its agent. */
  private count(sourceId: string | null, count: number, withinMs: number, nowMs: number): number {
    const key = sourceId ?? '';
    const before = this.counters.get(key) ?? { count, grown: [] };
    const by = count < before.count ? count : count - before.count;
    const lately = before.grown.filter(({ atMs }) => nowMs - atMs < withinMs);
    const grown = by > 0 ? [...lately, { atMs: nowMs, by }] : lately;
    this.counters.set(key, { count, grown });
    return grown.reduce((sum, each) => sum + each.by, 0);
  }
}

/** One threshold of one camera or agent: whether its trouble is open, and since when it could change. */
interface Line {
  readonly isOpen: boolean;
  readonly overSinceMs: number | null;
  readonly clearSinceMs: number | null;
}
const quiet: Line = { isOpen: false, overSinceMs: null, clearSinceMs: null };

interface Counter {
  readonly count: number;
  readonly grown: readonly { readonly atMs: number; readonly by: number }[];
}

/** What can't be told begins every wait anew and ends no trouble: a dark camera's trouble is unknown, not gone. */
function lineAfter<M>(
  { isOpen, overSinceMs, clearSinceMs }: Line,
  { forMs, clearForMs }: Threshold<M>,
  verdict: Verdict,
  nowMs: number,
): Line {
  const over = verdict?.is === 'over' ? (overSinceMs ?? nowMs) : null;
  const clear = verdict?.is === 'clear' ? (clearSinceMs ?? nowMs) : null;
  const begins = !isOpen && over !== null && nowMs - over >= forMs;
  const ends = isOpen && clear !== null && nowMs - clear >= clearForMs;
  return { isOpen: begins || (isOpen && !ends), overSinceMs: over, clearSinceMs: clear };
}

function keyOf(sourceId: string | null, trouble: string): string {
  return `${sourceId ?? ''}/${trouble}`;
}
