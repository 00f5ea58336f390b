// Which site a key opens: the one comparison for agents at every door, the broker's and HTTP's.
import { idSchema } from '@haixi/proto/basics';
import type { Db } from '../store/database.store.js';
import { hashOfSecret, sameHash } from './secret.js';

/** What somebody showed at a door. */
export interface ShownKey {
  readonly siteId: string;
  readonly key: string;
}

/**
 * The site of this id where the key is its own, else null. An unknown site is compared as well, so that the time does
 * not tell that it is unknown. Rejects where the store can't be asked.
 */
export async function siteOfKey(db: Db, siteId: string, key: string): Promise<string | null> {
  const [site] = await sitesOfKeys(db, [{ siteId, key }]);
  return site ?? null;
}

/** The same for many at once, in their order, with one question to the store. */
export async function sitesOfKeys(db: Db, shown: readonly ShownKey[]): Promise<(string | null)[]> {
  // A name that is no id may hold what the store can't even be asked for.
  const ids = new Set(shown.map(({ siteId }) => siteId).filter((id) => idSchema.safeParse(id).success));
  if (ids.size === 0) return shown.map(() => null);
  const rows = await db
    .selectFrom('sites')
    .select(['site_id', 'key_hash'])
    .where('site_id', 'in', [...ids])
    .execute();
  const hashes = new Map(rows.map((row) => [row.site_id, row.key_hash]));
  return shown.map(({ siteId, key }) => {
    const hash = hashes.get(siteId);
    const right = sameHash(hashOfSecret(key), hash ?? hashOfSecret(''));
    return hash !== undefined && right ? siteId : null;
  });
}
