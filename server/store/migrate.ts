// Brings the store's tables up to this release; run with the owner's DATABASE_URL before the server starts.
import { basename } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Migrator } from 'kysely/migration';
import { type Db, openDatabase } from './database.store.js';
import { migrations } from './migrations.js';

/** Runs what is missing, in order, each step in its transaction. Throws with the step's name where one fails. */
export async function migrate(db: Db): Promise<string[]> {
  const migrator = new Migrator({ db, provider: { getMigrations: () => Promise.resolve(migrations) } });
  const { error, results } = await migrator.migrateToLatest();
  if (error) {
    const failed = results?.find((result) => result.status === 'Error')?.migrationName ?? 'the set-up';
    throw new Error(`migration ${failed} failed; the store is as it was before it`, { cause: error });
  }
  return (results ?? []).map((result) => result.migrationName);
}

async function main(): Promise<void> {
  const url = process.env['DATABASE_URL'];
  if (!url) throw new Error('DATABASE_URL is not set: give the address of the store with its owner role');
  const db = openDatabase(url, { size: 1 });
  try {
    for (const name of await migrate(db)) process.stdout.write(`store: migrated to ${name}\n`);
  } finally {
    await db.destroy();
  }
}

// In a tool that is bundled out of the sources this file is a part of another program's.
const here = fileURLToPath(import.meta.url);
if (process.argv[1] === here && basename(here, '.js') === 'migrate') await main();
