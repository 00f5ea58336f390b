// Reads the live picture of some areas in one snapshot of the store, with the vector it stands at (rules L1, L5).
import type { Incident } from '@haixi/proto/incident/incident';
import type { Area, Latest, Person, Picture, Site, Source, Unit, Vector } from '@haixi/proto/live/picture';
import type { Role, SitePresence, SiteType, SourceType, UnitKind } from '@haixi/proto/vocabulary';
import { type Selectable, sql } from 'kysely';
import { openGaps } from '../cameras/gaps.store.js';
import { openTroubles } from '../cameras/troubles.store.js';
import { type Db, inSnapshot, type Tx } from '../store/database.store.js';
import type { Database } from '../store/schema.js';
import { registerNumber } from '../store/register.store.js';
import { readLatest } from './latest.store.js';

/** All that a screen begins with. Areas that are not named are not read: nothing of them can slip out. */
export function readPicture(
  db: Db,
  areaIds: readonly string[],
): Promise<{ picture: Picture; latest: Latest; register: number }> {
  return inSnapshot(db, async (tx) => {
    const picture: Picture = {
      vector: await readVector(tx, areaIds),
      areas: await readAreas(tx, areaIds),
      sites: await readSites(tx, areaIds),
      units: byId(await readUnits(tx, areaIds), 'unitId'),
      people: await readPeople(tx, areaIds),
      incidents: await readOpenIncidents(tx, areaIds),
    };
    return { picture, latest: await readLatest(tx, areaIds), register: await registerNumber(tx) };
  });
}

/** The units whose tablet this person speaks by. */
export async function readUnitsOf(db: Db, personId: string): Promise<Unit[]> {
  const mine = db.selectFrom('unit_people').select('unit_id').where('person_id', '=', personId);
  const rows = await unitsQuery(db).where('units.unit_id', 'in', mine).execute();
  return rows.map(unitOf);
}

async function readVector(tx: Tx, areaIds: readonly string[]): Promise<Vector> {
  const rows = await tx
    .selectFrom('area_heads')
    .select(['area_id', 'n'])
    .where('area_id', 'in', areaIds)
    .execute();
  return Object.fromEntries(rows.map((row) => [row.area_id, row.n]));
}

async function readAreas(tx: Tx, areaIds: readonly string[]): Promise<Picture['areas']> {
  const rows = await tx.selectFrom('areas').selectAll().where('area_id', 'in', areaIds).execute();
  const areas = rows.map((row): Area => ({
    areaId: row.area_id,
    parentId: row.parent_id,
    name: row.name,
    nameEn: row.name_en,
    outline: row.outline === null ? null : (JSON.parse(row.outline) as Area['outline']),
    illustrative: row.illustrative,
  }));
  return byId(areas, 'areaId');
}

async function readSites(tx: Tx, areaIds: readonly string[]): Promise<Picture['sites']> {
  const rows = await tx
    .selectFrom('sites')
    .selectAll()
    .where('area_id', 'in', areaIds)
    .where('commissioned_at_ms', 'is not', null)
    .where('retired_at_ms', 'is', null)
    .execute();
  const sources = Map.groupBy(
    await tx
      .selectFrom('sources')
      .selectAll()
      .where('site_id', 'in', tx.selectFrom('sites').select('site_id').where('area_id', 'in', areaIds))
      .where('commissioned_at_ms', 'is not', null)
      .where('retired_at_ms', 'is', null)
      .orderBy('source_id')
      .execute(),
    (row) => row.site_id,
  );
  const troubles = await openTroubles(tx, areaIds);
  const gaps = await openGaps(tx, areaIds);
  const sites = rows.map((row): Site => ({
    siteId: row.site_id,
    areaId: row.area_id,
    type: row.type as SiteType,
    name: row.name,
    nameEn: row.name_en,
    address: row.address,
    addressEn: row.address_en,
    position: { lon: row.lon, lat: row.lat },
    sources: (sources.get(row.site_id) ?? []).map(sourceOf),
    presence: row.presence as SitePresence,
    presenceAtMs: row.presence_at_ms,
    troubles: troubles.get(row.site_id) ?? [],
    unprovenSinceMs: row.unproven_since_ms,
    gaps: gaps.get(row.site_id) ?? [],
    onTestUntilMs: row.on_test_until_ms,
  }));
  return byId(sites, 'siteId');
}

function sourceOf(row: Selectable<Database['sources']>): Source {
  const { source_id: sourceId, name, name_en: nameEn, lon, lat, heading_deg, fov_deg, range_m } = row;
  const isPlaced = lon !== null && lat !== null && heading_deg !== null && fov_deg !== null;
  const camera =
    isPlaced && range_m !== null
      ? { position: { lon, lat }, headingDeg: heading_deg, fovDeg: fov_deg, rangeM: range_m }
      : null;
  return { sourceId, type: row.type as SourceType, name, nameEn, camera };
}

async function readUnits(tx: Tx, areaIds: readonly string[]): Promise<Unit[]> {
  const rows = await unitsQuery(tx).where('units.area_id', 'in', areaIds).execute();
  return rows.map(unitOf);
}

function unitsQuery(db: Db | Tx) {
  return db
    .selectFrom('units')
    .leftJoin('unit_people', 'unit_people.unit_id', 'units.unit_id')
    .select(['units.unit_id', 'area_id', 'kind', 'name', 'name_en', 'on_duty', 'duty_at_ms'])
    .select(
      sql<string[]>`array_agg(person_id order by person_id) filter (where person_id is not null)`.as(
        'person_ids',
      ),
    )
    .groupBy('units.unit_id')
    .orderBy('units.unit_id');
}

type UnitRow = Awaited<ReturnType<ReturnType<typeof unitsQuery>['execute']>>[number];

function unitOf(row: UnitRow): Unit {
  return {
    unitId: row.unit_id,
    areaId: row.area_id,
    kind: row.kind as UnitKind,
    name: row.name,
    nameEn: row.name_en,
    personIds: row.person_ids ?? [],
    onDuty: row.on_duty,
    dutyAtMs: row.duty_at_ms,
  };
}

/** Colleagues: whoever has a role in one of the areas, or above one of them. */
async function readPeople(tx: Tx, areaIds: readonly string[]): Promise<Picture['people']> {
  const { rows } = await sql<{ person_id: string; name: string; roles: Role[] }>`
    with recursive near as (
      select area_id, parent_id from areas where area_id = any(${areaIds})
      union select areas.area_id, areas.parent_id from areas join near on areas.area_id = near.parent_id)
    select people.person_id, people.name, array_agg(distinct grants.role order by grants.role) as roles
    from people join grants using (person_id) join near on near.area_id = grants.area_id
    group by people.person_id`.execute(tx);
  const people = rows.map((row): Person => ({ personId: row.person_id, name: row.name, roles: row.roles }));
  return byId(people, 'personId');
}

async function readOpenIncidents(tx: Tx, areaIds: readonly string[]): Promise<Picture['incidents']> {
  const rows = await tx
    .selectFrom('incidents')
    .select('state')
    .where('area_id', 'in', areaIds)
    .where('stage', '<>', 'closed')
    .execute();
  const incidents = rows.map((row) => JSON.parse(row.state) as Incident);
  return byId(incidents, 'incidentId');
}

function byId<K extends string, T extends Record<K, string>>(items: readonly T[], key: K): Record<string, T> {
  return Object.fromEntries(items.map((item) => [item[key], item]));
}
