// Gaps in the store: which numbers of a site's outbox are missing, from their finding to their end (rule D5).
import type { OpenGap } from '@haixi/proto/live/picture';
import type { Selectable } from 'kysely';
import type { Tx } from '../store/database.store.js';
import type { Database } from '../store/schema.js';

type GapRow = Selectable<Database['gaps']>;

/** The gaps of these areas' sites that are shown, by site, in the order in which they were found. */
export async function openGaps(tx: Tx, areaIds: readonly string[]): Promise<Map<string, OpenGap[]>> {
  const rows = await tx
    .selectFrom('gaps')
    .selectAll()
    .where('site_id', 'in', tx.selectFrom('sites').select('site_id').where('area_id', 'in', areaIds))
    .orderBy('since_ms')
    .orderBy('gap_id')
    .execute();
  const bySite = Map.groupBy(rows, (row) => row.site_id);
  return new Map([...bySite].map(([siteId, ofSite]) => [siteId, ofSite.map(gapOf)]));
}

function gapOf(row: GapRow): OpenGap {
  return {
    gapId: row.gap_id,
    epoch: row.epoch,
    fromSeq: row.from_seq,
    toSeq: row.to_seq,
    missing: row.missing,
    sinceMs: row.since_ms,
    lostAtMs: row.lost_at_ms,
  };
}
