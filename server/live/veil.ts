// What a frame or a picture is by somebody’s sight: events that may not be read keep their number and nothing else (W6). Pure.
import type { EventsFrame } from '@haixi/proto/live/frames';
import type { Picture } from '@haixi/proto/live/picture';
import { reads, veiled } from '@haixi/proto/live/reads';
import { incidentFor, type Sight } from '../accounts/sight.js';
import type { AreaEvents } from './gather.js';

/** Somebody's sight in each area that they watch. */
export type Sights = ReadonlyMap<string, Sight>;

/** The room of all screens that see an area by the same sight. */
export function roomOf(areaId: string, sight: Sight): string {
  return `${areaId}:${sight.key}`;
}

/** The frame as this sight has it. No number is missing in it (L1). */
export function frameFor({ areaId, events }: AreaEvents, { actions }: Sight): EventsFrame {
  return { areaId, events: events.map((event) => (reads(actions, event) ? event : veiled(event))) };
}

/** The picture as these sights have it. */
export function pictureFor(picture: Picture, sights: Sights): Picture {
  const seen = Object.values(picture.incidents).map((incident) => {
    const sight = sights.get(incident.areaId);
    if (!sight) throw new Error(`area ${incident.areaId} was read for somebody who has no sight there`);
    return [incident.incidentId, incidentFor(incident, sight)] as const;
  });
  return { ...picture, incidents: Object.fromEntries(seen) };
}
