// Which page an address means, and which page is a person's own.
import type { Me } from '@haixi/proto/commands/routes';

export type Page = 'console' | 'patrol';

/** The page of this path; null for `/` and whatever is none of ours, which lead to the person's own. */
export function pageOf(path: string): Page | null {
  const first = path.split('/')[1];
  return first === 'console' || first === 'patrol' ? first : null;
}

/** Operators and leaders work at the console, officers at the tablet; who is both begins at the console. */
export function ownPage(me: Me): Page {
  return me.grants.some(({ role }) => role !== 'officer') ? 'console' : 'patrol';
}

/** Whether the person's roles use this page. */
export function usesPage(me: Me, page: Page): boolean {
  return me.grants.some(({ role }) => (role === 'officer') === (page === 'patrol'));
}
