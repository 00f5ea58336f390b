// Which of a person's grants a session has: those of roles that need a second factor are held back until one was shown. Pure.
import { secondFactorRoles } from '@haixi/proto/commands/roles';
import type { Grant } from './may.js';

/** Whether a role of theirs demands a second factor (rule W4). */
export function needsSecondFactor(grants: readonly Grant[]): boolean {
  return grants.some(({ role }) => secondFactorRoles.includes(role));
}

/** What the session has, and what is held back from it. */
export function splitGrants(
  grants: readonly Grant[],
  hasShownSecondFactor: boolean,
): { held: Grant[]; back: Grant[] } {
  if (hasShownSecondFactor) return { held: [...grants], back: [] };
  const isBack = ({ role }: Grant) => secondFactorRoles.includes(role);
  return { held: grants.filter((grant) => !isBack(grant)), back: grants.filter(isBack) };
}
