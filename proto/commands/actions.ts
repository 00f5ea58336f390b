// What `may` is asked about: every action in the house, and which of them a named token of another system may have.

/** What `may` is asked about; each with what it lets somebody do. */
export const actionsAbout = {
  'live.watch': 'Watch the live map: incidents, sites, units',
  'incident.read': 'Read incidents, their timelines, snapshots and photos',
  'incident.open': 'Open an incident for a caller',
  'incident.receive': 'Receive 接警 and take over',
  'incident.handle': 'Send, recall and release units; rate and close',
  'incident.note': 'Write notes and photos into an incident',
  'caller.read': 'Read a caller’s name and telephone number',
  'assignment.move': 'Sign, set out, arrive, feed back for one’s own unit',
  'unit.speak': 'Go on duty, tell a position, call for help as one’s own unit',
  'camera.view': 'Look at a camera, for a reason that is logged',
  'camera.install': 'Look at the camera of one’s own open work order',
  'review.read': 'Review a time: incidents with their clocks, and the figures of them',
  'look.read': 'See who looks at what now, and who did',
  'gap.acknowledge': 'Acknowledge that alarms are lost for ever',
  'system.read': 'See what was refused at the doors',
  'area.read': 'Read the areas and their outlines',
  'site.install': 'Carry out one’s own work orders: claim, place, check, hand over',
  'site.test': 'Put a site on test for some minutes',
  'ticket.read': 'Read acceptance tickets',
  'site.plan': 'Plan work orders, print stickers, change, move, retire, import and export sites',
  'device.revoke': 'Withdraw an agent’s key and let a claimed box be claimed again',
  'area.manage': 'Draw and import areas',
  'people.manage': 'Add people and units, give and take roles, issue tokens',
  'log.read': 'Read and export the whole log 台账',
} as const;
export type Action = keyof typeof actionsAbout;
export const actions = Object.keys(actionsAbout) as Action[];

/**
 * What a named token of another system may be given, each for itself: never a camera, never people, never devices. Nor
 * the log: who issues tokens administers people, and would read by one what became of their own doings.
 */
export const scopeActions = [
  'live.watch',
  'incident.read',
  'incident.open',
  'incident.note',
  'area.read',
  'ticket.read',
] as const satisfies readonly Action[];
