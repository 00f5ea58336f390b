// What has to be heard at this tablet: what was sent to me and is not signed, and a colleague in need not yet looked at. Pure.
import type { Tone } from '../sound/bell';
import type { Card } from './cards';
import { foreseeAssignment } from './foresee';
import type { OutboxState } from './outbox/outbox.service';

/** The most pressing tone, or null for silence. Pressing 签收 silences it, delivered or not: it has been heard. */
export function toneOf(cards: readonly Card[], outbox: OutboxState, colleagueUnseen: boolean): Tone | null {
  const unsigned = cards.filter(({ assignment }) => foreseeAssignment(assignment, outbox).state === 'sent');
  const priority = Math.min(5, ...unsigned.map(({ incident }) => incident.priority));
  if (colleagueUnseen || priority === 1 || unsigned.some(isSignOverdue)) return 'urgent';
  return priority < 5 ? 'high' : null;
}

function isSignOverdue({ incident, assignment }: Card): boolean {
  return incident.overdue.some(
    ({ step, assignmentId }) => step === 'sign' && assignmentId === assignment.assignmentId,
  );
}
