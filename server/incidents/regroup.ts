// Merging and splitting (I7): which alarms are one incident is what people find out. Pure; the events that follow, or why not.
import type { CommandBody } from '@haixi/proto/commands/commands';
import type { Incident } from '@haixi/proto/incident/incident';
import { isActive, mayBeMergedAway, mayTakeIn } from '@haixi/proto/incident/moves';
import type { Actor, EventDraft } from '@haixi/proto/live/events';
import { priorityOf } from '@haixi/proto/vocabulary';
import { type Decision, draft, no, type Place, unlessStage, yes } from './decide.js';

/** The one that goes away ends as a duplicate; the other takes over its alarms, pictures and the units bound in it. */
export function merge(
  incident: Incident,
  into: Incident,
  body: CommandBody<'incident.merge'>,
  personId: string,
): Decision {
  const wrong = unlessStage(incident, body.expects, 'merge');
  if (wrong) return wrong;
  const { incidentId, priority, alarms, alarmCount, snapshots, assignments } = incident;
  if (into.incidentId === incidentId)
    return no('not_in_incident', 'intoId', 'I7: an incident is merged into another one: name that one');
  if (!mayBeMergedAway(incident))
    return no('stands_alone', 'incidentId', 'I5: a panic or an officer in need is never put into another');
  if (!mayTakeIn(into))
    return no(
      'not_received',
      'intoId',
      `I7: the other one has to be received and open, it is ${into.stage}`,
      into.receivedBy,
    );
  const bound = assignments.filter(isActive);
  const twice = bound.find(({ unitId }) =>
    into.assignments.some((one) => one.unitId === unitId && isActive(one)),
  );
  if (twice)
    return no(
      'unit_busy',
      'incidentId',
      `the unit ${twice.unitId} is bound in both: recall it in one of them`,
    );
  const { reason } = body;
  const intoId = into.incidentId;
  return yes([
    draft(incident, personId, 'incident.merged', { incidentId, intoId, reason }),
    draft(into, personId, 'incident.absorbed', {
      incidentId: intoId,
      fromId: incidentId,
      priority,
      alarms,
      alarmCount,
      snapshots,
      assignments: bound,
    }),
  ]);
}

/** The alarms that are named go into an incident of their own, received by who splits; the first one stays. */
export function split(
  incident: Incident,
  body: CommandBody<'incident.split'>,
  personId: string,
  place: Place,
  newId: string,
): Decision {
  const wrong = unlessStage(incident, body.expects, 'split');
  if (wrong) return wrong;
  const { incidentId, origin } = incident;
  const alarmIds = [...new Set(body.alarmIds)];
  const [kept, ...others] = incident.alarms;
  const parted = others.filter(({ alarmId }) => alarmIds.includes(alarmId));
  const first = parted[0];
  if (kept && alarmIds.includes(kept.alarmId))
    return no('not_in_incident', 'alarmIds', 'I7: the first alarm stays: choose among the later ones');
  if (!first || parted.length < alarmIds.length)
    return no('not_in_incident', 'alarmIds', 'I7: choose among the alarms that the incident shows');
  const actor: Actor = { kind: 'person', id: personId };
  const { areaId, siteId, position, address } = place;
  const priority = Math.min(...parted.map(({ kind }) => priorityOf[kind])) as Incident['priority'];
  const { reason } = body;
  const rest = {
    incidentId: newId,
    fromId: incidentId,
    priority,
    alarms: parted.slice(1),
    alarmCount: parted.length - 1,
    snapshots: incident.snapshots.filter(({ alarmId }) => alarmIds.includes(alarmId)),
    assignments: [],
  };
  const drafts: EventDraft[] = [
    draft(incident, personId, 'incident.split', { incidentId, intoId: newId, alarmIds, reason }),
    {
      areaId,
      type: 'incident.opened',
      actor,
      data: {
        incidentId: newId,
        origin,
        siteId,
        kind: first.kind,
        priority,
        position,
        address,
        alarm: first,
        fromId: incidentId,
      },
    },
  ];
  if (rest.alarms.length + rest.snapshots.length > 0)
    drafts.push({ areaId, type: 'incident.absorbed', actor, data: rest });
  return yes([
    ...drafts,
    { areaId, type: 'incident.received', actor, data: { incidentId: newId, personId } },
  ]);
}
