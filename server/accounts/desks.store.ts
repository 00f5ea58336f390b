// Desks in the store: how each person has arranged their screens, as a whole; the last one stays.
import { type Desk, deskSchema } from '@haixi/proto/accounts/desk';
import type { Db } from '../store/database.store.js';

/**
 * A person's desk, at its defaults where they never kept one, or where an earlier release kept what this one does not
 * know: an arrangement is worth less than a screen that opens.
 */
export async function readDesk(db: Db, personId: string): Promise<Desk> {
  const row = await db
    .selectFrom('desks')
    .select('desk')
    .where('person_id', '=', personId)
    .executeTakeFirst();
  const read = deskSchema.safeParse(row ? JSON.parse(row.desk) : {});
  return read.success ? read.data : deskSchema.parse({});
}

export async function keepDesk(db: Db, personId: string, desk: Desk, nowMs: number): Promise<void> {
  const row = { desk: JSON.stringify(desk), at_ms: nowMs };
  await db
    .insertInto('desks')
    .values({ person_id: personId, ...row })
    .onConflict((clash) => clash.column('person_id').doUpdateSet(row))
    .execute();
}
