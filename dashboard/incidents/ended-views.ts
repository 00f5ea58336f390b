// A look at a camera is one line of the timeline, not two: where its end is known, its start says nothing more. Pure.
import type { IncidentFile } from '@haixi/proto/commands/routes';

type WireEvent = IncidentFile['events'][number];

/** These events without the starts of views that have ended; the end tells who looked, at what and for how long. */
export function withoutEndedViews(events: readonly WireEvent[]): WireEvent[] {
  const ended = new Set(events.filter(({ type }) => type === 'view.ended').map(({ data }) => data.viewId));
  return events.filter(({ type, data }) => type !== 'view.started' || !ended.has(data.viewId));
}
