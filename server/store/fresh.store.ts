// A real store of their own for tests: PostgreSQL in a temporary folder, migrated, seeded with the demo district.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql } from 'kysely';
import { demoSites } from '../demo/district.js';
import { seedDemo } from '../demo/seed.store.js';
import { startPostgres } from '../start/postgres.js';
import { World } from '../world.js';
import { type Db, openDatabase } from './database.store.js';
import { migrate } from './migrate.js';

export interface FreshStore {
  /** As the server has it: the application's role. */
  readonly db: Db;
  /** As migrations and the seed have it. */
  readonly owner: Db;
  /** Connection string of the application's role. */
  readonly url: string;
  readonly ownerUrl: string;
  /** Back to the seeded district with nothing in the log. */
  empty(): Promise<void>;
  stop(): Promise<void>;
}

/** The key of a demo site in a fresh store. */
export function testKeyOf(siteId: string): string {
  return `key-of-${siteId}`;
}

/** The folder of a cluster that was made once for a whole run of tests; a store begins as a copy of it. */
export const templateVariable = 'HAIXI_TEST_CLUSTER';

/** Starts one cluster; fsync is off, because these tests are about other rules than the disk's. */
export async function freshStore(nowMs = 1_800_000_000_000): Promise<FreshStore> {
  const dir = mkdtempSync(join(tmpdir(), 'haixi-store-'));
  const template = process.env[templateVariable];
  // PostgreSQL minds whose a file is, and who else may read it.
  if (template) execFileSync('cp', ['-a', '--reflink=auto', `${template}/.`, dir]);
  const cluster = await startPostgres({ dir, say: () => {}, fsync: false });
  // However this program ends, neither PostgreSQL nor its folder outlives it.
  let isOver = false;
  void cluster.exited.then(() => (isOver = true));
  const quit = () => {
    if (!isOver) process.kill(cluster.pid, 'SIGQUIT');
    rmSync(dir, { recursive: true, force: true, maxRetries: 10 });
  };
  process.once('exit', quit);
  const owner = openDatabase(cluster.url('owner'), { size: 2 });
  await migrate(owner);
  const seed = () =>
    seedDemo(owner, {
      nowMs,
      keys: Object.fromEntries(demoSites.map(({ siteId }) => [siteId, testKeyOf(siteId)])),
    });
  await seed();
  const db = openDatabase(cluster.url('app'), { size: 10 });
  return {
    db,
    owner,
    url: cluster.url('app'),
    ownerUrl: cluster.url('owner'),
    empty: async () => {
      const { rows } = await sql<{ tablename: string }>`
        select tablename from pg_tables where schemaname = 'public' and tablename not like 'kysely%'`.execute(
        owner,
      );
      await sql
        .raw(`truncate ${rows.map((row) => row.tablename).join(', ')} restart identity cascade`)
        .execute(owner);
      await sql`insert into register (n) values (1)`.execute(owner);
      await seed();
    },
    stop: async () => {
      await db.destroy();
      await owner.destroy();
      await cluster.stop();
      process.off('exit', quit);
      rmSync(dir, { recursive: true, force: true });
    },
  };
}

/** A world whose clocks are moved by hand, together or the wall clock alone, whose waits are the machine's, and whose chance is a counted sequence, so that a run repeats itself. */
export class TestWorld extends World {
  /** How far somebody has set the wall clock ahead, ms. */
  wallAheadMs = 0;
  private drawn = 0;
  constructor(public now = 1_800_000_000_000) {
    super();
  }
  nowMs(): number {
    return this.now + this.wallAheadMs;
  }
  steadyMs(): number {
    return this.now;
  }
  after(delayMs: number, run: () => void): () => void {
    const timer = setTimeout(run, delayMs);
    return () => clearTimeout(timer);
  }
  say(line: string): void {
    process.stdout.write(`${line}\n`);
  }
  random(count: number): Uint8Array {
    this.drawn += 1;
    // Four bytes tell a million draws apart, by five bits each: an id takes no more of a byte.
    return Uint8Array.from(
      { length: count },
      (_, i) => (((this.drawn >> (5 * (i % 4))) % 32) * 13 + i * 29) % 256,
    );
  }
}

/** A world whose waits are a twentieth as long as they say. */
export class QuickWorld extends TestWorld {
  override after(delayMs: number, run: () => void): () => void {
    return super.after(delayMs / 20, run);
  }
}
