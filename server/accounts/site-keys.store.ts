// Which site a key opens, and how one is withdrawn: the one comparison for agents at every door, the broker's and HTTP's.
import { idSchema } from '@haixi/proto/basics';
import type { Actor, EventDraft } from '@haixi/proto/live/events';
import { sql } from 'kysely';
import type { Db, Tx } from '../store/database.store.js';
import { hashOfSecret, sameHash } from './secret.js';

/** What somebody showed at a door. */
export interface ShownKey {
  readonly siteId: string;
  readonly key: string;
}

/**
 * What a key is. `withdrawn` is told only to who shows the very key that was withdrawn, so that a stranger learns
 * nothing; to a door it is no key either.
 */
export type KeyIs = 'right' | 'wrong' | 'withdrawn';

/**
 * What each of these keys is, in their order, with one question to the store. An unknown site is compared as well, so
 * that the time does not tell that it is unknown. Rejects where the store can't be asked.
 */
export async function judgeKeys(db: Db, shown: readonly ShownKey[]): Promise<KeyIs[]> {
  // A name that is no id may hold what the store can't even be asked for.
  const ids = new Set(shown.map(({ siteId }) => siteId).filter((id) => idSchema.safeParse(id).success));
  if (ids.size === 0) return shown.map(() => 'wrong');
  const rows = await db
    .selectFrom('sites')
    .select(['site_id', 'key_hash', 'withdrawn_key_hash'])
    .where('site_id', 'in', [...ids])
    .execute();
  const sites = new Map(rows.map((row) => [row.site_id, row]));
  const none = hashOfSecret('');
  return shown.map(({ siteId, key }) => {
    const site = sites.get(siteId);
    const hash = hashOfSecret(key);
    const isRight = sameHash(hash, site?.key_hash ?? none);
    const isWithdrawn = sameHash(hash, site?.withdrawn_key_hash ?? none);
    if (isRight && site?.key_hash) return 'right';
    return isWithdrawn && site?.withdrawn_key_hash ? 'withdrawn' : 'wrong';
  });
}

/** The same for one key. */
export async function judgeKey(db: Db, shown: ShownKey): Promise<KeyIs> {
  const [judged] = await judgeKeys(db, [shown]);
  return judged ?? 'wrong';
}

/** A key that opens nothing any more, by its hash; `isRetired` where its site went out of use with it. */
export interface WithdrawnKey {
  readonly siteId: string;
  readonly keyHash: string;
  readonly isRetired: boolean;
}

/** The last withdrawn key of each site that had one: by it connections that still stand are found and ended. */
export async function withdrawnKeys(db: Db): Promise<WithdrawnKey[]> {
  const rows = await db
    .selectFrom('sites')
    .select(['site_id', 'withdrawn_key_hash', 'retired_at_ms'])
    .where('withdrawn_key_hash', 'is not', null)
    .execute();
  return rows.map((row) => ({
    siteId: row.site_id,
    keyHash: row.withdrawn_key_hash!,
    isRetired: row.retired_at_ms !== null,
  }));
}

/** Why a key is withdrawn, and by whom. */
export interface Withdrawal {
  readonly reason: string;
  readonly actor: Actor;
  readonly nowMs: number;
}

/**
 * Withdraws the key of a site in this transaction: its agent is cut off within 5 s, at the broker and in streams
 * (N3). Locks the site. Gives the event to append, or null where the site has no key, and nothing is changed then.
 */
export async function revokeKey(tx: Tx, siteId: string, why: Withdrawal): Promise<EventDraft | null> {
  const { reason, actor, nowMs } = why;
  const row = await tx
    .updateTable('sites')
    .set({
      withdrawn_key_hash: sql<string>`key_hash`,
      key_hash: null,
      key_sealed: null,
      key_revoked_at_ms: nowMs,
    })
    .where('site_id', '=', siteId)
    .where('key_hash', 'is not', null)
    .returning('area_id')
    .executeTakeFirst();
  if (!row) return null;
  return { areaId: row.area_id, type: 'site.keyRevoked', actor, data: { siteId, reason } };
}
