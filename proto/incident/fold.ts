// State is fold(events): one event after another gives the incident as it stands. Pure; runs at every end unchanged.
import type { LogEvent } from '../live/events.js';
import type { AssignmentState, ClockStep, Stage } from '../vocabulary.js';
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
      const [first, ...rest] = before.alarms;
      const latest = [...rest, event.data.alarm].slice(-(alarmsShown - 1));
      return {
        ...before,
        alarms: first ? [first, ...latest] : latest,
        alarmCount: before.alarmCount + 1,
        lastAlarmAtMs: event.atMs,
        rings: before.rings + (event.data.rings ? 1 : 0),
        priority: event.data.priority < before.priority ? event.data.priority : before.priority,
      };
    }
    case 'alarm.pictured': {
      const { alarmId, siteId, sourceId, takenAtMs } = event.data;
      const [first, ...rest] = before.snapshots;
      const latest = [...rest, { alarmId, siteId, sourceId, takenAtMs }].slice(-(alarmsShown - 1));
      return { ...before, snapshots: first ? [first, ...latest] : latest };
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
      const sent: Assignment = { assignmentId, unitId, state: 'sent', atMs: { sent: event.atMs }, note };
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
    outcome: null,
    done: '',
    reason: '',
    closedAtMs: null,
  };
}

function stepped(before: Incident, assignmentId: string, state: AssignmentState, atMs: number): Incident {
  const assignments = before.assignments.map((assignment) =>
    assignment.assignmentId === assignmentId
      ? { ...assignment, state, atMs: { ...assignment.atMs, [state]: atMs } }
      : assignment,
  );
  return {
    ...before,
    assignments,
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
