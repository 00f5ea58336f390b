// One change of one person by an administrator: who may change whom, in one transaction with its events.
import type { Actor, EventDraft } from '@haixi/proto/live/events';
import { append } from '../log/log.store.js';
import type { Db, Tx } from '../store/database.store.js';
import type { World } from '../world.js';
import type { Caller } from './caller.js';
import { type LockedPerson, lockPerson } from './people.store.js';

/** Why a person was not changed. `not_found` is also whoever belongs to an area that one does not administer. */
export const personRefusals = [
  'not_found',
  'not_allowed',
  'oneself',
  'beyond',
  'retired',
  'kept_apart',
  'last_administrator',
  'id_taken',
  'name_taken',
  'directory_name_taken',
] as const;
export type PersonRefusal = (typeof personRefusals)[number];

export interface NotChanged {
  readonly ok: false;
  readonly reason: PersonRefusal;
  /** The area or the roles it is about; empty where that is plain. */
  readonly about: string;
}
export type Changed<T = object> = ({ readonly ok: true } & T) | NotChanged;

/** Whoever changes somebody, and what with. */
export interface Changing {
  readonly db: Db;
  readonly caller: Caller;
  readonly world: World;
}

/** The person as locked, and their home area, in which the change is logged. */
export interface Found {
  readonly tx: Tx;
  readonly person: LockedPerson;
  readonly areaId: string;
  readonly actor: Actor;
}

export const done = { ok: true } as const;

export function notChanged(reason: PersonRefusal, about = ''): NotChanged {
  return { ok: false, reason, about };
}

/** What a change has done: more events may come of it than one. */
type Made<T> = { readonly made: T; readonly events: readonly EventDraft[] } | NotChanged;

/**
 * Changes a person of the caller's own areas: nobody changes what they have themselves, whoever is retired stays so, and
 * who has a role where the caller administers nobody is out of the caller's reach. `mild` changes take and give nothing,
 * so they are refused for none of this.
 */
export async function changePerson<T extends object>(
  { db, caller, world }: Changing,
  personId: string,
  how: 'mild' | 'full',
  change: (found: Found) => Promise<Made<T>>,
): Promise<Changed<T>> {
  return db.transaction().execute(async (tx) => {
    const person = await lockPerson(tx, personId);
    const areaId = person?.homeAreaId ?? null;
    if (!person || areaId === null || !manages(caller)(areaId)) return notChanged('not_found');
    if (how === 'full') {
      if (personId === caller.personId) return notChanged('oneself');
      if (person.isRetired) return notChanged('retired');
    }
    const made = await change({ tx, person, areaId, actor: actorOf(caller) });
    if ('reason' in made) return made;
    await append(tx, made.events, { nowMs: world.nowMs(), salt: world.salt });
    return { ok: true, ...made.made };
  });
}

export function manages(caller: Caller): (areaId: string) => boolean {
  return (areaId) => caller.may('people.manage', areaId);
}

export function actorOf(caller: Caller): Actor {
  return { kind: 'person', id: caller.personId };
}

/**
 * Refused where the person has a role in an area in which the caller administers nobody: whoever lets somebody choose a
 * new password could come in as them, and would have that role.
 */
export function beyondReach(caller: Caller, person: LockedPerson): NotChanged | null {
  const beyond = person.grants.find((grant) => !manages(caller)(grant.areaId));
  return beyond ? notChanged('beyond', beyond.areaId) : null;
}

/** Ends all sessions of a person; the event of it where there were any. */
export async function signOut({ tx, person, areaId, actor }: Found): Promise<EventDraft[]> {
  const { personId } = person;
  const ended = await tx
    .deleteFrom('sessions')
    .where('person_id', '=', personId)
    .returning('session_id')
    .execute();
  if (ended.length === 0) return [];
  return [{ areaId, type: 'person.signedOut', actor, data: { personId, because: 'administrator' } }];
}
