// State is fold(events): one event after another gives the incident as it stands. Pure; runs at every end unchanged.
import type { LogEvent } from '../live/events.js';
import type { AssignmentState, ClockStep, Stage } from '../vocabulary.js';
import type { Marks } from './assignment.js';
import { type Assignment, type Incident } from './incident.js';
import { isActive } from './moves.js';

/** How many alarms and snapshots an incident shows: the first, and the latest of the others. The log has them all. */
const alarmsShown = 20;

const stateAfter: Partial<Record<LogEvent['type'], AssignmentState>> = {
  'assignment.signed': 'signed',
  'assignment.setOut': 'setOut',
  'assignment.arrived': 'arrived',
  'assignment.fedBack': 'fedBack',
  'assignment.released': 'released',
  'assignment.declined': 'declined',
  'assignment.recalled': 'recalled',
};

/** The incident an event speaks of, or null for an event about a site, a camera or a unit alone. */
export function incidentOf(event: LogEvent): string | null {
  return 'incidentId' in event.data ? event.data.incidentId : null;
}

/**
 * The incident after this event. `incident.opened` begins it (pass null); any other event of an incident that is not
 * there is a broken history and throws.
 */
export function foldIncident(before: Incident | null, event: LogEvent): Incident {
  if (event.type === 'incident.opened') return opened(event);
  if (before === null)
    throw new Error(`event ${event.areaId}/${event.n} ${event.type} has no incident before it`);
  switch (event.type) {
    case 'alarm.joined': {
      return {
        ...before,
        alarms: firstAndLatest([...before.alarms, event.data.alarm]),
        alarmCount: before.alarmCount + 1,
        lastAlarmAtMs: event.atMs,
        rings: before.rings + (event.data.rings ? 1 : 0),
        priority: event.data.priority < before.priority ? event.data.priority : before.priority,
      };
    }
    case 'alarm.pictured': {
      const { alarmId, siteId, sourceId, takenAtMs } = event.data;
      const snapshot = { alarmId, siteId, sourceId, takenAtMs };
      return { ...before, snapshots: firstAndLatest([...before.snapshots, snapshot]) };
    }
    case 'caller.noted':
      return { ...before, caller: { name: event.data.name, phone: event.data.phone } };
    case 'incident.received':
      return {
        ...before,
        stage: 'received',
        receivedBy: event.data.personId,
        receivedAtMs: event.atMs,
        overdue: without(before, 'receive', null),
      };
    case 'incident.takenOver':
      return { ...before, receivedBy: event.data.personId, overdue: without(before, 'dispatch', null) };
    case 'incident.rated':
      return { ...before, level: event.data.level, evidence: event.data.evidence };
    case 'incident.overdue': {
      const { step, assignmentId, dueAtMs, to } = event.data;
      const others = without(before, step, assignmentId);
      return { ...before, overdue: [...others, { step, assignmentId, dueAtMs, atMs: event.atMs, to }] };
    }
    case 'incident.closed':
      return {
        ...before,
        stage: 'closed',
        outcome: event.data.outcome,
        done: event.data.done,
        reason: event.data.reason,
        closedAtMs: event.atMs,
        overdue: [],
      };
    case 'assignment.sent': {
      const { assignmentId, unitId, note } = event.data;
      const atMs = { sent: event.atMs };
      const sent: Assignment = { assignmentId, unitId, state: 'sent', atMs, note, marks: {}, messages: [] };
      return {
        ...before,
        assignments: [...before.assignments, sent],
        stage: before.stage === 'received' ? 'assisting' : before.stage,
        overdue: without(before, 'dispatch', null),
      };
    }
    case 'assignment.signed':
    case 'assignment.setOut':
    case 'assignment.arrived':
    case 'assignment.fedBack':
    case 'assignment.released':
    case 'assignment.declined':
    case 'assignment.recalled':
      return stepped(before, event.data.assignmentId, stateAfter[event.type]!, event.atMs);
    case 'assignment.told': {
      const { assignmentId, text } = event.data;
      const message = { text, personId: event.data.personId, atMs: event.atMs, marks: {} };
      return changed(before, assignmentId, (one) => ({ ...one, messages: [...one.messages, message] }));
    }
    case 'assignment.marked': {
      const { assignmentId, mark, message } = event.data;
      const marked = (marks: Marks): Marks => ({ [mark]: event.atMs, ...marks });
      return changed(before, assignmentId, (one) =>
        message === null
          ? { ...one, marks: marked(one.marks) }
          : {
              ...one,
              messages: one.messages.map((each, at) =>
                at === message ? { ...each, marks: marked(each.marks) } : each,
              ),
            },
      );
    }
    case 'incident.merged':
      return {
        ...before,
        stage: 'closed',
        outcome: 'duplicate',
        reason: event.data.reason,
        closedAtMs: event.atMs,
        mergedInto: event.data.intoId,
        // Units that are bound went along; they are in the other one now.
        assignments: before.assignments.filter((one) => !isActive(one)),
        overdue: [],
      };
    case 'incident.absorbed':
      return absorbed(before, event);
    case 'incident.split': {
      const { alarmIds } = event.data;
      const stays = ({ alarmId }: { alarmId: string }) => !alarmIds.includes(alarmId);
      return {
        ...before,
        alarms: before.alarms.filter(stays),
        snapshots: before.snapshots.filter(stays),
        alarmCount: before.alarmCount - alarmIds.length,
      };
    }
    case 'incident.transferred': {
      const { to, handedOver, reference, note, personId } = event.data;
      const transfer = { to, handedOver, reference, note, personId, atMs: event.atMs };
      return { ...before, transfers: [...before.transfers, transfer] };
    }
    case 'incident.noted':
    case 'assignment.reportedLate':
    case 'view.started':
    case 'view.ended':
    case 'snapshot.seen':
      return before;
    default:
      throw new Error(`${event.type} is not an event of an incident`);
  }
}

