// Kysely's driver over the simulated way to the store: each connection and each statement is an event of the scheduler.
import {
  type CompiledQuery,
  type DatabaseConnection,
  type Dialect,
  type Driver,
  PostgresAdapter,
  PostgresIntrospector,
  PostgresQueryCompiler,
  type QueryResult,
  type TransactionSettings,
} from 'kysely';

/** One connection as a program has it. Its calls reject as those of `pg` do, and never settle once the program is dead. */
export interface StoreLine {
  /** Remembered, and sent with the first statement: nothing happens between the two that anybody could tell. */
  begin(text: string): void;
  statement(text: string, values: readonly unknown[]): Promise<QueryResult<never>>;
  /** COMMIT or ROLLBACK. */
  end(how: 'commit' | 'rollback'): Promise<void>;
}

export interface StoreLines {
  take(): Promise<StoreLine>;
  give(line: StoreLine): void;
}

export function simDialect(lines: StoreLines): Dialect {
  return {
    createAdapter: () => new PostgresAdapter(),
    createIntrospector: (db) => new PostgresIntrospector(db),
    createQueryCompiler: () => new PostgresQueryCompiler(),
    createDriver: () => new SimDriver(lines),
  };
}

class SimConnection implements DatabaseConnection {
  constructor(readonly line: StoreLine) {}

  async executeQuery<R>({ sql, parameters }: CompiledQuery): Promise<QueryResult<R>> {
    return this.line.statement(sql, parameters);
  }

  streamQuery(): never {
    throw new Error('the simulation streams no query');
  }
}

class SimDriver implements Driver {
  constructor(private readonly lines: StoreLines) {}

  async init(): Promise<void> {}

  async acquireConnection(): Promise<SimConnection> {
    return new SimConnection(await this.lines.take());
  }

  async beginTransaction(connection: SimConnection, settings: TransactionSettings): Promise<void> {
    const { isolationLevel, accessMode } = settings;
    const level = isolationLevel ? ` isolation level ${isolationLevel}` : '';
    connection.line.begin(`start transaction${level}${accessMode ? ` ${accessMode}` : ''}`);
  }

  commitTransaction(connection: SimConnection): Promise<void> {
    return connection.line.end('commit');
  }

  rollbackTransaction(connection: SimConnection): Promise<void> {
    return connection.line.end('rollback');
  }

  async releaseConnection(connection: SimConnection): Promise<void> {
    this.lines.give(connection.line);
  }

  async destroy(): Promise<void> {}
}
