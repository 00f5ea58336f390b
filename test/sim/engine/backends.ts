// The real connections to PostgreSQL: one statement at a time while time stands still; one that waits for a lock is parked.
import { types } from '@haixi/server/store/database.store';
import pg from 'pg';

export type Outcome =
  { ok: true; result: pg.QueryResult<Record<string, unknown>> } | { ok: false; error: Error };

export interface Backend {
  readonly client: pg.Client;
  readonly pid: number;
}

/** A statement that waits for a lock. Its process at PostgreSQL is stopped, so that it runs only when we look. */
interface Parked {
  readonly backend: Backend;
  readonly answered: Promise<Outcome>;
  readonly tell: (outcome: Outcome) => void;
}

/** Hardly a statement takes longer: only then is asked whether it waits for a lock, and again less and less often. */
const firstAskedAfterMs = 3;

export class Backends {
  private readonly idle: Backend[] = [];
  private readonly all = new Set<Backend>();
  private parked: Parked[] = [];
  private working: Promise<unknown> = Promise.resolve();
  /** Is told when parked statements wait for one another in a circle. */
  onCircle: (backends: readonly Backend[]) => void = () => {};

  private constructor(
    private readonly url: string,
    private readonly control: pg.Client,
  ) {}

  static async open(url: string): Promise<Backends> {
    const control = new pg.Client({ connectionString: url });
    await control.connect();
    return new Backends(url, control);
  }

  get parkedCount(): number {
    return this.parked.length;
  }

  /** A connection without a transaction, used before or new: nothing tells them apart. */
  async take(): Promise<Backend> {
    const used = this.idle.pop();
    if (used) return used;
    const client = new pg.Client({ connectionString: this.url, types });
    client.on('error', () => {});
    await client.connect();
    const { rows } = await client.query<{ pid: number }>('select pg_backend_pid() as pid');
    const backend = { client, pid: rows[0]!.pid };
    this.all.add(backend);
    return backend;
  }

  /**
   * Does these statements, each when the last is answered, and gives the last outcome to `tell`: now, or when a later
   * statement of somebody else has moved the lock that it waits for. Then every parked one has been looked at.
   */
  execute(
    backend: Backend,
    statements: readonly Statement[],
    tell: (outcome: Outcome) => void,
  ): Promise<void> {
    return this.alone(async () => {
      const answered = runAll(backend, statements);
      if (!(await this.settles(backend, answered, tell))) this.stop(backend);
      await this.lookAtParked();
    });
  }

  /** Undoes whatever this connection has open, as PostgreSQL does when its client has gone; it may be used again. */
  abandon(backend: Backend): Promise<void> {
    return this.alone(async () => {
      const waits = this.parked.find((each) => each.backend === backend);
      this.parked = this.parked.filter((each) => each !== waits);
      if (waits) {
        await this.control.query('select pg_cancel_backend($1)', [backend.pid]);
        this.go(backend);
        await waits.answered;
      }
      await backend.client.query('rollback');
      this.idle.push(backend);
      await this.lookAtParked();
    });
  }

  async close(): Promise<void> {
    await this.working;
    for (const { backend } of this.parked) this.go(backend);
    await Promise.all([...this.all].map(({ client }) => client.end().catch(() => {})));
    await this.control.end();
  }

  /** True where it was answered; false where it waits for a lock, and is parked now. */
  private async settles(
    backend: Backend,
    answered: Promise<Outcome>,
    tell: (outcome: Outcome) => void,
  ): Promise<boolean> {
    for (let askedAfterMs = firstAskedAfterMs; ; askedAfterMs *= 2) {
      const outcome = await withinMs(answered, askedAfterMs);
      if (outcome) {
        tell(outcome);
        return true;
      }
      if ((await this.blockersOf([backend]))[0]!.length === 0) continue;
      this.parked.push({ backend, answered, tell });
      return false;
    }
  }

  /**
   * Lets go on, one after another and longest waiting first, whoever was granted its lock, until all that are left are
   * blocked. A lock is granted by whoever releases it, and told by pg_blocking_pids, while the waiter still is stopped.
   */
  private async lookAtParked(): Promise<void> {
    while (this.parked.length > 0) {
      const blockers = await this.blockersOf(this.parked.map(({ backend }) => backend));
      const free = blockers.findIndex((pids) => pids.length === 0);
      if (free === -1) return this.lookForCircle(blockers);
      const [next] = this.parked.splice(free, 1);
      this.go(next!.backend);
      if (!(await this.settles(next!.backend, next!.answered, next!.tell))) this.stop(next!.backend);
    }
  }

  /** Whoever waits for a parked one that waits for … itself will wait for ever. */
  private lookForCircle(blockers: readonly (readonly number[])[]): void {
    const waitsFor = new Map(this.parked.map(({ backend }, i) => [backend.pid, blockers[i]!]));
    for (const { backend } of this.parked) {
      const seen = new Set<number>();
      const reached = [...waitsFor.get(backend.pid)!];
      for (let pid = reached.pop(); pid !== undefined; pid = reached.pop()) {
        if (seen.has(pid)) continue;
        seen.add(pid);
        reached.push(...(waitsFor.get(pid) ?? []));
      }
      if (!seen.has(backend.pid)) continue;
      const inIt = this.parked.filter((each) => seen.has(each.backend.pid));
      return this.onCircle(inIt.map((each) => each.backend));
    }
  }

  private async blockersOf(backends: readonly Backend[]): Promise<number[][]> {
    const { rows } = await this.control.query<{ pids: number[] }>(
      'select pg_blocking_pids(pid) as pids from unnest($1::int[]) with ordinality as asked(pid, place) order by place',
      [backends.map(({ pid }) => pid)],
    );
    return rows.map(({ pids }) => pids);
  }

  private stop(backend: Backend): void {
    process.kill(backend.pid, 'SIGSTOP');
  }

  private go(backend: Backend): void {
    process.kill(backend.pid, 'SIGCONT');
  }

  /** One at a time, in the order of asking: what PostgreSQL does then hangs on nothing but that order. */
  private alone<T>(work: () => Promise<T>): Promise<T> {
    const done = this.working.then(work);
    this.working = done.catch(() => {});
    return done;
  }
}

export interface Statement {
  readonly text: string;
  readonly values: readonly unknown[];
}

async function runAll({ client }: Backend, statements: readonly Statement[]): Promise<Outcome> {
  try {
    let result: pg.QueryResult<Record<string, unknown>> | null = null;
    for (const { text, values } of statements)
      result = await client.query<Record<string, unknown>>(text, values.length > 0 ? [...values] : undefined);
    return { ok: true, result: result! };
  } catch (error) {
    return { ok: false, error: error as Error };
  }
}

function withinMs<T>(promise: Promise<T>, ms: number): Promise<T | null> {
  return new Promise((done, fail) => {
    const timer = setTimeout(() => done(null), ms);
    promise.then((value) => {
      clearTimeout(timer);
      done(value);
    }, fail);
  });
}
