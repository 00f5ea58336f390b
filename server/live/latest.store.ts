// Reads the latest values beside the picture: units' positions and sites' readings, each with its own time.
import type { Latest, SiteReading, Tablet, UnitPosition } from '@haixi/proto/live/picture';
import type { Readings } from '@haixi/proto/mqtt/messages';
import type { TabletState } from '@haixi/proto/vocabulary';
import { sql } from 'kysely';
import type { Db, Tx } from '../store/database.store.js';

/** A value with the transaction that wrote it, which tells one value from the next. */
export interface Got<T> {
  readonly changedBy: string;
  readonly value: T;
}

/** Before every transaction: what is read since then is everything. */
export const sinceEver = '0';

/**
 * A moment of the store, for the next look: whatever is not to be seen yet was changed by a later transaction. It is
 * no time of day: servers whose clocks differ, or are set, miss nothing of one another.
 */
export async function readMoment(db: Db | Tx): Promise<string> {
  const { rows } = await sql<{ moment: string }>`
    select pg_snapshot_xmin(pg_current_snapshot())::text as moment`.execute(db);
  return rows[0]!.moment;
}

/** The latest values of these areas as a frame carries them. */
export async function readLatest(db: Db | Tx, areaIds: readonly string[]): Promise<Latest> {
  const positions = await readPositions(db, areaIds, sinceEver);
  const sites = await readReadings(db, areaIds, sinceEver);
  const tablets = await readTablets(db, areaIds, sinceEver);
  return {
    positions: positions.map(({ value }) => value),
    sites: sites.map(({ value }) => value),
    tablets: tablets.map(({ value }) => value),
  };
}

/** Units' tablets in these areas that were changed at `since` or later. */
export async function readTablets(
  db: Db | Tx,
  areaIds: readonly string[],
  since: string,
): Promise<Got<Tablet>[]> {
  const rows = await db
    .selectFrom('tablets')
    .innerJoin('units', 'units.unit_id', 'tablets.unit_id')
    .select(['tablets.unit_id', 'area_id', 'person_id', 'state', 'since_ms'])
    .select(sql<string>`changed_by::text`.as('changed_by'))
    .where('area_id', 'in', areaIds)
    .where(sql<boolean>`changed_by >= ${since}::xid8`)
    .orderBy('tablets.unit_id')
    .orderBy('person_id')
    .execute();
  return rows.map((row) => ({
    changedBy: row.changed_by,
    value: {
      unitId: row.unit_id,
      areaId: row.area_id,
      personId: row.person_id,
      // Written by whoever keeps the tablets, from the closed list.
      state: row.state as TabletState,
      sinceMs: row.since_ms,
    },
  }));
}

/** Units' positions in these areas that were changed at `since` or later. */
export async function readPositions(
  db: Db | Tx,
  areaIds: readonly string[],
  since: string,
): Promise<Got<UnitPosition>[]> {
  const rows = await db
    .selectFrom('positions')
    .innerJoin('units', 'units.unit_id', 'positions.unit_id')
    .select(['positions.unit_id', 'area_id', 'lon', 'lat', 'accuracy_m', 'heading_deg', 'at_ms'])
    .select(sql<string>`changed_by::text`.as('changed_by'))
    .where('area_id', 'in', areaIds)
    .where(sql<boolean>`changed_by >= ${since}::xid8`)
    .orderBy('positions.unit_id')
    .execute();
  return rows.map((row) => ({
    changedBy: row.changed_by,
    value: {
      unitId: row.unit_id,
      areaId: row.area_id,
      position: { lon: row.lon, lat: row.lat },
      accuracyM: row.accuracy_m,
      headingDeg: row.heading_deg,
      atMs: row.at_ms,
    },
  }));
}

/** Sites' readings in these areas of which something was changed at `since` or later. */
export async function readReadings(
  db: Db | Tx,
  areaIds: readonly string[],
  since: string,
): Promise<Got<SiteReading>[]> {
  const rows = await db
    .selectFrom('readings')
    .innerJoin('sites', 'sites.site_id', 'readings.site_id')
    .select(['readings.site_id', 'area_id', 'server_at_ms', 'skew_ms', 'proved_at_ms', 'readings'])
    .select(sql<string>`changed_by::text || '/' || proved_by::text`.as('changed_by'))
    .where('area_id', 'in', areaIds)
    .where(sql<boolean>`(changed_by >= ${since}::xid8 or proved_by >= ${since}::xid8)`)
    .orderBy('readings.site_id')
    .execute();
  return rows.map((row) => ({
    changedBy: row.changed_by,
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
