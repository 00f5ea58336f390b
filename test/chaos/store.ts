// The store as a reader beside the system has it: found anew where a launcher that was killed has given it another port.
import { type Db, openDatabase } from '@haixi/server/store/database.store';
import type { Centre } from './centre.js';

export interface Store {
  /** Throws while no PostgreSQL runs. */
  db(): Db;
  close(): Promise<void>;
}

export function openStore(centre: Centre): Store {
  let url = '';
  let db: Db | null = null;
  return {
    db() {
      const now = centre.storeUrl();
      if (db && now === url) return db;
      void db?.destroy().catch(() => {});
      url = now;
      db = openDatabase(url, { size: 2 });
      return db;
    },
    close: async () => {
      await db?.destroy();
    },
  };
}
