// Who may read which event: the one table of what goes out by the live socket, in timelines and in the log. Pure.
import type { Action } from '../commands/actions.js';
import { type EventType, isKnownEvent, type LogEvent } from './events.js';

/**
 * The action that lets somebody read events of this type, in the event's area. `log.read` reads all. What stands under
 * `log.read` here is for the auditor alone: whoever administers people and devices does not read what became of it.
 */
export const readBy: Readonly<Record<EventType, Action>> = {
  'incident.opened': 'live.watch',
  'alarm.joined': 'live.watch',
  'alarm.pictured': 'live.watch',
  'caller.noted': 'caller.read',
  'incident.received': 'live.watch',
  'incident.takenOver': 'live.watch',
  'incident.rated': 'live.watch',
  'incident.noted': 'live.watch',
  'incident.overdue': 'live.watch',
  'incident.merged': 'live.watch',
  'incident.absorbed': 'live.watch',
  'incident.split': 'live.watch',
  'incident.transferred': 'live.watch',
  'incident.closed': 'live.watch',
  'assignment.sent': 'live.watch',
  'assignment.signed': 'live.watch',
  'assignment.setOut': 'live.watch',
  'assignment.arrived': 'live.watch',
  'assignment.fedBack': 'live.watch',
  'assignment.released': 'live.watch',
  'assignment.declined': 'live.watch',
  'assignment.recalled': 'live.watch',
  'assignment.told': 'live.watch',
  'assignment.marked': 'live.watch',
  'assignment.reportedLate': 'live.watch',
  'site.online': 'live.watch',
  'site.dark': 'live.watch',
  'site.unproven': 'live.watch',
  'site.proven': 'live.watch',
  'gap.found': 'live.watch',
  'gap.filled': 'live.watch',
  'gap.lost': 'live.watch',
  'gap.acknowledged': 'live.watch',
  'camera.troubled': 'live.watch',
  'camera.recovered': 'live.watch',
  'unit.onDuty': 'live.watch',
  'unit.offDuty': 'live.watch',
  'unit.set': 'live.watch',
  'site.set': 'live.watch',
  'site.retired': 'live.watch',
  'source.set': 'live.watch',
  'source.retired': 'live.watch',
  'site.onTest': 'live.watch',
  'site.offTest': 'live.watch',
  'alarm.tested': 'live.watch',
  'area.set': 'live.watch',
  // A look for an incident is read with the incident by whoever looks at cameras; any other by who watches the watchers.
  'view.started': 'look.read',
  'view.ended': 'look.read',
  'round.started': 'look.read',
  'round.ended': 'look.read',
  'snapshot.seen': 'look.read',
  'sound.checked': 'look.read',
  'person.signedIn': 'log.read',
  'person.signedOut': 'log.read',
  'person.lockedOut': 'log.read',
  'person.unlocked': 'log.read',
  'person.set': 'log.read',
  'person.invited': 'log.read',
  'person.passwordSet': 'log.read',
  'person.secondFactorSet': 'log.read',
  'person.secondFactorGone': 'log.read',
  'person.granted': 'log.read',
  'person.retired': 'log.read',
  'token.issued': 'log.read',
  'token.revoked': 'log.read',
  'site.keyIssued': 'log.read',
  'site.keyRevoked': 'log.read',
  'order.set': 'log.read',
  'order.cancelled': 'log.read',
  'order.accepted': 'log.read',
  'stickers.made': 'log.read',
  'sticker.claimed': 'log.read',
  'claim.refused': 'log.read',
  'sticker.freed': 'log.read',
};

/** The actions that let somebody read some event. What one has of them in an area is one's sight there. */
export const readingActions = [
  ...new Set(Object.values(readBy)),
  'camera.view',
] as const satisfies readonly Action[];

/** Whether this sight reads the event. An event of a type that this release does not know is the auditor's. */
export function reads(sight: ReadonlySet<Action>, event: LogEvent | { type: string }): boolean {
  if (sight.has('log.read')) return true;
  if (!isKnownEvent(event)) return false;
  if (sight.has(readBy[event.type])) return true;
  const isLook = event.type === 'view.started' || event.type === 'view.ended';
  return isLook && event.data.incidentId !== null && sight.has('camera.view');
}

/** An event as somebody sees it who may not read it: that there was one, and when, so that no number is missing (L1, L5). */
export function veiled({ areaId, n, atMs }: Pick<LogEvent, 'areaId' | 'n' | 'atMs'>) {
  return { areaId, n, atMs, type: veiledType, actor: { kind: 'system' as const }, data: {} };
}

/** The type of what can't be read. It changes no picture. */
export const veiledType = 'veiled';
