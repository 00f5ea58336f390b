// Views in the store: a row while one lasts, and its start and its end in the log (rule V3).
import type { EventDraft } from '@haixi/proto/live/events';
import type { ViewEnd, ViewPurpose } from '@haixi/proto/vocabulary';
import { sql } from 'kysely';
import { append } from '../log/log.store.js';
import type { Db, Tx } from '../store/database.store.js';
import type { World } from '../world.js';

/** What somebody looks at, how and why. `roundId` and `orderId` name what it is for where that is a round or an order. */
export interface Asked {
  readonly siteId: string;
  readonly sourceId: string;
  readonly as: 'video' | 'stills';
  readonly purpose: ViewPurpose;
  readonly incidentId: string | null;
  readonly roundId: string | null;
  readonly orderId: string | null;
  readonly reason: string;
}

/** One look of one person at one camera. */
export interface View {
  readonly viewId: string;
  readonly personId: string;
  readonly areaId: string;
  readonly asked: Asked;
}

/**
 * Enters a view that begins now. Its events change nothing of the incident they name, open or closed, so that the
 * incident is not locked for them: nobody's dispatch waits because somebody looks. A look of a round has no event of its
 * own: the round's end tells it. False where the round has ended meanwhile, and nothing was entered.
 */
export async function startView(tx: Tx, view: View, world: World): Promise<boolean> {
  const { viewId, personId, areaId, asked } = view;
  const { siteId, sourceId, incidentId, roundId, orderId, purpose, reason } = asked;
  const nowMs = world.nowMs();
  if (roundId !== null && !(await holdRound(tx, roundId))) return false;
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
      purpose,
      reason,
      round_id: roundId,
      order_id: orderId,
    })
    .onConflict((clash) => clash.column('view_id').doNothing())
    .returning('view_id')
    .executeTakeFirst();
  // An earlier try was committed, and the connection lost before its answer: its start stands in the log.
  if (!entered) return true;
  if (roundId !== null) {
    const look = { view_id: viewId, round_id: roundId, site_id: siteId, source_id: sourceId };
    await tx
      .insertInto('round_looks')
      .values({ ...look, from_ms: nowMs, to_ms: nowMs })
      .execute();
    return true;
  }
  const event: EventDraft = {
    areaId,
    type: 'view.started',
    actor: { kind: 'person', id: personId },
    data: { viewId, siteId, sourceId, incidentId, purpose, reason },
  };
  await append(tx, [event], { nowMs, salt: world.salt });
  return true;
}

/** Keeps a round from ending until this look of it is entered; false where it has ended. */
async function holdRound(tx: Tx, roundId: string): Promise<boolean> {
  const row = await tx
    .selectFrom('rounds')
    .select('round_id')
    .where('round_id', '=', roundId)
    .forKeyShare()
    .executeTakeFirst();
  return row !== undefined;
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
  if (row.round_id !== null) {
    if (got) await lengthen(tx, [{ viewId, lastedMs: got.lastedMs }]);
    return;
  }
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

/** Keeps up what each view has got by now, and how long the looks of rounds have been. */
export async function keepUp(
  db: Db,
  views: readonly { viewId: string; bytes: number; lastedMs: number }[],
  nowMs: number,
): Promise<void> {
  if (views.length === 0) return;
  const rows = views.map(({ viewId, bytes }) => ({ view_id: viewId, bytes }));
  await sql`
    update views set bytes = v.bytes, seen_at_ms = ${nowMs}
    from json_to_recordset(${JSON.stringify(rows)}::json) as v(view_id text, bytes bigint)
    where views.view_id = v.view_id`.execute(db);
  await lengthen(db, views);
}

/** Those of these looks that are of a round have lasted so long by now. */
async function lengthen(db: Db | Tx, looks: readonly { viewId: string; lastedMs: number }[]): Promise<void> {
  const rows = looks.map(({ viewId, lastedMs }) => ({ view_id: viewId, lasted_ms: lastedMs }));
  await sql`
    update round_looks set to_ms = from_ms + v.lasted_ms
    from json_to_recordset(${JSON.stringify(rows)}::json) as v(view_id text, lasted_ms bigint)
    where round_looks.view_id = v.view_id`.execute(db);
}
