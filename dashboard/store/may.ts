// Which buttons a person is shown. It only spares a refusal: the server asks its own `may` whatever a screen shows.
import type { Action } from '@haixi/proto/commands/commands';
import { actionsOf } from '@haixi/proto/commands/roles';
import type { Me } from '@haixi/proto/commands/routes';
import type { Picture } from '@haixi/proto/live/picture';
import type { Role } from '@haixi/proto/vocabulary';

/** Whether one of the person's grants, in this area or one above it, carries the action. */
export function mayHere(me: Me, action: Action, areaId: string, areas: Picture['areas']): boolean {
  const above = lineage(areaId, areas);
  return me.grants.some((grant) => above.includes(grant.areaId) && actionsOf[grant.role].includes(action));
}

/** Whether the person has the role in this area or one above it. */
export function hasRole(me: Me, role: Role, areaId: string, areas: Picture['areas']): boolean {
  const above = lineage(areaId, areas);
  return me.grants.some((grant) => grant.role === role && above.includes(grant.areaId));
}

/** The area and all above it, itself first. */
export function lineage(areaId: string, areas: Picture['areas']): string[] {
  const line: string[] = [];
  for (let at: string | null = areaId; at !== null && !line.includes(at); at = areas[at]?.parentId ?? null)
    line.push(at);
  return line;
}

/** Whether something that goes to a role, or to one person with it, goes to this person. */
export function isToMe(
  me: Me,
  to: { role: Role; personId: string | null },
  areaId: string,
  areas: Picture['areas'],
): boolean {
  return (to.personId === null || to.personId === me.person.personId) && hasRole(me, to.role, areaId, areas);
}
