// The demo's units without a tablet: the launcher tells their positions, as an outside system of radios would.
import { walkAt, walkingUnits } from '../demo/walk.js';
import { savePosition } from '../dispatch/units.store.js';
import { openDatabase } from '../store/database.store.js';

const everyMs = 5_000;

/** Writes where the walking units are, every few seconds until stopped. */
export function walkUnits(databaseUrl: string): () => Promise<void> {
  const db = openDatabase(databaseUrl, { size: 1 });
  // While the store is down for a moment they stand still on the screens, and their age says so.
  const timer = setInterval(() => void tell().catch(() => {}), everyMs);

  function tell(): Promise<void> {
    const nowMs = Date.now();
    return db.transaction().execute(async (tx) => {
      for (const unitId of walkingUnits) {
        const walked = walkAt(unitId, nowMs);
        if (walked) await savePosition(tx, unitId, { ...walked, accuracyM: 8, atMs: nowMs }, nowMs);
      }
    });
  }

  return async () => {
    clearInterval(timer);
    await db.destroy();
  };
}