function opened(event: LogEvent & { type: 'incident.opened' }): Incident {
  const { incidentId, origin, siteId, kind, priority, position, address, alarm } = event.data;
  return {
    incidentId,
    areaId: event.areaId,
    siteId,
    origin,
    kind,
    priority,
    position,
    address,
    stage: 'reported',
    openedAtMs: event.atMs,
    lastAlarmAtMs: event.atMs,
    alarmCount: 1,
    alarms: [alarm],
    snapshots: [],
    rings: 0,
    caller: null,
    receivedBy: null,
    receivedAtMs: null,
    level: null,
    evidence: null,
    assignments: [],
    overdue: [],
    transfers: [],
    outcome: null,
    done: '',
    reason: '',
    closedAtMs: null,
    fromId: event.data.fromId ?? null,
    mergedInto: null,
  };
}

/** What another incident brought: its alarms, pictures and the units that were bound in it, each where it stands. */
function absorbed(before: Incident, event: LogEvent & { type: 'incident.absorbed' }): Incident {
  const { priority, alarms, alarmCount, snapshots } = event.data;
  const assignments = [...before.assignments, ...event.data.assignments];
  const isThere = event.data.assignments.some((one) => one.atMs.arrived !== undefined);
  const stage = stageWith(before.stage, isThere, assignments);
  return {
    ...before,
    stage,
    priority: priority < before.priority ? priority : before.priority,
    alarms: firstAndLatest([...before.alarms, ...alarms]),
    alarmCount: before.alarmCount + alarmCount,
    snapshots: firstAndLatest([...before.snapshots, ...snapshots]),
    lastAlarmAtMs: alarmCount > 0 ? event.atMs : before.lastAlarmAtMs,
    assignments,
    overdue: assignments.some(isActive) ? without(before, 'dispatch', null) : before.overdue,
  };
}

function stageWith(stage: Stage, isThere: boolean, assignments: readonly Assignment[]): Stage {
  if (stage !== 'received' && stage !== 'assisting') return stage;
  if (isThere) return 'handling';
  return assignments.some(isActive) ? 'assisting' : stage;
}

function firstAndLatest<T>([first, ...rest]: readonly T[]): T[] {
  const latest = rest.slice(-(alarmsShown - 1));
  return first === undefined ? latest : [first, ...latest];
}

function changed(before: Incident, assignmentId: string, change: (one: Assignment) => Assignment): Incident {
  const assignments = before.assignments.map((one) =>
    one.assignmentId === assignmentId ? change(one) : one,
  );
  return { ...before, assignments };
}

function stepped(before: Incident, assignmentId: string, state: AssignmentState, atMs: number): Incident {
  const after = changed(before, assignmentId, (one) => ({
    ...one,
    state,
    atMs: { ...one.atMs, [state]: atMs },
  }));
  const { assignments } = after;
  return {
    ...after,
    stage: stageAfter(before.stage, state, assignments),
    overdue: withoutAnswered(before, assignmentId, state),
  };
}

/** The first arrival makes it handling, which lasts; before one, no unit left means back to received. */
function stageAfter(stage: Stage, state: AssignmentState, assignments: readonly Assignment[]): Stage {
  if (stage === 'assisting' && state === 'arrived') return 'handling';
  if (stage === 'assisting' && !assignments.some(isActive)) return 'received';
  return stage;
}

function withoutAnswered(
  before: Incident,
  assignmentId: string,
  state: AssignmentState,
): Incident['overdue'] {
  const sign = without(before, 'sign', assignmentId);
  if (state === 'signed' || state === 'setOut') return sign;
  return sign.filter((clock) => !(clock.step === 'arrive' && clock.assignmentId === assignmentId));
}

function without(before: Incident, step: ClockStep, assignmentId: string | null): Incident['overdue'] {
  return before.overdue.filter((clock) => !(clock.step === step && clock.assignmentId === assignmentId));
}
