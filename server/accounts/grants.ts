// What a person may have after a change of grants: only where one administers, and never two roles that are kept apart. Pure.
import { apart } from '@haixi/proto/commands/roles';
import type { Role } from '@haixi/proto/vocabulary';
import type { Grant } from './may.js';

export type NextGrants =
  | { readonly ok: true; readonly grants: readonly Grant[] }
  | { readonly ok: false; readonly reason: 'not_allowed'; readonly areaId: string }
  | { readonly ok: false; readonly reason: 'kept_apart'; readonly roles: readonly [Role, Role] };

/**
 * The grants a person has once `asked` is carried out by somebody who manages these areas: theirs elsewhere stay as they
 * are, whether they are asked for again or left out. An area that nobody knows is managed by nobody.
 */
export function nextGrants(
  present: readonly Grant[],
  asked: readonly Grant[],
  manages: (areaId: string) => boolean,
): NextGrants {
  const foreign = asked.find((grant) => !manages(grant.areaId) && !present.some(same(grant)));
  if (foreign) return { ok: false, reason: 'not_allowed', areaId: foreign.areaId };
  const all = [...present.filter(({ areaId }) => !manages(areaId)), ...asked];
  const grants = all.filter((grant, at) => all.findIndex(same(grant)) === at);
  const roles = keptApart(grants);
  return roles ? { ok: false, reason: 'kept_apart', roles } : { ok: true, grants };
}

/** Two of the roles that one person never has together, in whatever areas; null where there are none. */
export function keptApart(grants: readonly Grant[]): [Role, Role] | null {
  for (const { role } of grants) {
    const other = grants.find((grant) => apart[role]?.includes(grant.role));
    if (other) return [role, other.role];
  }
  return null;
}

const same = (one: Grant) => (other: Grant) => one.role === other.role && one.areaId === other.areaId;
