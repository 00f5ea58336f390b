// Quarantine: what could not be understood, kept apart with its reason and counted (rule D6).
import type { Quarantine } from '@haixi/proto/commands/routes';
import { sql } from 'kysely';
import type { Db, Tx } from '../store/database.store.js';
import type { Refusal } from './admission.js';
import { printable } from './admission.js';

/** So much of a refused payload is kept. */
const payloadBytesKept = 4_096;
/** So many rows are kept; the counts go on. */
const rowsKept = 100_000;

/** Keeps refused messages once each; gives back how many were new. */
export async function quarantine(tx: Tx, refusals: readonly Refusal[], nowMs: number): Promise<number> {
  if (refusals.length === 0) return 0;
  const rows = await tx
    .insertInto('quarantine')
    .values(
      refusals.map(({ siteId, epoch, seq, reason, detail, arrived }) => ({
        at_ms: nowMs,
        site_id: siteId,
        epoch,
        seq,
        topic: printable(arrived.topic),
        reason,
        detail,
        bytes: arrived.bytes,
        payload: arrived.payload.subarray(0, payloadBytesKept),
      })),
    )
    .onConflict((clash) => clash.doNothing())
    .returning(['id', 'reason'])
    .execute();
  await count(
    tx,
    rows.map((row) => row.reason),
  );
  const newest = Math.max(0, ...rows.map((row) => row.id));
  if (newest > rowsKept)
    await tx
      .deleteFrom('quarantine')
      .where('id', '<=', newest - rowsKept)
      .execute();
  return rows.length;
}

/** Counts what was refused without a payload to keep, such as a packet that was cut off at its length. */
export async function count(db: Db | Tx, reasons: readonly string[]): Promise<void> {
  if (reasons.length === 0) return;
  const counts = new Map<string, number>();
  for (const reason of reasons) counts.set(reason, (counts.get(reason) ?? 0) + 1);
  for (const [reason, times] of [...counts].toSorted()) {
    await db
      .insertInto('refusals')
      .values({ reason, times })
      .onConflict((clash) => clash.column('reason').doUpdateSet({ times: sql`refusals.times + ${times}` }))
      .execute();
  }
}

/** Whose rows are read: of the sites of these areas, or of everything, unknown sites included. */
export type QuarantineOf = readonly string[] | 'everything';

/**
 * Counts by reason, and the latest rows, for the people who look after the sites. For single areas the counts are of
 * the rows that are kept; what was never kept is counted for `everything` alone, because nobody knows where it was.
 */
export async function readQuarantine(db: Db, of: QuarantineOf, limit = 100): Promise<Quarantine> {
  const latest = await rowsOf(db, of)
    .select(['at_ms', 'site_id', 'topic', 'reason', 'detail', 'bytes'])
    .orderBy('id', 'desc')
    .limit(limit)
    .execute();
  return {
    counts: await readCounts(db, of),
    latest: latest.map((row) => ({
      atMs: row.at_ms,
      siteId: row.site_id,
      topic: row.topic,
      reason: row.reason,
      detail: row.detail,
      bytes: row.bytes,
    })),
  };
}

async function readCounts(db: Db, of: QuarantineOf): Promise<Quarantine['counts']> {
  const counts =
    of === 'everything'
      ? await db.selectFrom('refusals').selectAll().orderBy('reason').execute()
      : await rowsOf(db, of)
          .select(['reason', sql<number>`count(*)`.as('times')])
          .groupBy('reason')
          .orderBy('reason')
          .execute();
  return Object.fromEntries(counts.map((row) => [row.reason, row.times]));
}

function rowsOf(db: Db, of: QuarantineOf) {
  const rows = db.selectFrom('quarantine');
  if (of === 'everything') return rows;
  return rows.where('site_id', 'in', db.selectFrom('sites').select('site_id').where('area_id', 'in', of));
}
