// What a view rests on: the camera that is there, the incident one has received, the round, the work order (rules V3, V4).
import type { Position } from '@haixi/proto/basics';
import { metresBetween } from '@haixi/proto/devices/placing';
import type { Incident } from '@haixi/proto/incident/incident';
import { incidentViewWithinM } from '@haixi/proto/media/media';
import { sql } from 'kysely';
import type { Caller } from '../accounts/caller.js';
import type { Db } from '../store/database.store.js';
import type { Asked } from './views.store.js';

/** So many cameras are in the event that ends a round. */
const roundCamerasMax = 2_000;

export interface CameraAt {
  readonly areaId: string;
  readonly isDark: boolean;
  /** Its site's where its own is not registered. */
  readonly position: Position;
}

/** Why there is no ground for a view. */
export type Groundless =
  | 'no_incident'
  | 'not_received'
  | 'too_far'
  | 'no_round'
  | 'not_in_round'
  | 'round_full'
  | 'no_order'
  | 'order_not_claimed';

type Named = Pick<Asked, 'siteId' | 'sourceId'>;

/** A camera of an agent that is in use; also before it is commissioned where `isNew`. Null where there is none. */
export async function cameraAt(db: Db, { siteId, sourceId }: Named, isNew = false): Promise<CameraAt | null> {
  const camera = db
    .selectFrom('sources')
    .innerJoin('sites', 'sites.site_id', 'sources.site_id')
    .select(['area_id', 'presence', 'sites.lon as site_lon', 'sites.lat as site_lat'])
    .select(['sources.lon', 'sources.lat'])
    .where('sources.site_id', '=', siteId)
    .where('source_id', '=', sourceId)
    .where('sources.type', '=', 'camera')
    .where('sites.retired_at_ms', 'is', null)
    .where('sources.retired_at_ms', 'is', null);
  const row = await (
    isNew ? camera : camera.where('sources.commissioned_at_ms', 'is not', null)
  ).executeTakeFirst();
  if (!row) return null;
  const { area_id: areaId, presence, lon, lat, site_lon, site_lat } = row;
  const position = lon === null || lat === null ? { lon: site_lon, lat: site_lat } : { lon, lat };
  return { areaId, isDark: presence !== 'online', position };
}

/** Why this caller may not look at this camera for this purpose; null where they may, as far as it lies in the purpose. */
export async function groundless(
  db: Db,
  caller: Caller,
  asked: Asked,
  camera: CameraAt,
  nowMs: number,
): Promise<Groundless | null> {
  if (asked.incidentId !== null) {
    const incident = await incidentOf(db, asked.incidentId);
    if (!incident || !caller.may('incident.read', incident.areaId)) return 'no_incident';
    if (asked.purpose === 'incident') return outOfIncident(db, caller.personId, asked, camera, incident);
  }
  if (asked.roundId !== null) return outOfRound(db, caller.personId, asked.roundId, camera.areaId, nowMs);
  return null;
}

/** The camera of one's own work order that is claimed, and not accepted yet; or why there is none to look at. */
export async function cameraOfOrder(
  db: Db,
  personId: string,
  orderId: string,
): Promise<{ ok: true; named: Named } | { ok: false; reason: 'no_order' | 'order_not_claimed' }> {
  const row = await db
    .selectFrom('orders')
    .select(['site_id', 'source_id', 'state'])
    .where('order_id', '=', orderId)
    .where('installer_id', '=', personId)
    .executeTakeFirst();
  if (!row) return { ok: false, reason: 'no_order' };
  if (row.state !== 'claimed') return { ok: false, reason: 'order_not_claimed' };
  return { ok: true, named: { siteId: row.site_id, sourceId: row.source_id } };
}

interface Resting {
  readonly viewId: string;
  readonly personId: string;
  readonly areaId: string;
  readonly asked: Asked;
}

/**
 * Those of these views under which the ground has gone: incident, round, order or camera. A camera that has come into
 * another area is gone from the one in which it was asked for.
 */
