// Where a person goes who has come in: the page of what they do most. Pure.
import type { Role } from '@haixi/proto/vocabulary';

/** In this order: whoever has several roles works where most happens. */
const homes: readonly (readonly [page: string, roles: readonly Role[]])[] = [
  ['/console', ['operator', 'leader']],
  ['/patrol', ['officer', 'assistant']],
  ['/install', ['installer']],
  ['/admin', ['administrator']],
  ['/audit', ['auditor']],
];
const ownAccount = '/account';

/** The page of these roles; one's own account where a role is held back for want of a second factor, or there is none. */
export function homeOf(roles: readonly Role[], needsSecondFactor: boolean): string {
  if (needsSecondFactor) return ownAccount;
  return homes.find(([, those]) => those.some((role) => roles.includes(role)))?.[0] ?? ownAccount;
}
