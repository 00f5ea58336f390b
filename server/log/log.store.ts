// The log's one way in: append, called once and last in the transaction that changes the rows it speaks of.
import { type EventDraft, type LogEvent } from '@haixi/proto/live/events';
import { incidentOf } from '@haixi/proto/incident/fold';
import { sql } from 'kysely';
import type { Tx } from '../store/database.store.js';
import { canonical, dataHashOf, hashOf, type LogRow } from './chain.js';

/** The channel of the empty hint that something was committed; every tailer polls as well. */
export const hintChannel = 'haixi_log';

export interface Stamp {
  /** The server's clock, epoch ms. */
  readonly nowMs: number;
  /** A fresh random salt, 16 bytes in hex, for each event. */
  readonly salt: () => string;
}

/**
 * Numbers, chains and stores these events, and gives them back as they stand in the log. Locks the heads of their
 * areas in id order and holds them to the commit, so commit order is number order; therefore every row the caller
 * locks is locked before this, and nothing is locked after it. `atMs` is never before the area's last event.
 * Throws where an area is unknown: the caller has checked that.
 */
export async function append(tx: Tx, drafts: readonly EventDraft[], stamp: Stamp): Promise<LogEvent[]> {
  if (drafts.length === 0) return [];
  const areaIds = [...new Set(drafts.map((draft) => draft.areaId))].toSorted();
  const heads = new Map(
    (
      await tx
        .selectFrom('area_heads')
        .selectAll()
        .where('area_id', 'in', areaIds)
        .orderBy('area_id')
        .forUpdate()
        .execute()
    ).map((head) => [head.area_id, { ...head }]),
  );
  const rows: LogRow[] = [];
  const events: LogEvent[] = [];
  for (const draft of drafts) {
    const head = heads.get(draft.areaId);
    if (!head) throw new Error(`area ${draft.areaId} has no head: it was never registered`);
    const atMs = Math.max(head.at_ms, stamp.nowMs);
    const event: LogEvent = { ...draft, n: head.n + 1, atMs };
    const row = rowOf(event, head.hash, stamp.salt());
    rows.push(row);
    events.push(event);
    heads.set(draft.areaId, { area_id: draft.areaId, n: row.n, hash: row.hash, at_ms: atMs });
  }
  await tx.insertInto('log').values(rows).execute();
  const ends = [...heads.values()];
  await sql`
    update area_heads set n = h.n, hash = h.hash, at_ms = h.at_ms
    from json_to_recordset(${JSON.stringify(ends)}::json) as h(area_id text, n bigint, hash text, at_ms bigint)
    where area_heads.area_id = h.area_id`.execute(tx);
  await sql`select pg_notify(${hintChannel}, '')`.execute(tx);
  return events;
}

/** The event a stored row is. */
export function eventOf(row: LogRow): LogEvent {
  const { area_id: areaId, n, at_ms: atMs, type } = row;
  // What is stored was checked by its schema before it was appended, so it is read back without another check.
  return {
    areaId,
    n,
    atMs,
    type,
    actor: JSON.parse(row.actor),
    data: JSON.parse(row.data ?? '{}'),
  } as LogEvent;
}

function rowOf(event: LogEvent, prevHash: string, salt: string): LogRow {
  const data = canonical(event.data);
  const unsealed = {
    area_id: event.areaId,
    n: event.n,
    at_ms: event.atMs,
    type: event.type,
    actor: canonical(event.actor),
    incident_id: incidentOf(event),
    data_hash: dataHashOf(salt, data),
    prev_hash: prevHash,
  };
  return { ...unsealed, data, salt, hash: hashOf(unsealed) };
}
