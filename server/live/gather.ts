// When a frame goes: at once when the line is idle, together with others when it is busy. Pure; the timer is handed in.
import type { LogEvent } from '@haixi/proto/live/events';

/** After a frame the next events gather for so long at most, and then go as one frame an area. */
export const gatherForMs = 20;
/** No frame has more events than this, so that a large catch-up does not become one huge message. */
const eventsInFrameMax = 500;

/** Consecutive events of one area, as an events frame carries them. */
export interface AreaEvents {
  readonly areaId: string;
  readonly events: LogEvent[];
}

export interface GatherPorts {
  readonly after: (ms: number, run: () => void) => void;
  readonly send: (frame: AreaEvents) => void;
}

/** The events of one area as frames, in number order. */
export function framesOf(events: readonly LogEvent[]): AreaEvents[] {
  const frames: AreaEvents[] = [];
  for (const [areaId, ofArea] of Map.groupBy(events, (event) => event.areaId)) {
    for (let at = 0; at < ofArea.length; at += eventsInFrameMax)
      frames.push({ areaId, events: ofArea.slice(at, at + eventsInFrameMax) });
  }
  return frames;
}

export class Gather {
  private waiting: LogEvent[] = [];
  private busy = false;

  constructor(private readonly ports: GatherPorts) {}

  add(events: readonly LogEvent[]): void {
    this.waiting.push(...events);
    if (!this.busy) this.flush();
  }

  private flush(): void {
    const events = this.waiting;
    this.waiting = [];
    this.busy = events.length > 0;
    if (!this.busy) return;
    this.ports.after(gatherForMs, () => this.flush());
    for (const frame of framesOf(events)) this.ports.send(frame);
  }
}
