// Outboxes in the store: what each site's agent told of it, what has come of it, and which of its gaps are shown.
import { type Selectable, sql } from 'kysely';
import type { Db, Tx } from '../store/database.store.js';
import type { Database } from '../store/schema.js';
import type { Lack } from './gap-watch.js';
import type { Gap, Outbox } from './gaps.js';

type GapRow = Selectable<Database['gaps']>;

/** So many ranges of one outbox are looked at; what lies beyond waits until there are fewer. */
const rangesRead = 10_000;

/** A site's present outbox, earlier ones of which gaps are shown, and those gaps. */
export interface SiteOutboxes {
  readonly siteId: string;
  readonly areaId: string;
  readonly outboxes: readonly { readonly outbox: Outbox; readonly gaps: readonly Gap[] }[];
}

/** What online sites lack of their present outboxes. */
export async function readLacks(db: Db): Promise<Map<string, Lack>> {
  const { rows } = await sql<{ site_id: string; epoch: string; end_seq: number; lacking: number }>`
    select site_id, epoch, end_seq, end_seq - came as lacking from (
      select s.site_id, s.epoch, r.came, greatest(s.next_seq, r.end_seq) as end_seq from sites s, lateral (
        select coalesce(sum(to_seq - from_seq + 1), 0)::bigint as came, max(to_seq) + 1 as end_seq
        from received where site_id = s.site_id and epoch = s.epoch) as r
      where s.presence = 'online' and s.retired_at_ms is null) as known
    where end_seq > came`.execute(db);
  return new Map(
    rows.map((row) => [row.site_id, { epoch: row.epoch, endSeq: row.end_seq, lacking: row.lacking }]),
  );
}

/** These sites' outboxes; with `lock` their sites are locked first, in id order, and nothing changes until the commit. */
export async function readOutboxes(
  db: Db | Tx,
  siteIds: readonly string[],
  lock: 'lock' | 'read' = 'read',
): Promise<SiteOutboxes[]> {
  if (siteIds.length === 0) return [];
  const sites = await db
    .selectFrom('sites')
    .select(['site_id', 'area_id', 'epoch', 'oldest_held', 'next_seq'])
    .where('site_id', 'in', siteIds)
    .orderBy('site_id')
    .$if(lock === 'lock', (query) => query.forNoKeyUpdate())
    .execute();
  const rows = await db
    .selectFrom('gaps')
    .selectAll()
    .where('site_id', 'in', siteIds)
    .orderBy('since_ms')
    .orderBy('gap_id')
    .execute();
  const gaps = Map.groupBy(rows, (row) => row.site_id);
  const wanted = sites.map(({ site_id, epoch }) => {
    const earlier = (gaps.get(site_id) ?? []).map((row) => row.epoch);
    return { site_id, epochs: [...new Set(epoch === null ? earlier : [epoch, ...earlier])] };
  });
  const ranges = await readRanges(
    db,
    wanted.flatMap(({ site_id, epochs }) => epochs.map((epoch) => ({ site_id, epoch }))),
  );
  return sites.map((site, at) => ({
    siteId: site.site_id,
    areaId: site.area_id,
    outboxes: wanted[at]!.epochs.map((epoch) => ({
      outbox: outboxOf(site, epoch, ranges.get(`${site.site_id}/${epoch}`) ?? []),
      gaps: (gaps.get(site.site_id) ?? []).filter((row) => row.epoch === epoch).map(gapOf),
    })),
  }));
}

/** What a reply tells of the outbox; of another one than the site's present it tells nothing. */
export interface Held {
  readonly epoch: string;
  readonly oldestHeld: number;
  readonly next: number;
}

/** Saves what replies told, by site. Numbers only grow, so one that is overtaken changes nothing. */
export async function saveHeld(tx: Tx, bySite: ReadonlyMap<string, Held>): Promise<void> {
  if (bySite.size === 0) return;
  const rows = [...bySite].map(([site_id, { epoch, oldestHeld, next }]) => {
    return { site_id, epoch, oldest_held: oldestHeld, next_seq: next };
  });
  await sql`
    update sites set oldest_held = greatest(sites.oldest_held, h.oldest_held),
      next_seq = greatest(sites.next_seq, h.next_seq)
    from json_to_recordset(${JSON.stringify(rows)}::json)
      as h(site_id text, epoch text, oldest_held bigint, next_seq bigint)
    where sites.site_id = h.site_id and sites.epoch = h.epoch`.execute(tx);
}

