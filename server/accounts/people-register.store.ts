// Who is there and what they may do: people added, changed, given roles and retired by an administrator of their area.
import type { z } from 'zod';
import type { personBodySchema } from '@haixi/proto/accounts/accounts';
import { append } from '../log/log.store.js';
import type { Tx } from '../store/database.store.js';
import { changeRegister } from '../store/register.store.js';
import { nextGrants } from './grants.js';
import { dropInvitations } from './invitations.store.js';
import type { Grant } from './may.js';
import { dropSecondFactor } from './codes.store.js';
import { isLastAdministrator, type LockedPerson, lockPerson } from './people.store.js';
import {
  actorOf,
  beyondReach,
  type Changed,
  changePerson,
  type Changing,
  done,
  manages,
  notChanged,
  signOut,
} from './person-change.store.js';

/** Adds a person, or changes one: name, sign-in name, home area, name in the directory. */
export async function putPerson(
  { db, caller, world }: Changing,
  personId: string,
  { name, signInName, directoryName, areaId }: z.output<typeof personBodySchema>,
): Promise<Changed> {
  if (!manages(caller)(areaId)) return notChanged('not_allowed', areaId);
  return tellingTakenNames(() =>
    db.transaction().execute(async (tx) => {
      const person = await lockPerson(tx, personId);
      if (person && (person.homeAreaId === null || !manages(caller)(person.homeAreaId)))
        return notChanged('id_taken');
      if (person?.isRetired) return notChanged('retired');
      const entersElse =
        person !== null && (person.signInName !== signInName || person.directoryName !== directoryName);
      const beyond = entersElse ? beyondReach(caller, person) : null;
      if (beyond) return beyond;
      const row = { name, sign_in_name: signInName, directory_name: directoryName, area_id: areaId };
      await tx
        .insertInto('people')
        .values({ person_id: personId, ...row })
        .onConflict((clash) => clash.column('person_id').doUpdateSet(row))
        .execute();
      await changeRegister(tx);
      const data = { personId, name, signInName, directoryName, isNew: person === null };
      const draft = { areaId, type: 'person.set' as const, actor: actorOf(caller), data };
      await append(tx, [draft], { nowMs: world.nowMs(), salt: world.salt });
      return done;
    }),
  );
}

/** What the person may do from now on in the caller's areas; roles elsewhere stay. Nobody changes their own. */
export function putGrants(changing: Changing, personId: string, asked: readonly Grant[]): Promise<Changed> {
  return changePerson(changing, personId, 'full', async ({ tx, person, areaId, actor }) => {
    const next = nextGrants(person.grants, asked, manages(changing.caller));
    if (!next.ok && next.reason === 'kept_apart') return notChanged(next.reason, next.roles.join(' + '));
    if (!next.ok) return notChanged(next.reason, next.areaId);
    const grants = next.grants.map((grant) => ({ role: grant.role, areaId: grant.areaId }));
    if (await losesLastAdministrator(tx, person, grants)) return notChanged('last_administrator');
    await tx.deleteFrom('grants').where('person_id', '=', personId).execute();
    const rows = grants.map((grant) => ({ person_id: personId, role: grant.role, area_id: grant.areaId }));
    if (rows.length > 0) await tx.insertInto('grants').values(rows).execute();
    await changeRegister(tx);
    return { made: {}, events: [{ areaId, type: 'person.granted', actor, data: { personId, grants } }] };
  });
}

/** The person leaves: nothing is left to come in by or to act by. What they did stays in the log. */
export function retire(changing: Changing, personId: string): Promise<Changed> {
  return changePerson(changing, personId, 'full', async (found) => {
    const { tx, person, areaId, actor } = found;
    const beyond = beyondReach(changing.caller, person);
    if (beyond) return beyond;
    if (await losesLastAdministrator(tx, person, [])) return notChanged('last_administrator');
    const events = await signOut(found);
    await dropSecondFactor(tx, personId);
    await dropInvitations(tx, personId);
    await tx.deleteFrom('sign_in_links').where('person_id', '=', personId).execute();
    await tx.deleteFrom('grants').where('person_id', '=', personId).execute();
    await tx.deleteFrom('unit_people').where('person_id', '=', personId).execute();
    // Names are free again for who comes after; the log tells by the id who it was.
    const ways = { password_hash: null, sign_in_name: null, directory_name: null };
    const row = { ...ways, retired_at_ms: changing.world.nowMs() };
    await tx.updateTable('people').set(row).where('person_id', '=', personId).execute();
    await changeRegister(tx);
    return { made: {}, events: [...events, { areaId, type: 'person.retired', actor, data: { personId } }] };
  });
}

/** Whether nobody could administer the whole after this person has these grants alone. */
async function losesLastAdministrator(
  tx: Tx,
  person: LockedPerson,
  next: readonly Grant[],
): Promise<boolean> {
  const areasOf = (grants: readonly Grant[]) =>
    grants.filter((grant) => grant.role === 'administrator').map((grant) => grant.areaId);
  const kept = areasOf(next);
  const lost = areasOf(person.grants).filter((areaId) => !kept.includes(areaId));
  return lost.length > 0 && isLastAdministrator(tx, person.personId, lost);
}

/** Two people can't have one name; the store itself sees to it, also where both come at once. */
async function tellingTakenNames(change: () => Promise<Changed>): Promise<Changed> {
  try {
    return await change();
  } catch (error) {
    const constraint = error instanceof Error && 'constraint' in error ? String(error.constraint) : '';
    if (constraint === 'people_pkey') return notChanged('id_taken');
    if (constraint === 'people_sign_in_name_key') return notChanged('name_taken');
    if (constraint === 'people_directory_name_key') return notChanged('directory_name_taken');
    throw error;
  }
}
