// An incident for tests: a panic at a shop that nobody has received, with what a test wants otherwise.
import type { Assignment, Incident } from '@haixi/proto/incident/incident';

export function anIncident(otherwise: Partial<Incident> = {}): Incident {
  return {
    incidentId: 'inc-1',
    areaId: '350902002001',
    siteId: 'shop-01',
    origin: 'site',
    kind: 'panic',
    priority: 1,
    position: null,
    address: '',
    stage: 'reported',
    openedAtMs: 0,
    lastAlarmAtMs: 0,
    alarmCount: 1,
    alarms: [],
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
    transfers: [],
    fromId: null,
    mergedInto: null,
    ...otherwise,
  };
}

export function anAssignment(otherwise: Partial<Assignment> = {}): Assignment {
  return {
    assignmentId: 'as-1',
    unitId: 'unit-01',
    state: 'sent',
    atMs: { sent: 0 },
    note: '',
    marks: {},
    messages: [],
    ...otherwise,
  };
}
