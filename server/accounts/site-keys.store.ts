// Which site a key opens: the one comparison for agents at every door, the broker's and HTTP's.
import { idSchema } from '@haixi/proto/basics';
import type { Db } from '../store/database.store.js';
import { hashOfSecret, sameHash } from './secret.js';

/**
 * The site of this id where the key is its own, else null. An unknown site is compared as well, so that the time does
 * not tell that it is unknown. Rejects where the store can't be asked.
 */
export async function siteOfKey(db: Db, siteId: string, key: string): Promise<string | null> {
  // A name that is no id may hold what the store can't even be asked for.
  if (!idSchema.safeParse(siteId).success) return null;
  const site = await db
    .selectFrom('sites')
    .select(['site_id', 'key_hash'])
    .where('site_id', '=', siteId)
    .executeTakeFirst();
  const right = sameHash(hashOfSecret(key), site?.key_hash ?? hashOfSecret(''));
  return site && right ? site.site_id : null;
}
