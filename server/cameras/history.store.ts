// A day of each camera's readings, the last of every minute, for the charts of its page.
import type { HistoryPoint } from '@haixi/proto/commands/routes';
import type { PictureState, Readings } from '@haixi/proto/mqtt/messages';
import { sql } from 'kysely';
import type { Db, Tx } from '../store/database.store.js';

const minuteMs = 60_000;
/** So long a reading is kept. */
export const historyMs = 24 * 60 * minuteMs;
/** So many rows are deleted at once, so that no other write waits for long. */
const biteRows = 5_000;

/** Readings of one site, with the server's time of them and how far the agent's clock was ahead then. */
export interface Got {
  readonly atMs: number;
  readonly skewMs: number;
  readonly readings: Readings;
}

/** Puts each camera's readings in place of an earlier one of the same minute. A camera named twice counts once. */
export async function saveHistory(tx: Tx, bySite: ReadonlyMap<string, Got>): Promise<void> {
  const rows = [...bySite].flatMap(([site_id, { atMs, skewMs, readings }]) => {
    const cameras = new Map(readings.cameras.map((camera) => [camera.sourceId, camera]));
    return [...cameras.values()].map((camera) => ({
      site_id,
      source_id: camera.sourceId,
      minute_ms: atMs - (atMs % minuteMs),
      at_ms: atMs,
      state: camera.state,
      fps: camera.fps,
      kbps: camera.kbps,
      key_frame_every_ms: camera.keyFrameEveryMs,
      sound_db: camera.soundDb,
      skew_ms: skewMs,
      cpu_percent: readings.load?.cpuPercent ?? null,
      memory_mb: readings.load?.memoryMb ?? null,
    }));
  });
  if (rows.length === 0) return;
  // One value for all of them, in the order of their key: PostgreSQL takes 65,535 values a statement, and locks in order.
  await sql`
    insert into reading_history
    select site_id, source_id, minute_ms, at_ms, state, fps, kbps, key_frame_every_ms, sound_db, skew_ms,
      cpu_percent, memory_mb
    from json_populate_recordset(null::reading_history, ${JSON.stringify(rows)}::json)
    order by site_id, source_id
    on conflict (site_id, source_id, minute_ms) do update set at_ms = excluded.at_ms, state = excluded.state,
      fps = excluded.fps, kbps = excluded.kbps, key_frame_every_ms = excluded.key_frame_every_ms,
      sound_db = excluded.sound_db, skew_ms = excluded.skew_ms, cpu_percent = excluded.cpu_percent,
      memory_mb = excluded.memory_mb`.execute(tx);
}

/** Deletes what is older than a day, a bite of it; the rest goes at the next calls. */
export async function pruneHistory(tx: Tx, nowMs: number): Promise<void> {
  await sql`
    delete from reading_history where ctid = any(array(
      select ctid from reading_history where minute_ms < ${nowMs - historyMs} order by minute_ms limit ${biteRows}))`.execute(
    tx,
  );
}

/** The last day of one camera, oldest first. */
export async function readHistory(
  db: Db,
  siteId: string,
  sourceId: string,
  nowMs: number,
): Promise<HistoryPoint[]> {
  const rows = await db
    .selectFrom('reading_history')
    .selectAll()
    .where('site_id', '=', siteId)
    .where('source_id', '=', sourceId)
    .where('minute_ms', '>=', nowMs - historyMs)
    .orderBy('minute_ms')
    .execute();
  return rows.map((row) => ({
    atMs: row.at_ms,
    state: row.state as PictureState,
    fps: row.fps,
    kbps: row.kbps,
    keyFrameEveryMs: row.key_frame_every_ms,
    soundDb: row.sound_db,
    skewMs: row.skew_ms,
    cpuPercent: row.cpu_percent,
    memoryMb: row.memory_mb,
  }));
}
