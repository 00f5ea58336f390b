// Whether the tablets of those who speak for units could ring, as their pages tell it, for whoever sends them out (T3).
import type { TabletState } from '@haixi/proto/vocabulary';
import { sql } from 'kysely';
import type { Db } from '../store/database.store.js';

/** Keeps the state of this person's tablet for each unit they speak for; the same again keeps since when. */
export async function keepTablet(db: Db, personId: string, state: TabletState, nowMs: number): Promise<void> {
  await sql`
    insert into tablets (unit_id, person_id, state, since_ms)
    select unit_id, person_id, ${state}, ${nowMs}::bigint from unit_people where person_id = ${personId}
    order by unit_id
    on conflict (unit_id, person_id) do update set state = excluded.state, since_ms = excluded.since_ms
    where tablets.state <> excluded.state`.execute(db);
}

/** What a server that was killed could not tell any more: its pages have lost their line, and tell anew when they are back. */
export async function closeTablets(db: Db, nowMs: number): Promise<void> {
  await db
    .updateTable('tablets')
    .set({ state: 'closed', since_ms: nowMs })
    .where('state', '<>', 'closed')
    .execute();
}
