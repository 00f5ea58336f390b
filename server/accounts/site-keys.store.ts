// Which site a key opens: the one comparison for agents at every door, the broker's and HTTP's.
import type { Db } from '../store/database.store.js';
import { hashOfSecret, sameHash } from './secret.js';

/**
 * The site of this id where the key is its own, else null. An unknown site is compared as well, so that the time does
 * not tell that it is unknown. Rejects where the store can't be asked.
 */
export async function siteOfKey(db: Db, siteId: string, key: string): Promise<string | null> {
  const site = await db
    .selectFrom('sites')
    .select(['site_id', 'key_hash'])
    .where('site_id', '=', siteId)
    .executeTakeFirst();
  const right = sameHash(hashOfSecret(key), site?.key_hash ?? hashOfSecret(''));
  return site && right ? site.site_id : null;
}
