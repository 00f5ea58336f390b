// The one question for every door: may this person do this in this area? Pure; the policy is proto's table of roles.
import type { Action } from '@haixi/proto/commands/actions';
import { actionsOf } from '@haixi/proto/commands/roles';
import type { Role } from '@haixi/proto/vocabulary';

export interface Grant {
  readonly role: Role;
  readonly areaId: string;
}

/** What a named token of another system has in an area: actions, each for itself, and no role. */
export interface Scope {
  readonly actions: readonly Action[];
  readonly areaId: string;
}

/** Parent of each area; the root's is null. A grant in an area holds in everything below it. */
export type AreaTree = ReadonlyMap<string, string | null>;

/** True where one of the grants covers the area and has the action. An unknown area is nobody's. */
export function may(
  grants: readonly (Grant | Scope)[],
  tree: AreaTree,
  action: Action,
  areaId: string,
): boolean {
  for (let at: string | null = areaId; at !== null; at = tree.get(at) ?? null) {
    if (!tree.has(at)) return false;
    const here = at;
    if (grants.some((grant) => grant.areaId === here && actionsIn(grant).includes(action))) return true;
  }
  return false;
}

function actionsIn(grant: Grant | Scope): readonly Action[] {
  return 'role' in grant ? actionsOf[grant.role] : grant.actions;
}
