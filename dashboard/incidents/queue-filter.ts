// What the queue shows of what is open. A filter spares the eye; it never hides what must not be missed. Pure.
import type { Desk } from '@haixi/proto/accounts/desk';
import type { Incident } from '@haixi/proto/incident/incident';

export type QueueFilter = Desk['queue'];

export const noFilter: QueueFilter = { areaIds: [], kinds: [], priorities: [], whose: 'all' };

export interface Filtered {
  readonly shown: readonly Incident[];
  /** How many are open and not shown, and how many of these nobody has received. */
  readonly hidden: number;
  readonly hiddenUnreceived: number;
}

/** Priority 1 and whatever calls this person (`isToMe`) are shown whatever the filter says. */
export function filtered(
  incidents: readonly Incident[],
  filter: QueueFilter,
  personId: string,
  isToMe: (incident: Incident) => boolean,
): Filtered {
  const passes = (incident: Incident) =>
    incident.priority === 1 || matches(incident, filter, personId) || isToMe(incident);
  const hidden = incidents.filter((incident) => !passes(incident));
  return {
    shown: hidden.length === 0 ? incidents : incidents.filter(passes),
    hidden: hidden.length,
    hiddenUnreceived: hidden.filter(({ stage }) => stage === 'reported').length,
  };
}

/** Whether anything is held back by it. */
export function isFiltering({ areaIds, kinds, priorities, whose }: QueueFilter): boolean {
  return areaIds.length + kinds.length + priorities.length > 0 || whose !== 'all';
}

/** `list` with `item` put in, or taken out where it was in. */
export function toggled<T>(list: readonly T[], item: T): T[] {
  return list.includes(item) ? list.filter((each) => each !== item) : [...list, item];
}

function matches(incident: Incident, filter: QueueFilter, personId: string): boolean {
  const { areaIds, kinds, priorities, whose } = filter;
  if (areaIds.length > 0 && !areaIds.includes(incident.areaId)) return false;
  if (kinds.length > 0 && !kinds.includes(incident.kind)) return false;
  if (priorities.length > 0 && !priorities.includes(incident.priority)) return false;
  if (whose === 'mine') return incident.receivedBy === personId;
  return whose === 'all' || incident.stage === 'reported';
}
