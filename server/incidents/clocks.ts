// The clocks of an incident: when each step is due by priority, and which clocks an event starts or stops. Pure.
import { allowedMs } from '@haixi/proto/incident/allowed';
import type { Assignment, Incident } from '@haixi/proto/incident/incident';
import { isActive } from '@haixi/proto/incident/moves';
import type { LogEvent } from '@haixi/proto/live/events';
import type { ClockStep, Priority } from '@haixi/proto/vocabulary';

/** `assignmentId` is '' for a clock of the incident itself. */
export interface Clock {
  readonly step: ClockStep;
  readonly assignmentId: string;
}

export interface ClockChange {
  /** These start anew. */
  readonly start: readonly (Clock & { dueAtMs: number })[];
  /** These, where they still run, are due by then at the latest. */
  readonly hasten?: readonly (Clock & { dueAtMs: number })[];
  readonly meet: readonly Clock[];
}

const own = (step: ClockStep): Clock => ({ step, assignmentId: '' });

/** What an event does to the clocks; `before` and `after` are the incident around it. */
export function clocksAfter(event: LogEvent, before: Incident | null, after: Incident): ClockChange {
  const start = (clock: Clock) => ({ ...clock, dueAtMs: event.atMs + allowedMs[clock.step][after.priority] });
  const none: ClockChange = { start: [], meet: [] };
  switch (event.type) {
    case 'incident.opened':
      return { start: [start(own('receive'))], meet: [] };
    case 'alarm.joined': {
      const raised = before !== null && after.priority < before.priority && after.stage === 'reported';
      return raised ? { start: [], hasten: [start(own('receive'))], meet: [] } : none;
    }
    case 'incident.received':
      return { start: [start(own('dispatch'))], meet: [own('receive')] };
    case 'incident.takenOver':
      return after.stage === 'received' ? { start: [start(own('dispatch'))], meet: [] } : none;
    case 'assignment.sent': {
      const sign = { step: 'sign' as const, assignmentId: event.data.assignmentId };
      return { start: [start(sign)], meet: [own('dispatch')] };
    }
    case 'assignment.signed': {
      const { assignmentId } = event.data;
      return { start: [start({ step: 'arrive', assignmentId })], meet: [{ step: 'sign', assignmentId }] };
    }
    case 'assignment.arrived':
      return { start: [], meet: [{ step: 'arrive', assignmentId: event.data.assignmentId }] };
    case 'assignment.released':
    case 'assignment.recalled':
    case 'assignment.declined': {
      const { assignmentId } = event.data;
      const back = before?.stage === 'assisting' && after.stage === 'received';
      return {
        start: back ? [start(own('dispatch'))] : [],
        meet: [
          { step: 'sign', assignmentId },
          { step: 'arrive', assignmentId },
        ],
      };
    }
    case 'incident.merged':
    case 'incident.closed':
      return { start: [], meet: [own('receive'), own('dispatch'), ...clocksOf(before ?? after)] };
    case 'incident.absorbed': {
      const bound = event.data.assignments.filter(isActive);
      const running = bound.flatMap((assignment) => runningClock(assignment, after.priority));
      return { start: running, meet: bound.length > 0 ? [own('dispatch')] : [] };
    }
    default:
      return none;
  }
}

function clocksOf({ assignments }: Incident): Clock[] {
  return assignments.flatMap(({ assignmentId }) => [
    { step: 'sign' as const, assignmentId },
    { step: 'arrive' as const, assignmentId },
  ]);
}

/** The clock of a unit that came along from another incident goes on from when it began there. */
function runningClock(
  { assignmentId, state, atMs }: Assignment,
  priority: Priority,
): (Clock & { dueAtMs: number })[] {
  if (state === 'sent')
    return [{ step: 'sign', assignmentId, dueAtMs: (atMs.sent ?? 0) + allowedMs.sign[priority] }];
  if (state === 'signed' || state === 'setOut')
    return [{ step: 'arrive', assignmentId, dueAtMs: (atMs.signed ?? 0) + allowedMs.arrive[priority] }];
  return [];
}

/** Whether a clock that ran out still waits for its step; one that doesn't is met, not overdue. */
export function stillOwed(clock: Clock, incident: Incident): boolean {
  switch (clock.step) {
    case 'receive':
      return incident.stage === 'reported';
    case 'dispatch':
      return incident.stage === 'received' && !incident.assignments.some(isActive);
    case 'sign':
      return incident.stage !== 'closed' && stateOf(clock, incident) === 'sent';
    case 'arrive':
      return incident.stage !== 'closed' && ['signed', 'setOut'].includes(stateOf(clock, incident) ?? '');
  }
}

/**
 * To whom an overdue clock goes: the next operator on watch after the one who has the incident, in id order and
 * round again; without another one, and where nobody has received it yet, the shift leader.
 */
export function overdueTo(
  incident: Incident,
  operatorsOnWatch: readonly string[],
): { role: 'operator' | 'leader'; personId: string | null } {
  const holder = incident.receivedBy;
  if (holder === null) return { role: 'leader', personId: null };
  const others = operatorsOnWatch.filter((personId) => personId !== holder).toSorted();
  const next = others.find((personId) => personId > holder) ?? others[0];
  return next === undefined ? { role: 'leader', personId: null } : { role: 'operator', personId: next };
}

function stateOf(clock: Clock, incident: Incident): string | null {
  return incident.assignments.find((one) => one.assignmentId === clock.assignmentId)?.state ?? null;
}
