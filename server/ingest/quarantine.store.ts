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

/** Counts by reason, and the latest rows, for the people who look after the sites. */
export async function readQuarantine(db: Db, limit = 100): Promise<Quarantine> {
  const counts = await db.selectFrom('refusals').selectAll().orderBy('reason').execute();
  const latest = await db
    .selectFrom('quarantine')
    .select(['at_ms', 'site_id', 'topic', 'reason', 'detail', 'bytes'])
    .orderBy('id', 'desc')
    .limit(limit)
    .execute();
  return {
    counts: Object.fromEntries(counts.map((row) => [row.reason, row.times])),
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
