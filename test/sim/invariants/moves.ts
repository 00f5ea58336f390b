// Whether an event may follow in its incident (rules I1, I2, I5, I6): proto's table, asked once more from outside.
import type { Incident } from '@haixi/proto/incident/incident';
import {
  type AssignmentMove,
  isActive,
  mayBeMergedAway,
  mayMoveAssignment,
  mayMoveIncident,
  type IncidentMove,
} from '@haixi/proto/incident/moves';
import type { EventType, LogEvent } from '@haixi/proto/live/events';
import { hold } from './hold';

/** What takes another one in has to be in the stages that can be split; one that was just split off is reported yet. */
const moveOfIncident: Partial<Record<EventType, IncidentMove>> = {
  'incident.received': 'receive',
  'incident.takenOver': 'takeOver',
  'incident.rated': 'rate',
  'incident.noted': 'note',
  'incident.merged': 'merge',
  'incident.absorbed': 'split',
  'incident.split': 'split',
  'incident.transferred': 'transfer',
  'incident.closed': 'close',
  'assignment.sent': 'send',
};

const moveOfAssignment: Partial<Record<EventType, AssignmentMove>> = {
  'assignment.signed': 'sign',
  'assignment.setOut': 'setOut',
  'assignment.arrived': 'arrive',
  'assignment.fedBack': 'feedBack',
  'assignment.released': 'release',
  'assignment.recalled': 'recall',
  'assignment.declined': 'decline',
};

/** What belongs to an incident only while it is open. */
const whileOpen: readonly EventType[] = ['alarm.joined', 'caller.noted', 'incident.overdue'];

/** Throws Broken where this event may not come next in the incident as it stood before it. */
export function checkMove(before: Incident | null, event: LogEvent, at: string): void {
  if (event.type === 'incident.opened') {
    return hold(before === null, 'I1', () => `${at}: incident ${event.data.incidentId} is opened twice`);
  }
  hold(before !== null, 'I1', () => `${at}: there is no such incident`);
  hold(
    before.areaId === event.areaId || event.type.startsWith('view.'),
    'L5',
    () => `${at}: it is of another area`,
  );
  const { stage } = before;
  hold(stage !== 'closed' || !whileOpen.includes(event.type), 'I1', () => `${at}: the incident is closed`);
  const move = moveOfIncident[event.type];
  const isNew = event.type === 'incident.absorbed' && before.fromId === event.data.fromId;
  if (move && !isNew) hold(mayMoveIncident(stage, move), 'I1', () => `${at}: no ${move} from ${stage}`);
  checkAssignment(before, event, at);
  if (event.type === 'incident.received')
    hold(before.receivedBy === null, 'I2', () => `${at}: ${before.receivedBy} has received it`);
  if (event.type === 'incident.takenOver')
    hold(
      before.receivedBy === event.data.fromPersonId && event.data.personId !== event.data.fromPersonId,
      'I2',
      () => `${at}: taken over from ${event.data.fromPersonId}, but ${before.receivedBy} has it`,
    );
  if (event.type === 'incident.merged')
    hold(mayBeMergedAway(before), 'I5', () => `${at}: a ${before.kind} is put into another incident`);
  if (event.type === 'incident.closed') checkClose(before, event, at);
  if (event.type === 'alarm.joined') {
    const { alarm } = event.data;
    const [first] = before.alarms;
    const isOwn = first?.sourceId === alarm.sourceId && first.unitId === alarm.unitId;
    hold(
      alarm.kind !== 'panic' && alarm.kind !== 'sos' ? true : isOwn,
      'I5',
      () => `${at}: a panic of another source`,
    );
    hold(before.siteId === alarm.siteId, 'L5', () => `${at}: an alarm of another site`);
  }
}

function checkAssignment(before: Incident, event: LogEvent, at: string): void {
  if (event.type === 'assignment.sent') {
    const { unitId } = event.data;
    const bound = before.assignments.some((one) => one.unitId === unitId && isActive(one));
    return hold(!bound, 'I1', () => `${at}: unit ${unitId} is in this incident already`);
  }
  const move = moveOfAssignment[event.type];
  if (!move || !('assignmentId' in event.data)) return;
  const { assignmentId } = event.data;
  const assignment = before.assignments.find((one) => one.assignmentId === assignmentId);
  hold(assignment !== undefined, 'I1', () => `${at}: there is no assignment ${assignmentId}`);
  hold(before.stage !== 'closed', 'I1', () => `${at}: the incident is closed`);
  // Closing releases whoever is still bound, from any state.
  const legal = mayMoveAssignment(assignment.state, move) || (move === 'release' && isActive(assignment));
  hold(legal, 'I1', () => `${at}: no ${move} from ${assignment.state}`);
}

function checkClose(before: Incident, event: LogEvent & { type: 'incident.closed' }, at: string): void {
  const { outcome, done, reason } = event.data;
  hold(outcome !== 'genuine' || done !== '', 'I6', () => `${at}: genuine, and nothing was done`);
  const isHandedOver = outcome === 'transferred';
  const isSent = before.assignments.length > 0 || isHandedOver;
  hold(isSent || reason !== '', 'I6', () => `${at}: nobody was sent, and no reason`);
  hold(!isHandedOver || before.transfers.length > 0, 'I6', () => `${at}: it was handed over to nobody`);
  hold(!before.assignments.some(isActive), 'I6', () => `${at}: a unit is still bound`);
}
