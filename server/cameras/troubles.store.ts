// Troubles of cameras and agents in the store: which are open, which are past, and how one begins and ends, with its event.
import type { PastTrouble } from '@haixi/proto/commands/routes';
import type { EventDraft } from '@haixi/proto/live/events';
import type { OpenTrouble } from '@haixi/proto/live/picture';
import type { Trouble } from '@haixi/proto/vocabulary';
import type { Selectable } from 'kysely';
import { record } from '../incidents/incidents.store.js';
import type { Db, Tx } from '../store/database.store.js';
import type { Database } from '../store/schema.js';
import type { World } from '../world.js';
import type { Change } from './health.js';

type Row = Selectable<Database['camera_troubles']>;

/** The open troubles of these areas' sites, by site, oldest first. */
export async function openTroubles(
  db: Db | Tx,
  areaIds: readonly string[],
): Promise<Map<string, OpenTrouble[]>> {
  const sites = db.selectFrom('sites').select('site_id').where('area_id', 'in', areaIds);
  return bySite(await openQuery(db).where('site_id', 'in', sites).execute());
}

/** The open troubles of every site. */
export async function allOpenTroubles(db: Db): Promise<Map<string, OpenTrouble[]>> {
  return bySite(await openQuery(db).execute());
}

/** The latest troubles of a camera and of its site's agent, open and past, newest first. */
export async function pastTroubles(
  db: Db,
  siteId: string,
  sourceId: string,
  limit: number,
): Promise<PastTrouble[]> {
  const rows = await db
    .selectFrom('camera_troubles')
    .selectAll()
    .where('site_id', '=', siteId)
    .where('source_id', 'in', [sourceId, ofAgent])
    .orderBy('since_ms', 'desc')
    .orderBy('id', 'desc')
    .limit(limit)
    .execute();
  return rows.map((row) => ({ ...troubleOf(row), untilMs: row.until_ms }));
}

/**
 * Saves what changed at these sites with its events, in this transaction. Locks the sites in id order. What the store
 * has so already is not told twice.
 */
export async function tellTroubles(
  tx: Tx,
  changed: ReadonlyMap<string, readonly Change[]>,
  world: World,
): Promise<void> {
  const sites = await tx
    .selectFrom('sites')
    .select(['site_id', 'area_id'])
    .where('site_id', 'in', [...changed.keys()])
    .orderBy('site_id')
    .forNoKeyUpdate()
    .execute();
  const rows = await openQuery(tx)
    .where('site_id', 'in', [...changed.keys()])
    .execute();
  const open = new Set(rows.map((row) => keyOf(row.site_id, row.source_id || null, row.trouble)));
  const drafts: EventDraft[] = [];
  const news: { siteId: string; change: Change }[] = [];
  for (const { site_id: siteId, area_id } of sites) {
    for (const change of changed.get(siteId)!) {
      const key = keyOf(siteId, change.sourceId, change.trouble);
      if (open.has(key) === (change.type === 'troubled')) continue;
      if (change.type === 'troubled') open.add(key);
      else open.delete(key);
      news.push({ siteId, change });
      drafts.push(draftOf(area_id, siteId, change));
    }
  }
  const events = await record(tx, drafts, new Map(), world);
  // Their sites are locked, so nobody else writes them.
  for (const [at, { siteId, change }] of news.entries()) await save(tx, siteId, change, events[at]!.atMs);
}

/** The agent's own troubles stand under no source. */
const ofAgent = '';

function openQuery(db: Db | Tx) {
  return db.selectFrom('camera_troubles').selectAll().where('until_ms', 'is', null).orderBy('id');
}

function draftOf(areaId: string, siteId: string, change: Change): EventDraft {
  const { type, sourceId, trouble, value, limit } = change;
  const about = { areaId, actor: { kind: 'system' } } as const;
  const data = { siteId, sourceId, trouble };
  return type === 'troubled'
    ? { ...about, type: 'camera.troubled', data: { ...data, value, limit } }
    : { ...about, type: 'camera.recovered', data };
}

async function save(tx: Tx, siteId: string, change: Change, atMs: number): Promise<void> {
  const { type, sourceId, trouble, value, limit } = change;
  const about = { site_id: siteId, source_id: sourceId ?? ofAgent, trouble };
  if (type === 'troubled') {
    const row = { ...about, since_ms: atMs, until_ms: null, value, threshold: limit };
    await tx.insertInto('camera_troubles').values(row).execute();
    return;
  }
  await tx
    .updateTable('camera_troubles')
    .set({ until_ms: atMs })
    .where('site_id', '=', about.site_id)
    .where('source_id', '=', about.source_id)
    .where('trouble', '=', about.trouble)
    .where('until_ms', 'is', null)
    .execute();
}

function bySite(rows: readonly Row[]): Map<string, OpenTrouble[]> {
  const groups = Map.groupBy(rows, (row) => row.site_id);
  return new Map([...groups].map(([siteId, ofSite]) => [siteId, ofSite.map(troubleOf)]));
}

function keyOf(siteId: string, sourceId: string | null, trouble: string): string {
  return `${siteId}/${sourceId ?? ofAgent}/${trouble}`;
}

function troubleOf(row: Row): OpenTrouble {
  return {
    sourceId: row.source_id || null,
    trouble: row.trouble as Trouble,
    value: row.value,
    limit: row.threshold,
    sinceMs: row.since_ms,
  };
}
