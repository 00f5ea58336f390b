// The one way to the store: a pooled Kysely handle, and transactions that are tried again where PostgreSQL asks for it.
import { Kysely, PostgresDialect, type Transaction } from 'kysely';
import pg from 'pg';
import type { Database } from './schema.js';

export type Db = Kysely<Database>;
export type Tx = Transaction<Database>;

// Times and numbers are below 2^53 (proto/basics), so a bigint is read as a number, and json as the text it is.
export const types = {
  getTypeParser(oid: number, format?: 'text' | 'binary') {
    if (oid === pg.types.builtins.INT8) return Number;
    if (oid === pg.types.builtins.JSON) return String;
    return format === undefined ? pg.types.getTypeParser(oid) : pg.types.getTypeParser(oid, format);
  },
};

/** Opens a pool of at most `size` connections. A lost connection is said through `say` and replaced on next use. */
export function openDatabase(url: string, options: { size?: number; say?: (line: string) => void } = {}): Db {
  // A machine that is gone without a word says no end of its connections: only by asking is it found out, in half a minute.
  const alive = { keepAlive: true, keepAliveInitialDelayMillis: 10_000 };
  const pool = new pg.Pool({ connectionString: url, max: options.size ?? 8, types, ...alive });
  // Without a listener the loss of an idle connection would end the process. An ending pool has nothing more to lose:
  // its end returns before its connections have closed, and PostgreSQL may close them first.
  pool.on('error', (error) => {
    if (!pool.ending) options.say?.(`store: an idle connection was lost: ${error.message}`);
  });
  // The pool listens to idle connections alone. The loss of one in use is told to whoever asks by it next.
  pool.on('connect', (client) => client.on('error', () => {}));
  return new Kysely<Database>({ dialect: new PostgresDialect({ pool }) });
}

/** One snapshot of the whole store, for reading a picture and its vector together. */
export function inSnapshot<T>(db: Db, read: (tx: Tx) => Promise<T>): Promise<T> {
  return db.transaction().setIsolationLevel('repeatable read').setAccessMode('read only').execute(read);
}

/** True where PostgreSQL says that trying the same transaction again may well succeed. */
export function worthRetrying(error: unknown): boolean {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  return code === '40001' || code === '40P01';
}

/** True for PostgreSQL's classes 22 and 23: the values themselves are wrong, and will be at the next try too. */
export function isWrongValue(error: unknown): boolean {
  return error instanceof Error && 'code' in error && /^2[23]...$/.test(String(error.code));
}

/** Whether our own code or the store refused something because of its values: the store's own troubles are something else. */
export function isOfTheData(error: unknown): error is Error {
  return isWrongValue(error) || error instanceof TypeError || error instanceof RangeError;
}
