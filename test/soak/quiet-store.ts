// The way to the store as the soak has it: a pool that says when nothing is under way any more.
import type { Db } from '@haixi/server/store/database.store';
import { types } from '@haixi/server/store/database.store';
import type { Database } from '@haixi/server/store/schema';
import { Kysely, PostgresDialect } from 'kysely';
import pg from 'pg';

/** So many turns of the event loop without a connection in use: whoever waited for an answer has gone on. */
const quietTurns = 4;

export interface QuietStore {
  readonly db: Db;
  /** Waits until no connection is in use and nobody waits for one. */
  settle(): Promise<void>;
}

export function quietStore(url: string): QuietStore {
  const pool = new pg.Pool({ connectionString: url, max: 8, idleTimeoutMillis: 0, types });
  // The pool's end returns before its connections have closed, and PostgreSQL may close them first.
  pool.on('error', () => {});
  let inUse = 0;
  pool.on('acquire', () => {
    inUse += 1;
  });
  pool.on('release', () => {
    inUse -= 1;
  });
  const settle = async () => {
    for (let quiet = 0; quiet < quietTurns; quiet += 1) {
      while (inUse > 0 || pool.waitingCount > 0) {
        quiet = 0;
        await new Promise((released) => pool.once('release', released));
      }
      await new Promise((turn) => setImmediate(turn));
    }
  };
  return { db: new Kysely<Database>({ dialect: new PostgresDialect({ pool }) }), settle };
}
