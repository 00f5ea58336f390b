// Desks in the store: how each person has arranged their screens, part by part; the last one stays.
import { type Desk, type DeskPart, deskSchema } from '@haixi/proto/accounts/desk';
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

/** Keeps these parts; what another screen of the same person keeps at the same time is not lost. */
export async function keepDesk(db: Db, personId: string, parts: DeskPart, nowMs: number): Promise<void> {
  await db.transaction().execute(async (tx) => {
    await tx
      .insertInto('desks')
      .values({ person_id: personId, desk: '{}', at_ms: nowMs })
      .onConflict((clash) => clash.column('person_id').doNothing())
      .execute();
    await tx
      .selectFrom('desks')
      .select('person_id')
      .where('person_id', '=', personId)
      .forUpdate()
      .executeTakeFirst();
    const desk = { ...(await readDesk(tx, personId)), ...parts };
    await tx
      .updateTable('desks')
      .set({ desk: JSON.stringify(desk), at_ms: nowMs })
      .where('person_id', '=', personId)
      .execute();
  });
}
