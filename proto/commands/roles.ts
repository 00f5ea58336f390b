// What each role may do in its areas: the one table behind every door, and behind what a screen offers. Pure data.
import type { Role } from '../vocabulary.js';
import type { Action } from './actions.js';

/**
 * A grant in an area holds in everything below it. Moves of an assignment also need that one speaks for its unit, and an
 * installer's actions that the work order is their own.
 */
export const actionsOf: Readonly<Record<Role, readonly Action[]>> = {
  operator: [
    'live.watch',
    'incident.read',
    'incident.open',
    'incident.receive',
    'incident.handle',
    'incident.note',
    'caller.read',
    'camera.view',
    'gap.acknowledge',
    'system.read',
    'area.read',
  ],
  officer: [
    'live.watch',
    'incident.read',
    'incident.note',
    'caller.read',
    'assignment.move',
    'unit.speak',
    'area.read',
  ],
  assistant: ['live.watch', 'incident.read', 'incident.note', 'assignment.move', 'unit.speak', 'area.read'],
  installer: ['site.install', 'camera.install', 'site.test', 'ticket.read', 'area.read'],
  leader: [
    'live.watch',
    'incident.read',
    'incident.receive',
    'incident.note',
    'caller.read',
    'camera.view',
    'look.read',
    'review.read',
    'gap.acknowledge',
    'system.read',
    'site.test',
    'ticket.read',
    'area.read',
  ],
  administrator: [
    'people.manage',
    'area.manage',
    'site.plan',
    'device.revoke',
    'ticket.read',
    'system.read',
    'area.read',
  ],
  auditor: ['log.read', 'look.read', 'area.read'],
};

/**
 * Roles that one person never has together, in whatever areas (等保 level 3: system, security and audit administrators
 * are separate people): who administers neither watches, handles nor audits, and who audits does nothing else.
 */
export const apart: Readonly<Partial<Record<Role, readonly Role[]>>> = {
  administrator: ['operator', 'officer', 'assistant', 'leader', 'auditor'],
  auditor: ['operator', 'officer', 'assistant', 'installer', 'leader', 'administrator'],
};

/** Roles whose actions a session has only once a second factor was shown in it. */
export const secondFactorRoles: readonly Role[] = ['administrator'];
