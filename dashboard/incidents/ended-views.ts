// A look at a camera is one line of the timeline: its start while it lasts, its end afterwards, nothing if nothing came. Pure.
import type { IncidentFile } from '@haixi/proto/commands/routes';

type WireEvent = IncidentFile['events'][number];

/**
 * These events with each look told once: by its start while it lasts, by its end when it is over, as the one who
 * looked (it may have been ended by the system). A look of which not a byte came showed nothing; the log has it.
 */
export function looksOnce(events: readonly WireEvent[]): WireEvent[] {
  const started = new Map(byView(events, 'view.started'));
  const ended = new Set(byView(events, 'view.ended').map(([viewId]) => viewId));
  return events.flatMap((event) => {
    const { type, data } = event;
    if (type === 'view.started') return ended.has(data.viewId) ? [] : [event];
    if (type !== 'view.ended') return [event];
    if (data.bytes === 0) return [];
    return [{ ...event, actor: started.get(data.viewId)?.actor ?? event.actor }];
  });
}

function byView(events: readonly WireEvent[], type: string): [viewId: unknown, event: WireEvent][] {
  return events.filter((event) => event.type === type).map((event) => [event.data.viewId, event]);
}
