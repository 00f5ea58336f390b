// One frame of events onto the picture; what this release does not know is stepped over and told, never a crash (rule L6).
import type { EventsFrame } from '@haixi/proto/live/frames';
import { type LogEvent, eventSchemas, isKnownEvent } from '@haixi/proto/live/events';
import { type Picture, applyEvents } from '@haixi/proto/live/picture';
import { veiledType } from '@haixi/proto/live/reads';

type WireEvent = EventsFrame['events'][number];

export interface AppliedFrame {
  readonly picture: Picture;
  /** True where a number is missing; nothing after it was applied. */
  readonly gap: boolean;
  /** The first event type that this page could not read, or null. */
  readonly notUnderstood: string | null;
}

/** The picture after these consecutive events of one area; numbers that it has are passed over. */
export function applyFrame(before: Picture, events: readonly WireEvent[]): AppliedFrame {
  let picture = before;
  let notUnderstood: string | null = null;
  for (const event of events) {
    const have = picture.vector[event.areaId] ?? 0;
    if (event.n <= have) continue;
    if (event.n > have + 1) return { picture, gap: true, notUnderstood };
    if (event.type === veiledType) {
      picture = { ...picture, vector: { ...picture.vector, [event.areaId]: event.n } };
      continue;
    }
    const next = readable(event) ? applied(picture, event) : null;
    notUnderstood ??= next === null ? event.type : null;
    picture = next ?? { ...picture, vector: { ...picture.vector, [event.areaId]: event.n } };
  }
  return { picture, gap: false, notUnderstood };
}

/** A field more or less than this release knows makes an event as unreadable as an unknown type. */
function readable(event: WireEvent): event is WireEvent & LogEvent {
  return isKnownEvent(event) && eventSchemas[event.type].safeParse(event.data).success;
}

/** Null where the event speaks of what is not in the picture: a later release's history, told like an unknown type. */
function applied(picture: Picture, event: LogEvent): Picture | null {
  try {
    const result = applyEvents(picture, [event]);
    return result.ok ? result.picture : null;
  } catch {
    return null;
  }
}
