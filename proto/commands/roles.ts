// What each role may do in its areas: the one table behind every door, and behind what a screen offers. Pure data.
import type { Role } from '../vocabulary.js';
import type { Action } from './commands.js';

/** A grant in an area holds in everything below it. Moves of an assignment also need that one speaks for its unit. */
export const actionsOf: Readonly<Record<Role, readonly Action[]>> = {
  operator: [
    'live.watch',
    'incident.read',
    'incident.open',
    'incident.receive',
    'incident.handle',
    'incident.note',
    'camera.view',
    'gap.acknowledge',
    'system.read',
  ],
  officer: ['live.watch', 'incident.read', 'incident.note', 'assignment.move', 'unit.speak'],
  leader: [
    'live.watch',
    'incident.read',
    'incident.receive',
    'incident.note',
    'camera.view',
    'gap.acknowledge',
    'system.read',
  ],
};
