// Which page an address means, which pages a person's roles use, and which is their own.
import { actionsOf } from '@haixi/proto/commands/roles';
import type { Action } from '@haixi/proto/commands/actions';
import type { Me } from '@haixi/proto/commands/routes';
import type { Role } from '@haixi/proto/vocabulary';

const pages = [
  'console',
  'patrol',
  'install',
  'review',
  'admin',
  'audit',
  'account',
  'tickets',
  'wall',
] as const;
export type Page = (typeof pages)[number];

/** Where one comes in; nobody needs to be signed in for these. */
const entries = ['sign-in', 'set-up', 'join'] as const;
export type EntryPage = (typeof entries)[number];

/** The page of this path; null for `/` and whatever is none of ours, which lead to the person's own. */
export function pageOf(path: string): Page | null {
  return pages.find((page) => page === firstOf(path)) ?? null;
}

/** The way in that this path means, or null. */
export function entryOf(path: string): EntryPage | null {
  return entries.find((entry) => entry === firstOf(path)) ?? null;
}

/** In this order: whoever has several roles works where most happens. */
const homes: readonly (readonly [Page, readonly Role[]])[] = [
  ['console', ['operator', 'leader']],
  ['patrol', ['officer', 'assistant']],
  ['install', ['installer']],
  ['admin', ['administrator']],
  ['audit', ['auditor']],
];

/** Where the person works; their account where a role is held back for want of a second factor, or there is none. */
export function ownPage(me: Me): Page {
  if (me.needsSecondFactor) return 'account';
  return homes.find(([, roles]) => has(me, roles))?.[0] ?? 'account';
}

/** Whether the person's roles use this page. */
export function usesPage(me: Me, page: Page): boolean {
  if (page === 'account') return true;
  if (page === 'tickets') return may(me, 'ticket.read');
  if (page === 'review') return may(me, 'review.read');
  if (page === 'wall') return may(me, 'camera.view') && watches(me);
  return homes.some(([home, roles]) => home === page && has(me, roles));
}

/** All the pages the person works at, in order. */
export function workPages(me: Me): Page[] {
  return homes.flatMap(([page, roles]) => (has(me, roles) ? [page] : []));
}

/** Whether the live picture is opened: only who watches somewhere has one. */
export function watches(me: Me): boolean {
  return may(me, 'live.watch');
}

function may(me: Me, action: Action): boolean {
  return me.grants.some(({ role }) => actionsOf[role].includes(action));
}

function has(me: Me, roles: readonly Role[]): boolean {
  return me.grants.some(({ role }) => roles.includes(role));
}

function firstOf(path: string): string | undefined {
  return path.split('/')[1];
}
