// Histories of an incident for tests: what somebody tries, the events that the table lets through, and single events.
import { type EventDraft, type LogEvent } from '../live/events.js';
import { foldIncident } from './fold.js';
import type { Incident } from './incident.js';
import {
  type AssignmentMove,
  assignmentMoves,
  type IncidentMove,
  incidentMoves,
  legalMoves,
} from './moves.js';

export const areaId = '350902002001';
export const incidentId = 'i-1';
export const operator = { kind: 'person', id: 'op-lin' } as const;
export const startMs = 1_790_000_000_000;

/** What somebody tries: a move by name and, for an assignment's, which one. Many tries are nonsense, as in life. */
export interface Try {
  readonly move: IncidentMove | AssignmentMove;
  readonly which: number;
}

/** Lets the tries through that the table allows, in order, and keeps each state, event and move on the way. */
export function walk(tries: readonly Try[]): { states: Incident[]; events: LogEvent[]; moves: string[] } {
  const first = opened();
  const states = [foldIncident(null, first)];
  const events: LogEvent[] = [first];
  const moves: string[] = [];
  for (const { move, which } of tries) {
    const incident = states.at(-1)!;
    const event = eventOf(incident, move, which, events.length + 1);
    if (!event) continue;
    events.push(event);
    moves.push(move);
    states.push(foldIncident(incident, event));
  }
  return { states, events, moves };
}

/** The event of this move, or null where the table does not allow it now. */
export function eventOf(
  incident: Incident,
  move: IncidentMove | AssignmentMove,
  which: number,
  n: number,
): LogEvent | null {
  const legal = legalMoves(incident);
  if (!(move in incidentMoves)) {
    const assignment = incident.assignments[which];
    if (!assignment || !legal.assignments[assignment.assignmentId]?.includes(move as AssignmentMove))
      return null;
    const { assignmentId, unitId } = assignment;
    const { to } = assignmentMoves[move as AssignmentMove];
    const type = `assignment.${to}` as const;
    const data = { incidentId, assignmentId, unitId, note: '', photoIds: [], occurredAtMs: startMs };
    return numbered(n, { areaId, type, actor: { kind: 'person', id: 'po-wang' }, data });
  }
  if (!legal.incident.includes(move as IncidentMove)) return null;
  return numbered(n, incidentDraft(incident, move as IncidentMove));
}

export function incidentDraft(incident: Incident, move: IncidentMove): EventDraft {
  const head = { areaId, actor: operator };
  switch (move) {
    case 'receive':
      return { ...head, type: 'incident.received', data: { incidentId, personId: 'op-lin' } };
    case 'takeOver':
      return {
        ...head,
        type: 'incident.takenOver',
        data: { incidentId, personId: 'op-chen', fromPersonId: incident.receivedBy ?? 'op-lin' },
      };
    case 'rate':
      return { ...head, type: 'incident.rated', data: { incidentId, level: 3, evidence: 'phone' } };
    case 'note':
      return {
        ...head,
        type: 'incident.noted',
        data: { incidentId, text: '已电话核实', photoIds: [], unitId: null },
      };
    case 'send': {
      const place = incident.assignments.length;
      return {
        ...head,
        type: 'assignment.sent',
        data: { incidentId, assignmentId: `as-${place}`, unitId: `unit-0${place}`, note: '' },
      };
    }
    case 'merge':
      return { ...head, type: 'incident.merged', data: { incidentId, intoId: 'inc-2', reason: '同一起' } };
    case 'split': {
      const alarmIds = [incident.alarms.at(-1)!.alarmId];
      return {
        ...head,
        type: 'incident.split',
        data: { incidentId, intoId: 'inc-3', alarmIds, reason: '' },
      };
    }
    case 'transfer':
      return {
        ...head,
        type: 'incident.transferred',
        data: { incidentId, personId: 'op-lin', to: '110', handedOver: ['place'], reference: '', note: '' },
      };
    case 'close':
      return {
        ...head,
        type: 'incident.closed',
        data: { incidentId, outcome: 'genuine', done: '已处置', reason: '' },
      };
  }
}

export function opened(): LogEvent {
  return numbered(1, {
    areaId,
    type: 'incident.opened',
    actor: { kind: 'site', id: 'shop-01' },
    data: {
      incidentId,
      origin: 'site',
      siteId: 'shop-01',
      kind: 'help',
      priority: 2,
      position: { lon: 119.5, lat: 26.6 },
      address: '示意路 1 号',
      alarm: alarm(0),
    },
  });
}

function alarm(index: number) {
  return {
    alarmId: `al-${index}`,
    kind: 'help' as const,
    siteId: 'shop-01',
    sourceId: 'button-1',
    unitId: null,
    entry: { epoch: 'abcdefgh12345678', seq: index },
    occurredAtMs: startMs,
    agentAtMs: startMs,
    note: '',
  };
}

export function numbered(n: number, draft: EventDraft): LogEvent {
  return { ...draft, n, atMs: startMs + n * 1_000 };
}

export function joined(n: number, priority: 1 | 2 | 3 | 4, rings = false): LogEvent {
  return numbered(n, {
    areaId,
    type: 'alarm.joined',
    actor: { kind: 'site', id: 'shop-01' },
    data: { incidentId, rings, priority, alarm: alarm(n) },
  });
}

export function overdue(n: number, step: 'receive' | 'sign', assignmentId: string | null): LogEvent {
  const to = { role: 'leader', personId: null } as const;
  return numbered(n, {
    areaId,
    type: 'incident.overdue',
    actor: { kind: 'system' },
    data: { incidentId, step, assignmentId, dueAtMs: startMs + n, to },
  });
}
