// Reads the latest values beside the picture: units' positions and sites' readings, each with its own time.
import type { Latest, SiteReading, UnitPosition } from '@haixi/proto/live/picture';
import type { Readings } from '@haixi/proto/mqtt/messages';
import type { Db, Tx } from '../store/database.store.js';

export interface LatestOf {
  /** Only of these areas. */
  readonly areaIds: readonly string[];
  /** Only what the server got after this, epoch ms. */
  readonly sinceMs: number;
}

/** A value with the time the server got it, which tells one value from the next. */
export interface Got<T> {
  readonly gotAtMs: number;
  readonly value: T;
}

/** The latest values as a frame carries them. */
export async function readLatest(db: Db | Tx, of: LatestOf): Promise<Latest> {
  const [positions, sites] = [await readPositions(db, of), await readReadings(db, of)];
  return { positions: positions.map(({ value }) => value), sites: sites.map(({ value }) => value) };
}

export async function readPositions(
  db: Db | Tx,
  { areaIds, sinceMs }: LatestOf,
): Promise<Got<UnitPosition>[]> {
  const rows = await db
    .selectFrom('positions')
    .innerJoin('units', 'units.unit_id', 'positions.unit_id')
    .select(['positions.unit_id', 'area_id', 'lon', 'lat', 'accuracy_m', 'at_ms', 'server_at_ms'])
    .where('area_id', 'in', areaIds)
    .where('server_at_ms', '>', sinceMs)
    .execute();
  return rows.map((row) => ({
    gotAtMs: row.server_at_ms,
    value: {
      unitId: row.unit_id,
      areaId: row.area_id,
      position: { lon: row.lon, lat: row.lat },
      accuracyM: row.accuracy_m,
      atMs: row.at_ms,
    },
  }));
}

export async function readReadings(db: Db | Tx, { areaIds, sinceMs }: LatestOf): Promise<Got<SiteReading>[]> {
  const rows = await db
    .selectFrom('readings')
    .innerJoin('sites', 'sites.site_id', 'readings.site_id')
    .select(['readings.site_id', 'area_id', 'server_at_ms', 'skew_ms', 'proved_at_ms', 'readings'])
    .where('area_id', 'in', areaIds)
    .where('server_at_ms', '>', sinceMs)
    .execute();
  return rows.map((row) => ({
    gotAtMs: row.server_at_ms,
    value: {
      siteId: row.site_id,
      areaId: row.area_id,
      serverAtMs: row.server_at_ms,
      skewMs: row.skew_ms,
      provedAtMs: row.proved_at_ms,
      // Ingest has checked them by their schema before they were stored.
      readings: JSON.parse(row.readings) as Readings,
    },
  }));
}
