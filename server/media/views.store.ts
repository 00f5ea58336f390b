// Views in the store: a row while one lasts, and its start and its end in the log (rule V3).
import type { EventDraft } from '@haixi/proto/live/events';
import type { ViewAsked } from '@haixi/proto/media/media';
import type { ViewEnd } from '@haixi/proto/vocabulary';
import { sql } from 'kysely';
import { append } from '../log/log.store.js';
import type { Db, Tx } from '../store/database.store.js';
import type { World } from '../world.js';

/** One look of one person at one camera. */
export interface View {
  readonly viewId: string;
  readonly personId: string;
  readonly areaId: string;
  readonly asked: Readonly<Required<ViewAsked>>;
}

/** The area and presence of a camera's site; null where there is no such camera. */
export async function cameraAt(
  db: Db,
  { siteId, sourceId }: { siteId: string; sourceId: string },
): Promise<{ areaId: string; isDark: boolean } | null> {
  const row = await db
    .selectFrom('sources')
    .innerJoin('sites', 'sites.site_id', 'sources.site_id')
    .select(['area_id', 'presence'])
    .where('sources.site_id', '=', siteId)
    .where('source_id', '=', sourceId)
    .where('sources.type', '=', 'camera')
    .executeTakeFirst();
  return row ? { areaId: row.area_id, isDark: row.presence !== 'online' } : null;
}

/** The area of an incident; null where there is none. */
export async function areaOfIncident(db: Db, incidentId: string): Promise<string | null> {
  const row = await db
    .selectFrom('incidents')
    .select('area_id')
    .where('incident_id', '=', incidentId)
    .executeTakeFirst();
  return row?.area_id ?? null;
}

/**
 * Enters a view that begins now. Its events change nothing of the incident they name, open or closed, so that the
 * incident is not locked for them: nobody's dispatch waits because somebody looks.
 */
export async function startView(tx: Tx, view: View, world: World): Promise<void> {
  const { viewId, personId, areaId, asked } = view;
  const { siteId, sourceId, incidentId, purpose, reason } = asked;
  const nowMs = world.nowMs();
  const entered = await tx
    .insertInto('views')
    .values({
      view_id: viewId,
      person_id: personId,
      site_id: siteId,
      source_id: sourceId,
      area_id: areaId,
      incident_id: incidentId,
      started_at_ms: nowMs,
      seen_at_ms: nowMs,
      bytes: 0,
    })
    .onConflict((clash) => clash.column('view_id').doNothing())
    .returning('view_id')
    .executeTakeFirst();
  // An earlier try was committed, and the connection lost before its answer: its start stands in the log.
  if (!entered) return;
  const event: EventDraft = {
    areaId,
    type: 'view.started',
    actor: { kind: 'person', id: personId },
    data: { viewId, siteId, sourceId, incidentId, purpose, reason },
  };
  await append(tx, [event], { nowMs, salt: world.salt });
}

/** What a view has got by its end. */
export interface Got {
  readonly bytes: number;
  readonly lastedMs: number;
}

/** Tells the end of a view, once. Without `got` it is what was kept up last. */
export async function endView(
  tx: Tx,
  viewId: string,
  because: ViewEnd,
  world: World,
  got?: Got,
): Promise<void> {
  const row = await tx.deleteFrom('views').where('view_id', '=', viewId).returningAll().executeTakeFirst();
  if (!row) return;
  const event: EventDraft = {
    areaId: row.area_id,
    type: 'view.ended',
    actor: because === 'viewer-left' ? { kind: 'person', id: row.person_id } : { kind: 'system' },
    data: {
      viewId,
      siteId: row.site_id,
      sourceId: row.source_id,
      incidentId: row.incident_id,
      because,
      lastedMs: got?.lastedMs ?? Math.max(0, row.seen_at_ms - row.started_at_ms),
      bytes: got?.bytes ?? row.bytes,
    },
  };
  await append(tx, [event], { nowMs: world.nowMs(), salt: world.salt });
}

/** Ids of the views that an earlier run of the server has left open. */
export async function leftOpen(db: Db): Promise<string[]> {
  const rows = await db.selectFrom('views').select('view_id').orderBy('started_at_ms').execute();
  return rows.map((row) => row.view_id);
}

/** Keeps up what each view has got by now. */
export async function keepUp(
  db: Db,
  views: readonly { viewId: string; bytes: number }[],
  nowMs: number,
): Promise<void> {
  if (views.length === 0) return;
  const rows = views.map(({ viewId, bytes }) => ({ view_id: viewId, bytes }));
  await sql`
    update views set bytes = v.bytes, seen_at_ms = ${nowMs}
    from json_to_recordset(${JSON.stringify(rows)}::json) as v(view_id text, bytes bigint)
    where views.view_id = v.view_id`.execute(db);
}
