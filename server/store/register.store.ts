// The register's number: it grows with each change of areas, sites, sources, units, people and grants.
import type { Db, Tx } from './database.store.js';

/** The number as it stands. */
export async function registerNumber(db: Db | Tx): Promise<number> {
  return (await db.selectFrom('register').select('n').executeTakeFirstOrThrow()).n;
}

/**
 * Tells every screen that the register has changed: within a tick it gets a fresh start. Called in the transaction of the
 * change, before `append`; whoever changes the register waits for one another here.
 */
export async function changeRegister(tx: Tx): Promise<void> {
  await tx
    .updateTable('register')
    .set((row) => ({ n: row('n', '+', 1) }))
    .execute();
}