/** Counts all numbers of this gap as dealt with, so that they are found missing never again. The site is locked. */
export async function settle(
  tx: Tx,
  siteId: string,
  { epoch, fromSeq, toSeq }: Pick<Gap, 'epoch' | 'fromSeq' | 'toSeq'>,
): Promise<void> {
  const touched = await tx
    .deleteFrom('received')
    .where('site_id', '=', siteId)
    .where('epoch', '=', epoch)
    .where('from_seq', '<=', toSeq + 1)
    .where('to_seq', '>=', fromSeq - 1)
    .returning(['from_seq', 'to_seq'])
    .execute();
  const from_seq = touched.reduce((from, row) => Math.min(from, row.from_seq), fromSeq);
  const to_seq = touched.reduce((to, row) => Math.max(to, row.to_seq), toSeq);
  await tx.insertInto('received').values({ site_id: siteId, epoch, from_seq, to_seq }).execute();
}

/** So many earlier outboxes of a site are remembered, should one come back. */
const earlierKept = 16;
/** So many sites are rid of theirs at once; the others follow at the next calls. */
const sitesPruned = 100;

/**
 * Forgets what came from the earlier outboxes of sites that had too many, but for those of which a gap is shown. Locks
 * these sites in id order, so that none gets another outbox meanwhile.
 */
export async function pruneReceived(tx: Tx): Promise<void> {
  const many = tx
    .selectFrom('received')
    .select('site_id')
    .groupBy('site_id')
    .having(sql`count(distinct epoch)`, '>', earlierKept);
  const sites = await tx
    .selectFrom('sites')
    .select('site_id')
    .where('site_id', 'in', many)
    .orderBy('site_id')
    .limit(sitesPruned)
    .forNoKeyUpdate()
    .execute();
  if (sites.length === 0) return;
  await sql`
    delete from received r using sites s
    where s.site_id = r.site_id and s.site_id = any(${sites.map((site) => site.site_id)})
      and r.epoch is distinct from s.epoch
      and not exists (select from gaps g where g.site_id = r.site_id and g.epoch = r.epoch)`.execute(tx);
}

async function readRanges(
  db: Db | Tx,
  outboxes: readonly { site_id: string; epoch: string }[],
): Promise<Map<string, RangeRow[]>> {
  const { rows } = await sql<RangeRow>`
    select k.site_id, k.epoch, r.from_seq, r.to_seq
    from json_to_recordset(${JSON.stringify(outboxes)}::json) as k(site_id text, epoch text), lateral (
      select from_seq, to_seq from received where site_id = k.site_id and epoch = k.epoch
      order by from_seq limit ${rangesRead}) as r
    order by k.site_id, k.epoch, r.from_seq`.execute(db);
  return Map.groupBy(rows, (row) => `${row.site_id}/${row.epoch}`);
}

type RangeRow = Selectable<Database['received']>;
type SiteRow = Pick<Selectable<Database['sites']>, 'epoch' | 'oldest_held' | 'next_seq'>;

function outboxOf(site: SiteRow, epoch: string, rows: readonly RangeRow[]): Outbox {
  const isPresent = epoch === site.epoch;
  const received = rows.map((row) => ({ fromSeq: row.from_seq, toSeq: row.to_seq }));
  return {
    epoch,
    isPresent,
    oldestHeld: isPresent ? (site.oldest_held ?? 0) : 0,
    next: isPresent ? (site.next_seq ?? 0) : 0,
    received,
    readTo: received.length < rangesRead ? Infinity : received.at(-1)!.toSeq + 1,
  };
}

export function gapOf(row: GapRow): Gap {
  const { gap_id: gapId, epoch, from_seq: fromSeq, to_seq: toSeq, lost_at_ms } = row;
  return { gapId, epoch, fromSeq, toSeq, isLost: lost_at_ms !== null };
}
