// The database under the launcher's care: PostgreSQL started again when it ends, on the same port, so that the server finds it.
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { migrate } from '../store/migrate.js';
import { openDatabase } from '../store/database.store.js';
import { startPostgres, type Cluster, type Role } from './postgres.js';
import { markOf, type ProcessMark } from './processes.js';

export interface Store {
  url(role: Role): string;
  mark(): ProcessMark | undefined;
  /** Fast shutdown, immediate after `patienceMs`; either way nothing that was committed is lost. */
  stop(patienceMs: number): Promise<void>;
}

/** Where the data folder has its cluster; `npm run verify` finds a live store through the same name. */
export const clusterDir = (dataDir: string): string => join(dataDir, 'postgres');

/** Starts the cluster of the data folder and keeps it running; `changed` is called whenever it has another process. */
export async function openStore(
  dataDir: string,
  say: (line: string) => void,
  changed: () => void,
): Promise<Store> {
  const dir = clusterDir(dataDir);
  let stopped = false;
  let cluster: Cluster | undefined = await startPostgres({ dir, say });
  const first = cluster;
  const port = Number(new URL(first.url('app')).port);
  void keep(first);

  async function keep(running: Cluster): Promise<void> {
    const { lastLines } = await running.exited;
    cluster = undefined;
    for (let pauseMs = 300; !stopped; pauseMs = Math.min(pauseMs * 2, 5_000)) {
      const reason = lastLines.findLast((line) => /PANIC|FATAL/.test(line));
      say(`PostgreSQL ended${reason ? ` (${reason.trim()})` : ''}; it starts again in ${pauseMs / 1000} s.`);
      changed();
      await sleep(pauseMs);
      try {
        if (stopped) return;
        cluster = await startPostgres({ dir, say, port });
        if (stopped) return await cluster.stop();
        changed();
        void keep(cluster);
        return;
      } catch (error) {
        say(error instanceof Error ? error.message : String(error));
      }
    }
  }

  return {
    // Passwords and port stay the same for the cluster's whole life.
    url: (role) => first.url(role),
    mark: () => (cluster ? markOf(cluster.pid) : undefined),
    async stop(patienceMs) {
      stopped = true;
      await cluster?.stop(patienceMs);
    },
  };
}

/** Brings the tables up to this release, and the application's rights with them. */
export async function migrateStore(ownerUrl: string): Promise<void> {
  const db = openDatabase(ownerUrl, { size: 1 });
  try {
    await migrate(db);
  } finally {
    await db.destroy();
  }
}
