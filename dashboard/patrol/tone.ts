// What has to be heard at this tablet: what was sent to me and is not signed, and a colleague in need not yet looked at. Pure.
import type { Tone } from '../sound/bell';
import type { Card } from './cards';
import { foreseeAssignment } from './foresee';
import type { OutboxState } from './outbox/outbox.service';

/** What still waits for 签收. Pressing it is enough, delivered or not: it has been heard. */
export function unsignedOf(cards: readonly Card[], outbox: OutboxState): Card[] {
  return cards.filter(({ assignment }) => foreseeAssignment(assignment, outbox).state === 'sent');
}

/** The most pressing tone, or null for silence. */
export function toneOf(
  unsigned: readonly Card[],
  colleagueUnseen: boolean,
  messageUnseen = false,
): Tone | null {
  const isUrgent = unsigned.some((card) => card.incident.priority === 1 || isSignOverdue(card));
  if (colleagueUnseen || isUrgent) return 'urgent';
  return unsigned.length > 0 || messageUnseen ? 'high' : null;
}

function isSignOverdue({ incident, assignment }: Card): boolean {
  return incident.overdue.some(
    ({ step, assignmentId }) => step === 'sign' && assignmentId === assignment.assignmentId,
  );
}
