// Who is here, as every page asks it first: the person with roles, grants and units, and whether this is a demonstration.
import type { Me } from '@haixi/proto/commands/routes';
import type { Caller } from '../accounts/caller.js';
import { readUnitsOf } from '../live/picture.store.js';
import type { Db } from '../store/database.store.js';
import { isDemonstration } from '../store/settings.store.js';

/** The answer to `me` for this caller. */
export async function readMe(db: Db, caller: Caller): Promise<Me> {
  const { personId, name, grants, needsSecondFactor } = caller;
  return {
    person: { personId, name, roles: [...new Set(grants.map((grant) => grant.role))] },
    grants: [...grants],
    units: await readUnitsOf(db, personId),
    needsSecondFactor,
    isDemonstration: await isDemonstration(db),
  };
}
