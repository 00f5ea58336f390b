// The store of the simulation: the real PostgreSQL, emptied for each run, whose every statement is a step of the scheduler.
import { mkdtempSync, rmSync, statfsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { demoSites } from '@haixi/server/demo/district';
import { seedDemo } from '@haixi/server/demo/seed.store';
import { Hints } from '@haixi/server/log/hints';
import { startPostgres } from '@haixi/server/start/postgres';
import { type Db, openDatabase } from '@haixi/server/store/database.store';
import type { Database } from '@haixi/server/store/schema';
import { testKeyOf } from '@haixi/server/store/fresh.store';
import { migrate } from '@haixi/server/store/migrate';
import { Kysely, sql } from 'kysely';
import { Backends } from './backends';
import { Broken } from './broken';
import { simDialect } from './driver';
import type { Faults } from './faults';
import type { Process } from './process';
import { beginsAtMs, type Scheduler } from './scheduler';
import { type Committed, StoreLinesOf } from './store-lines';

/** How many connections a server of the simulation has; few, so that running out of them happens too. */
const connectionsMax = 4;
const awayMostMs = 30_000;
/** The write-ahead log alone may take half a gigabyte. */
const memoryBytesMin = 2 ** 31;

/** One cluster for many runs; `begin` starts each of them. */
export class SimStore {
  private run: StoreRun | null = null;

  private constructor(
    /** For whoever checks: the owner's role, outside the scheduler; time stands still while it is asked. */
    readonly own: Db,
    private readonly backends: Backends,
    private readonly stop: () => Promise<void>,
  ) {}

  /** Starts PostgreSQL in a temporary folder. No disk is synced: what a power cut does to PostgreSQL is not our rule. */
  static async open(): Promise<SimStore> {
    const dir = mkdtempSync(join(quickFolder(), 'haixi-sim-'));
    const settings = {
      // Whether a circle is a deadlock is found by us at once, and nothing may happen by the machine's clock.
      deadlock_timeout: '1h',
      autovacuum: 'off',
      full_page_writes: 'off',
      wal_level: 'minimal',
      max_wal_senders: 0,
      max_connections: 100,
    };
    const cluster = await startPostgres({ dir, say: () => {}, fsync: false, settings });
    const own = openDatabase(cluster.url('owner'), { size: 1 });
    // However this program ends, PostgreSQL does not outlive it, nor those of its processes that stand still.
    const quit = () => {
      process.kill(cluster.pid, 'SIGQUIT');
      rmSync(dir, { recursive: true, force: true, maxRetries: 10 });
    };
    process.once('exit', quit);
    const stop = async () => {
      process.off('exit', quit);
      await own.destroy();
      await cluster.stop();
      rmSync(dir, { recursive: true, force: true });
    };
    try {
      await migrate(own);
      return new SimStore(own, await Backends.open(cluster.url('app')), stop);
    } catch (error) {
      await stop();
      throw error;
    }
  }

  /** Empties the store, seeds the demo district, and gives the way to it for one run. */
  async begin(scheduler: Scheduler, faults: Faults): Promise<StoreRun> {
    await this.end();
    await empty(this.own);
    const keys = Object.fromEntries(demoSites.map(({ siteId }) => [siteId, testKeyOf(siteId)]));
    await seedDemo(this.own, { nowMs: beginsAtMs, keys });
    this.run = new StoreRun(scheduler, faults, this.backends, this.own);
    return this.run;
  }

  async close(): Promise<void> {
    await this.end();
    await this.backends.close();
    await this.stop();
  }

  private async end(): Promise<void> {
    await this.run?.end();
    this.run = null;
  }
}

/** The store as one run has it. */
export class StoreRun {
  private readonly lines: StoreLinesOf[] = [];
  private readonly listeners: ((committed: Committed) => void | Promise<void>)[] = [];
  private readonly hinted = new Set<() => void>();
  private awayUntilMs = 0;
  /** Mean time of one statement, from 1 ms to 100: slow ones bring transactions into each other's way. */
  readonly statementMs: number;

  constructor(
    readonly scheduler: Scheduler,
    readonly faults: Faults,
    readonly backends: Backends,
    readonly own: Db,
  ) {
    this.statementMs = 100 ** scheduler.chance.real();
    backends.onCircle = (waiting) => {
      const names = waiting.map((backend) => this.lines.find((lines) => lines.has(backend))?.process.name);
      scheduler.fail(new Broken('no deadlock', `these wait for one another: ${names.join(', ')}`));
    };
    const goAway = () => {
      const inMs = faults.nextMs('store.away');
      if (inMs === Infinity) return;
      scheduler.after(inMs, null, () => {
        if (faults.healed) return;
        faults.count('store.away');
        this.away(scheduler.chance.wait(awayMostMs / 3));
        goAway();
      });
    };
    goAway();
  }

  /** The store as this program has it: as many connections as it may have, and gone with it. */
  db(process: Process): Db {
    const lines = new StoreLinesOf(this, process, connectionsMax);
    this.lines.push(lines);
    return new Kysely<Database>({ dialect: simDialect(lines) });
  }

  /** What wakes this program's tail: after each commit that hinted, late or lost by chance. */
  hints(process: Process): Hints {
    const { hinted } = this;
    return new (class extends Hints {
      listen(onHint: () => void): () => Promise<void> {
        const tell = () => process.deliver(onHint);
        hinted.add(tell);
        process.onKill(() => hinted.delete(tell));
        tell();
        return async () => void hinted.delete(tell);
      }
    })();
  }

  /** Is told after each COMMIT that wrote something, while time stands still; what it gives is waited for. */
  onCommit(listener: (committed: Committed) => void | Promise<void>): void {
    this.listeners.push(listener);
  }

  /** Takes no connection for so long, and cuts those that stand. */
  away(forMs: number): void {
    this.awayUntilMs = this.scheduler.nowMs + Math.min(forMs, awayMostMs);
    this.scheduler.note(`the store is away for ${Math.round(this.awayUntilMs - this.scheduler.nowMs)} ms`);
    for (const lines of this.lines) lines.lose();
  }

  /** It comes back at once. */
  heal(): void {
    this.awayUntilMs = 0;
  }

  get isAway(): boolean {
    return this.scheduler.nowMs < this.awayUntilMs;
  }

  /** Told by the lines: something was committed. */
  async committed(committed: Committed): Promise<void> {
    for (const listener of this.listeners) await listener(committed);
    if (!committed.hinted) return;
    for (const tell of this.hinted) {
      if (this.faults.strikes('hint.lost')) continue;
      const lateMs = this.faults.strikes('hint.late') ? this.scheduler.chance.wait(1_500) : 0;
      this.scheduler.after(this.scheduler.chance.wait(3) + lateMs, 'hint', tell);
    }
  }

  /** Nothing of this run is left in the store but what it committed. */
  async end(): Promise<void> {
    for (const lines of this.lines) await lines.end();
  }
}

/** In memory where there is room: emptying a store makes and removes a hundred files. */
function quickFolder(): string {
  try {
    const { bavail, bsize } = statfsSync('/dev/shm');
    return bavail * bsize > memoryBytesMin ? '/dev/shm' : tmpdir();
  } catch {
    return tmpdir();
  }
}

/** As it was migrated, with nothing in it; numbers begin anew. */
async function empty(own: Db): Promise<void> {
  const { rows } = await sql<{ tablename: string }>`
    select tablename from pg_tables where schemaname = 'public' and tablename not like 'kysely%'`.execute(
    own,
  );
  const tables = rows.map((row) => row.tablename).join(', ');
  await sql.raw(`truncate ${tables} restart identity cascade`).execute(own);
  // The migrations' one row that is no fact of a run.
  await own.insertInto('register').values({ n: 1 }).execute();
}
