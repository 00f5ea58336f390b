// What somebody may read in an area, and what is left of events and incidents by that sight (rules L5, W6). Pure.
import type { Action } from '@haixi/proto/commands/commands';
import type { Incident } from '@haixi/proto/incident/incident';
import type { LogEvent } from '@haixi/proto/live/events';
import { readingActions, reads } from '@haixi/proto/live/reads';
import type { Caller } from './caller.js';

/** Those of the reading actions that one has in an area. Equal sights have equal keys. */
export interface Sight {
  readonly key: string;
  readonly actions: ReadonlySet<Action>;
}

/** What this caller may read in this area. */
export function sightOf(caller: Caller, areaId: string): Sight {
  const actions = readingActions.filter((action) => caller.may(action, areaId));
  return { key: actions.join(), actions: new Set(actions) };
}

/** Whether a caller’s name and number may be read by this sight: the same as the event that told them. */
export function readsCaller({ actions }: Sight): boolean {
  return reads(actions, { type: 'caller.noted' });
}

/** The incident as this sight has it: who called is left out for whoever may not read it. */
export function incidentFor(incident: Incident, sight: Sight): Incident {
  return incident.caller === null || readsCaller(sight) ? incident : { ...incident, caller: null };
}

/** Those of the events that this caller may read, each by their sight in its own area. */
export function eventsFor(events: readonly LogEvent[], caller: Caller): LogEvent[] {
  const sights = new Map<string, Sight>();
  return events.filter((event) => {
    const sight = sights.get(event.areaId) ?? sightOf(caller, event.areaId);
    sights.set(event.areaId, sight);
    return reads(sight.actions, event);
  });
}
