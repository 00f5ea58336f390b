// The first of everything in a store for real use: the root area with its log, and the administrator of it.
import type { InvitationAnswer } from '@haixi/proto/accounts/accounts';
import type { EventDraft } from '@haixi/proto/live/events';
import { chainStart } from '../log/chain.js';
import type { Tx } from '../store/database.store.js';
import { changeRegister } from '../store/register.store.js';

export type First = NonNullable<InvitationAnswer['first']>;

/** Makes both and gives the events that tell it; null where somebody is there already, or an area. */
export async function makeFirst(
  tx: Tx,
  { name, signInName, area }: First,
  passwordHash: string,
): Promise<{ personId: string; drafts: EventDraft[] } | null> {
  const people = await tx.selectFrom('people').select('person_id').limit(1).execute();
  const areas = await tx.selectFrom('areas').select('area_id').limit(1).execute();
  if (people.length + areas.length > 0) return null;
  // A sign-in name has at most 32 letters, of which an id knows all but these two.
  const personId = signInName.replaceAll(/[._]/g, '-');
  const { areaId } = area;
  await tx
    .insertInto('areas')
    .values({
      area_id: areaId,
      parent_id: null,
      name: area.name,
      name_en: area.nameEn,
      outline: null,
      illustrative: false,
    })
    .execute();
  await tx
    .insertInto('area_heads')
    .values({ area_id: areaId, n: chainStart.n, hash: chainStart.hash, at_ms: chainStart.atMs })
    .execute();
  await tx
    .insertInto('people')
    .values({
      person_id: personId,
      name,
      area_id: areaId,
      sign_in_name: signInName,
      password_hash: passwordHash,
    })
    .execute();
  await tx
    .insertInto('grants')
    .values({ person_id: personId, role: 'administrator', area_id: areaId })
    .execute();
  await changeRegister(tx);
  const of = { areaId, actor: { kind: 'person', id: personId } as const };
  const made = { areaId, parentId: null, name: area.name, outlinePoints: 0, illustrative: false };
  return {
    personId,
    drafts: [
      { ...of, type: 'area.set', data: { area: made, isNew: true } },
      {
        ...of,
        type: 'person.set',
        data: { personId, name, signInName, directoryName: null, isNew: true },
      },
      { ...of, type: 'person.passwordSet', data: { personId } },
      { ...of, type: 'person.granted', data: { personId, grants: [{ role: 'administrator', areaId }] } },
    ],
  };
}
