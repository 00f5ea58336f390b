// Gaps in the store: which numbers of a site's outbox are missing, from their finding to their end (rule D5).
import type { EventDraft, LogEvent } from '@haixi/proto/live/events';
import type { OpenGap } from '@haixi/proto/live/picture';
import { type Selectable, sql } from 'kysely';
import { record } from '../incidents/incidents.store.js';
import type { Db, Tx } from '../store/database.store.js';
import type { Database } from '../store/schema.js';
import type { World } from '../world.js';
import { furtherGap, judge, type Verdict } from './gaps.js';
import { gapOf, readOutboxes, settle, type SiteOutboxes } from './outboxes.store.js';

type GapRow = Selectable<Database['gaps']>;

/**
 * So many gaps of a site are shown. An agent that comes with another outbox each time, or tells of numbers that it never
 * gave out, has no further ones found until some have ended: it fills neither the log nor a screen.
 */
export const gapsShownMax = 50;

/** What is to be told of one site. */
export interface Finding {
  readonly siteId: string;
  readonly areaId: string;
  readonly verdict: Verdict;
}

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
  return new Map([...bySite].map(([siteId, ofSite]) => [siteId, ofSite.map(openGapOf)]));
}

/** The sites in use of which a gap is shown, in id order. */
export async function sitesWithGaps(db: Db): Promise<string[]> {
  const rows = await db
    .selectFrom('gaps')
    .innerJoin('sites', 'sites.site_id', 'gaps.site_id')
    .select('gaps.site_id')
    .distinct()
    .where('retired_at_ms', 'is', null)
    .orderBy('gaps.site_id')
    .execute();
  return rows.map((row) => row.site_id);
}

/** What is to be told of these sites. `lastingEnds` is up to where the present outbox's numbers count as missing. */
export function findings(
  sites: readonly SiteOutboxes[],
  lastingEnds: ReadonlyMap<string, number>,
): Finding[] {
  return sites.flatMap((site) => {
    const { siteId, areaId, outboxes } = site;
    return outboxes.flatMap(({ outbox, gaps }) => {
      const lastingEnd = outbox.isPresent && hasRoom(site) ? (lastingEnds.get(siteId) ?? 0) : 0;
      return judge(outbox, gaps, lastingEnd).map((verdict) => ({ siteId, areaId, verdict }));
    });
  });
}

/** Judges these sites under their locks and saves what is to be told with its events, in this transaction. */
export async function tellGaps(
  tx: Tx,
  siteIds: readonly string[],
  lastingEnds: ReadonlyMap<string, number>,
  world: World,
): Promise<void> {
  const found = findings(await readOutboxes(tx, siteIds, 'lock'), lastingEnds);
  const ids = found.map(() => world.newId());
  const events = await record(tx, gapDrafts(found, ids), new Map(), world);
  await saveGaps(tx, found, ids, events);
}

/**
 * What is missing of these sites' outboxes when they have just got another: told at once, because nothing of them comes
 * any more but what the server may have under way. The caller holds the locks, and saves the other outbox after this.
 */
export async function findingsOfEnded(tx: Tx, siteIds: readonly string[]): Promise<Finding[]> {
  const sites = await readOutboxes(tx, siteIds);
  return sites.filter(hasRoom).flatMap(({ siteId, areaId, outboxes }) =>
    outboxes.flatMap(({ outbox, gaps }) => {
      const verdict = outbox.isPresent ? furtherGap(outbox, gaps, Infinity) : null;
      return verdict ? [{ siteId, areaId, verdict }] : [];
    }),
  );
}

/** The events of these findings. `ids` has an id for each, which a gap that is found now gets. */
export function gapDrafts(found: readonly Finding[], ids: readonly string[]): EventDraft[] {
  return found.map(({ siteId, areaId, verdict }, at): EventDraft => {
    const about = { areaId, actor: { kind: 'system' } } as const;
    if (verdict.kind === 'filled')
      return { ...about, type: 'gap.filled', data: { siteId, gapId: verdict.gap.gapId } };
    if (verdict.kind === 'lost') {
      const { gapId, epoch, fromSeq, toSeq } = verdict.gap;
      const data = { siteId, gapId, epoch, fromSeq, toSeq, missing: verdict.missing };
      return { ...about, type: 'gap.lost', data };
    }
    const { epoch, fromSeq, toSeq, missing } = verdict;
    return {
      ...about,
      type: 'gap.found',
      data: { siteId, gapId: ids[at]!, epoch, fromSeq, toSeq, missing },
    };
  });
}

/** Saves what `gapDrafts` told, by the events that became of it. The caller holds the sites' locks. */
export async function saveGaps(
  tx: Tx,
  found: readonly Finding[],
  ids: readonly string[],
  events: readonly LogEvent[],
): Promise<void> {
  const fresh: GapRow[] = [];
  const lost: { gap_id: string; missing: number; at_ms: number }[] = [];
  const filled: string[] = [];
  for (const [at, { siteId, verdict }] of found.entries()) {
    const { atMs } = events[at]!;
    if (verdict.kind === 'filled') filled.push(verdict.gap.gapId);
    else if (verdict.kind === 'lost')
      lost.push({ gap_id: verdict.gap.gapId, missing: verdict.missing, at_ms: atMs });
    else {
      const { epoch, fromSeq: from_seq, toSeq: to_seq, missing } = verdict;
      const about = { gap_id: ids[at]!, site_id: siteId, epoch, from_seq, to_seq, missing };
      fresh.push({ ...about, since_ms: atMs, lost_at_ms: null });
    }
  }
  if (fresh.length > 0) await tx.insertInto('gaps').values(fresh).execute();
  if (filled.length > 0) await tx.deleteFrom('gaps').where('gap_id', 'in', filled).execute();
  if (lost.length === 0) return;
  await sql`
    update gaps set missing = l.missing, lost_at_ms = l.at_ms
    from json_to_recordset(${JSON.stringify(lost)}::json) as l(gap_id text, missing bigint, at_ms bigint)
    where gaps.gap_id = l.gap_id`.execute(tx);
}

/** How a lost gap ends: somebody has acknowledged it. */
export async function acknowledgeGap(
  tx: Tx,
  { siteId, areaId, gapId }: { siteId: string; areaId: string; gapId: string },
  { personId, note }: { personId: string; note: string },
  world: World,
): Promise<'not_found' | 'gap_not_lost' | { atMs: number }> {
  const row = await tx
    .selectFrom('gaps')
    .selectAll()
    .where('site_id', '=', siteId)
    .where('gap_id', '=', gapId)
    .executeTakeFirst();
  if (!row) return 'not_found';
  if (row.lost_at_ms === null) return 'gap_not_lost';
  await settle(tx, siteId, gapOf(row));
  await tx.deleteFrom('gaps').where('gap_id', '=', gapId).execute();
  const actor = { kind: 'person', id: personId } as const;
  const draft = { areaId, type: 'gap.acknowledged', actor, data: { siteId, gapId, note } } as const;
  const [event] = await record(tx, [draft], new Map(), world);
  return { atMs: event!.atMs };
}

function hasRoom({ outboxes }: SiteOutboxes): boolean {
  return outboxes.reduce((sum, { gaps }) => sum + gaps.length, 0) < gapsShownMax;
}

function openGapOf(row: GapRow): OpenGap {
  const { gapId, epoch, fromSeq, toSeq } = gapOf(row);
  const { missing, since_ms: sinceMs, lost_at_ms: lostAtMs } = row;
  return { gapId, epoch, fromSeq, toSeq, missing, sinceMs, lostAtMs };
}
