// Which roles may be ticked for one person, and what of their grants is sent. Pure; the server judges by the same table.
import { apart } from '@haixi/proto/commands/roles';
import { type Role, roles } from '@haixi/proto/vocabulary';

export interface Grant {
  readonly role: Role;
  readonly areaId: string;
}

/** The role that stands in the way of this one, in whatever area; null where none does. */
export function keptFrom(role: Role, grants: readonly Grant[]): Role | null {
  const had = roles.filter((each) => each !== role && grants.some((grant) => grant.role === each));
  return had.find((each) => apart[each]?.includes(role) || apart[role]?.includes(each)) ?? null;
}

/** With or without this grant. */
export function ticked(grants: readonly Grant[], grant: Grant): Grant[] {
  const others = grants.filter(({ role, areaId }) => role !== grant.role || areaId !== grant.areaId);
  return others.length < grants.length ? others : [...others, grant];
}

/** The areas in which something is granted, in the order in which they came. */
export function areasOf(grants: readonly Grant[]): string[] {
  return [...new Set(grants.map(({ areaId }) => areaId))];
}
