// When each person was last seen at a live screen, for whoever has to find somebody on watch.
import type { Db } from '../store/database.store.js';

/** Notes that these people are at a screen now. */
export async function saveSeen(db: Db, personIds: readonly string[], nowMs: number): Promise<void> {
  if (personIds.length === 0) return;
  await db
    .insertInto('watches')
    // In id order, so that two servers noting the same people never wait for one another in a circle.
    .values(personIds.toSorted().map((person_id) => ({ person_id, seen_at_ms: nowMs })))
    .onConflict((clash) => clash.column('person_id').doUpdateSet({ seen_at_ms: nowMs }))
    .execute();
}
