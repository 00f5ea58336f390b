// The register of sites and cameras as who plans them reads it.
import type { SiteRow } from '@haixi/proto/devices/sites';
import type { Privacy } from '@haixi/proto/devices/site-config';
import type {
  Datum,
  LegalBasis,
  PlaceType,
  SitePresence,
  SiteType,
  SourceType,
} from '@haixi/proto/vocabulary';
import type { Selectable } from 'kysely';
import type { Db, Tx } from '../store/database.store.js';
import type { Database } from '../store/schema.js';

type Source = Selectable<Database['sources']>;

/** All sites of these areas with their sources, retired ones too, in id order. */
export async function readRegister(db: Db | Tx, areaIds: readonly string[]): Promise<SiteRow[]> {
  const sites = await db
    .selectFrom('sites')
    .selectAll()
    .where('area_id', 'in', areaIds)
    .orderBy('site_id')
    .execute();
  const inAreas = db.selectFrom('sites').select('site_id').where('area_id', 'in', areaIds);
  const sources = await db
    .selectFrom('sources')
    .selectAll()
    .where('site_id', 'in', inAreas)
    .orderBy('source_id')
    .execute();
  const bySite = Map.groupBy(sources, (row) => row.site_id);
  return sites.map((row) => ({
    siteId: row.site_id,
    areaId: row.area_id,
    type: row.type as SiteType,
    name: row.name,
    nameEn: row.name_en,
    address: row.address,
    position: { lon: row.lon, lat: row.lat },
    presence: row.presence as SitePresence,
    serial: row.serial,
    key: row.key_hash !== null ? 'issued' : row.key_revoked_at_ms !== null ? 'revoked' : 'none',
    onTestUntilMs: row.on_test_until_ms,
    commissionedAtMs: row.commissioned_at_ms,
    retiredAtMs: row.retired_at_ms,
    sources: (bySite.get(row.site_id) ?? []).map(sourceRow),
  }));
}

type SourceRow = SiteRow['sources'][number];

function sourceRow(row: Source): SourceRow {
  return {
    sourceId: row.source_id,
    type: row.type as SourceType,
    name: row.name,
    nameEn: row.name_en,
    camera: cameraOf(row),
    place: row.place as PlaceType | null,
    legalBasis: row.legal_basis as LegalBasis | null,
    heightM: row.height_m,
    datum: row.datum as Datum,
    privacy: JSON.parse(row.privacy) as Privacy,
    commissionedAtMs: row.commissioned_at_ms,
    retiredAtMs: row.retired_at_ms,
  };
}

function cameraOf({ lon, lat, heading_deg, fov_deg, range_m }: Source): SourceRow['camera'] {
  if (lon === null || lat === null || heading_deg === null || fov_deg === null || range_m === null)
    return null;
  return { position: { lon, lat }, headingDeg: heading_deg, fovDeg: fov_deg, rangeM: range_m };
}
