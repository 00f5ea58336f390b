// Quarantine: what could not be understood, kept apart with its reason and counted (rule D6).
import type { Quarantine } from '@haixi/proto/commands/routes';
import { sql } from 'kysely';
import type { Db, Tx } from '../store/database.store.js';
import type { Refusal } from './admission.js';
import { printable } from './admission.js';

/** So much of a refused payload is kept. */
export const payloadBytesKept = 4_096;
/** So many rows are kept; the counts go on. */
const rowsKept = 100_000;
/** So many rows a minute are kept of one site: whatever more it sends is counted and answered, and costs no row. */
export const rowsKeptPerMinute = 60;

/** Keeps refused messages once each and counts them all, in as many statements for one as for hundreds. */
export async function quarantine(tx: Tx, refusals: readonly Refusal[], nowMs: number): Promise<void> {
  if (refusals.length === 0) return;
  const once = refusals.filter(isFirst());
  const room = await roomOf(tx, once, nowMs);
  const kept: Refusal[] = [];
  const times = new Map<string, number>();
  for (const refusal of once) {
    const left = room.get(refusal.siteId) ?? rowsKeptPerMinute;
    room.set(refusal.siteId, left - 1);
    if (left > 0) kept.push(refusal);
    else add(times, refusal.reason);
  }
  const rows = await insert(tx, kept, nowMs);
  for (const { reason } of rows) add(times, reason);
  await countTimes(tx, times);
  const newest = Math.max(0, ...rows.map((row) => row.id));
  if (newest > rowsKept)
    await tx
      .deleteFrom('quarantine')
      .where('id', '<=', newest - rowsKept)
      .execute();
}

/** Counts what left no row, such as a packet that was cut off at its length, by reason. */
export async function countTimes(db: Db | Tx, times: ReadonlyMap<string, number>): Promise<void> {
  if (times.size === 0) return;
  // In the order of the reasons, so that two servers that count at once wait for one another in one order.
  const rows = [...times].map(([reason, more]) => ({ reason, times: more }));
  await db
    .insertInto('refusals')
    .values(rows.toSorted((a, b) => (a.reason < b.reason ? -1 : 1)))
    .onConflict((clash) =>
      clash.column('reason').doUpdateSet({ times: sql`refusals.times + excluded.times` }),
    )
    .execute();
}

/** How many rows may still be kept of these sites in this minute; a site without any yet is not in it. */
async function roomOf(tx: Tx, refusals: readonly Refusal[], nowMs: number): Promise<Map<string, number>> {
  const siteIds = [...new Set(refusals.map(({ siteId }) => siteId))];
  const rows = await tx
    .selectFrom('quarantine')
    .select(['site_id', sql<number>`count(*)`.as('kept')])
    .where('site_id', 'in', siteIds)
    .where('at_ms', '>', nowMs - 60_000)
    // One that was kept later than now was kept before somebody set the clock back.
    .where('at_ms', '<=', nowMs)
    .groupBy('site_id')
    .execute();
  return new Map(rows.map(({ site_id, kept }) => [site_id!, rowsKeptPerMinute - kept]));
}

async function insert(
  tx: Tx,
  refusals: readonly Refusal[],
  nowMs: number,
): Promise<{ id: number; reason: string }[]> {
  if (refusals.length === 0) return [];
  return tx
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
}

/** Of refusals with the same number only the first counts. */
function isFirst(): (refusal: Refusal) => boolean {
  const seen = new Set<string>();
  return ({ siteId, epoch, seq }) => {
    if (seq === null) return true;
    const key = `${siteId}/${epoch}/${seq}`;
    if (seen.has(key)) return false;
    seen.add(key);
    return true;
  };
}

function add(times: Map<string, number>, reason: string): void {
  times.set(reason, (times.get(reason) ?? 0) + 1);
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
