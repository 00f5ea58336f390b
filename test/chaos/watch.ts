// Looks at the log all the time, as whoever pressed would: when did what was answered stand in it.
import { setTimeout as sleep } from 'node:timers/promises';
import type { Book } from './book.js';
import type { Store } from './store.js';

const everyMs = 250;

/** Reads what is new until `stop` aborts; while the store is away it only tries. */
export async function watchLog(store: Store, book: Book, stop: AbortSignal): Promise<void> {
  const heads = new Map<string, number>();
  while (!stop.aborted) {
    try {
      const db = store.db();
      const areas = await db.selectFrom('area_heads').select(['area_id', 'n']).execute();
      for (const { area_id: areaId, n } of areas) {
        const have = heads.get(areaId) ?? 0;
        if (n <= have) continue;
        const rows = await db
          .selectFrom('log')
          .select(['type', 'actor', 'data'])
          .where('area_id', '=', areaId)
          .where('n', '>', have)
          .where('n', '<=', n)
          .execute();
        const nowMs = performance.now();
        for (const row of rows) book.sees(row, nowMs);
        heads.set(areaId, n);
      }
    } catch {
      // It is being killed, or stands: it will be asked again.
    }
    await sleep(everyMs, null, { signal: stop }).catch(() => {});
  }
}
