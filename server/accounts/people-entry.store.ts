// How people come in, as their administrator sees to it: a link to choose a password, a lock taken off, a lost second factor.
import { dropSecondFactor } from './codes.store.js';
import { createInvitation } from './invitations.store.js';
import { beyondReach, type Changed, changePerson, type Changing, signOut } from './person-change.store.js';
import { forgetTries } from './tries.store.js';

/** A one-time link to choose a (new) password; earlier ones stop working, and its token is shown this once. */
export function invite(
  changing: Changing,
  personId: string,
): Promise<Changed<{ token: string; expiresAtMs: number }>> {
  return changePerson(changing, personId, 'full', async ({ tx, person, areaId, actor }) => {
    const beyond = beyondReach(changing.caller, person);
    if (beyond) return beyond;
    const kind = person.hasPassword ? 'new-password' : 'invitation';
    const made = await createInvitation(tx, { personId, kind }, changing.world);
    return { made, events: [{ areaId, type: 'person.invited', actor, data: { personId, kind } }] };
  });
}

/** Lets a person who was locked out try again at once. */
export function unlock(changing: Changing, personId: string): Promise<Changed> {
  return changePerson(changing, personId, 'mild', async ({ tx, person, areaId, actor }) => {
    const { signInName } = person;
    if (signInName !== null) await forgetTries(tx, signInName);
    return { made: {}, events: [{ areaId, type: 'person.unlocked', actor, data: { personId } }] };
  });
}

/** Takes a lost second factor away with its recovery codes, and ends the person's sessions. */
export function resetSecondFactor(changing: Changing, personId: string): Promise<Changed> {
  return changePerson(changing, personId, 'full', async (found) => {
    const { tx, person, areaId, actor } = found;
    const beyond = beyondReach(changing.caller, person);
    if (beyond) return beyond;
    await dropSecondFactor(tx, personId);
    const data = { personId, because: 'administrator' as const };
    const gone = person.hasSecondFactor
      ? [{ areaId, type: 'person.secondFactorGone' as const, actor, data }]
      : [];
    return { made: {}, events: [...gone, ...(await signOut(found))] };
  });
}

/** Signs a person out everywhere. */
export function endSessionsOf(changing: Changing, personId: string): Promise<Changed> {
  return changePerson(changing, personId, 'mild', async (found) => ({
    made: {},
    events: await signOut(found),
  }));
}
