// Single values that the store keeps of itself: whether it is a demonstration or in real use.
import type { Db } from './database.store.js';

/** Set by the start that made the store. One without a mode was made by hand, for tests. */
export async function isDemonstration(db: Db): Promise<boolean> {
  const row = await db.selectFrom('settings').select('value').where('key', '=', 'mode').executeTakeFirst();
  return row?.value === 'demo';
}