export async function withoutGround(db: Db, views: readonly Resting[]): Promise<Set<string>> {
  if (views.length === 0) return new Set();
  const rows = views.map(({ viewId, personId, areaId, asked }) => {
    const { siteId, sourceId, purpose, incidentId, roundId, orderId } = asked;
    const ofIncident = purpose === 'incident' ? incidentId : null;
    return { viewId, personId, areaId, siteId, sourceId, incidentId: ofIncident, roundId, orderId };
  });
  const { rows: gone } = await sql<{ view_id: string }>`
    select v."viewId" as view_id
    from json_to_recordset(${JSON.stringify(rows)}::json) as v("viewId" text, "personId" text, "areaId" text,
      "siteId" text, "sourceId" text, "incidentId" text, "roundId" text, "orderId" text)
    where not exists (
        select 1 from sources join sites using (site_id)
        where sources.site_id = v."siteId" and source_id = v."sourceId" and sites.area_id = v."areaId"
          and sources.retired_at_ms is null and sites.retired_at_ms is null
          and (sites.key_revoked_at_ms is null or sites.key_hash is not null))
      or (v."incidentId" is not null and not exists (
        select 1 from incidents where incident_id = v."incidentId" and stage <> 'closed'
          and state::json ->> 'receivedBy' = v."personId"))
      or (v."roundId" is not null and not exists (
        select 1 from rounds where round_id = v."roundId" and person_id = v."personId"))
      or (v."orderId" is not null and not exists (
        select 1 from orders where order_id = v."orderId" and installer_id = v."personId"
          and orders.state = 'claimed'))`.execute(db);
  return new Set(gone.map((row) => row.view_id));
}

/** Those of these sites that are retired, or whose key was withdrawn: their streams have to end. */
export async function cutOffSites(db: Db, siteIds: readonly string[]): Promise<string[]> {
  if (siteIds.length === 0) return [];
  const rows = await db
    .selectFrom('sites')
    .select('site_id')
    .where('site_id', 'in', siteIds)
    .where((site) =>
      site.or([
        site('retired_at_ms', 'is not', null),
        site.and([site('key_revoked_at_ms', 'is not', null), site('key_hash', 'is', null)]),
      ]),
    )
    .execute();
  return rows.map((row) => row.site_id);
}

async function incidentOf(db: Db, incidentId: string): Promise<Incident | null> {
  const row = await db
    .selectFrom('incidents')
    .select('state')
    .where('incident_id', '=', incidentId)
    .executeTakeFirst();
  return row ? (JSON.parse(row.state) as Incident) : null;
}

async function outOfIncident(
  db: Db,
  personId: string,
  { siteId }: Asked,
  camera: CameraAt,
  incident: Incident,
): Promise<Groundless | null> {
  if (incident.receivedBy !== personId || incident.stage === 'closed') return 'not_received';
  if (incident.siteId === siteId) return null;
  const places = incident.position ? [incident.position] : [];
  if (incident.siteId !== null) {
    const site = await db
      .selectFrom('sites')
      .select(['lon', 'lat'])
      .where('site_id', '=', incident.siteId)
      .executeTakeFirst();
    if (site) places.push(site);
  }
  const isNear = places.some((place) => metresBetween(place, camera.position) <= incidentViewWithinM);
  return isNear ? null : 'too_far';
}

async function outOfRound(
  db: Db,
  personId: string,
  roundId: string,
  areaId: string,
  nowMs: number,
): Promise<Groundless | null> {
  const round = await db
    .selectFrom('rounds')
    .select('area_id')
    .where('round_id', '=', roundId)
    .where('person_id', '=', personId)
    .where('until_ms', '>', nowMs)
    .executeTakeFirst();
  if (!round) return 'no_round';
  const { rows } = await sql<{ area_id: string }>`
    with recursive up as (
      select area_id, parent_id from areas where area_id = ${areaId}
      union all select a.area_id, a.parent_id from areas a join up on up.parent_id = a.area_id)
    select area_id from up where area_id = ${round.area_id}`.execute(db);
  if (rows.length === 0) return 'not_in_round';
  const { count } = await db
    .selectFrom('round_looks')
    .select(sql<number>`count(distinct (site_id, source_id))::int`.as('count'))
    .where('round_id', '=', roundId)
    .executeTakeFirstOrThrow();
  return count < roundCamerasMax ? null : 'round_full';
}
