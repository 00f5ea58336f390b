// The latest events that were sent, by area: what a screen missed a moment ago is sent again without asking the store. Pure.
import type { LogEvent } from '@haixi/proto/live/events';
import type { Vector } from '@haixi/proto/live/picture';

/** So many events of each area are kept at least, and twice as many at most. */
const keptMax = 500;

export class Recent {
  /** How far each area has been sent. */
  readonly sent: Vector;
  private readonly kept = new Map<string, LogEvent[]>();

  /** `heads` is where the log was when following it began. */
  constructor(heads: Vector) {
    this.sent = { ...heads };
  }

  /** Notes that these events, in number order, are on their way. */
  add(events: readonly LogEvent[]): void {
    for (const event of events) {
      const sent = this.sent[event.areaId] ?? 0;
      if (event.n <= sent) continue;
      // What is kept has no gap: `since` counts from its end.
      const ofArea = event.n === sent + 1 ? (this.kept.get(event.areaId) ?? []) : [];
      ofArea.push(event);
      // Cut in large steps: moving the whole list for each event would cost more than the events.
      if (ofArea.length > 2 * keptMax) ofArea.splice(0, ofArea.length - keptMax);
      this.kept.set(event.areaId, ofArea);
      this.sent[event.areaId] = event.n;
    }
  }

  /** What was sent after this vector, or null where the store has to be asked. A vector that is ahead misses nothing. */
  since(vector: Vector): LogEvent[] | null {
    const missed: LogEvent[] = [];
    for (const [areaId, n] of Object.entries(vector)) {
      const behind = (this.sent[areaId] ?? 0) - n;
      if (behind <= 0) continue;
      const ofArea = this.kept.get(areaId) ?? [];
      if (ofArea.length < behind) return null;
      missed.push(...ofArea.slice(-behind));
    }
    return missed;
  }
}
