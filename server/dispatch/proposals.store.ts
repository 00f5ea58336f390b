// Proposals who to send to an incident, from the units on duty that whoever asks may watch.
import type { Position } from '@haixi/proto/basics';
import type { Proposal } from '@haixi/proto/commands/routes';
import { sql } from 'kysely';
import type { Db, Tx } from '../store/database.store.js';
import { nearest } from './nearest.js';
import { sendableUnits } from './units.store.js';

/**
 * Units on duty in `areaIds`, nearest available first. These are the areas that whoever asks may watch, not the
 * incident's alone: the nearest patrol is often the neighbouring community's.
 */
export async function proposals(
  db: Db | Tx,
  incident: { areaId: string; position: Position | null },
  areaIds: readonly string[],
  nowMs: number,
): Promise<Proposal[]> {
  const { rows } = await sql<{
    unit_id: string;
    lon: number | null;
    lat: number | null;
    at_ms: number | null;
    active: number;
  }>`
    with bound as (
      select one->>'unitId' as unit_id, count(*) as active
      from incidents, json_array_elements(state->'assignments') as one
      where stage <> 'closed' and one->>'state' not in ('released', 'recalled', 'declined')
      group by 1
    )
    select u.unit_id, p.lon, p.lat, p.at_ms, coalesce(b.active, 0) as active
    from units u left join positions p on p.unit_id = u.unit_id left join bound b on b.unit_id = u.unit_id
    where u.on_duty and u.area_id = any(${[...areaIds]})`.execute(db);
  const sendable = await sendableUnits(db, incident.areaId);
  const candidates = rows
    .filter((row) => sendable.has(row.unit_id))
    .map((row) => ({
      unitId: row.unit_id,
      activeAssignments: Number(row.active),
      position: row.lon === null || row.lat === null ? null : { lon: row.lon, lat: row.lat },
      positionAtMs: row.at_ms,
    }));
  return nearest(incident.position, candidates, nowMs);
}
