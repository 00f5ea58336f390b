// Puts the demo district into the store before the server starts. Running it again changes nothing that is there.
import { createHash } from 'node:crypto';
import { type OnConflictBuilder, sql } from 'kysely';
import { chainStart } from '../log/chain.js';
import type { Db } from '../store/database.store.js';
import type { Database } from '../store/schema.js';
import { demoPartners } from './crew.js';
import { demoAreas, demoPeople, demoSites, demoUnits, rootAreaId } from './district.js';

export interface Seed {
  /** The server's clock, epoch ms: the time of the units' first positions and of their going on duty. */
  readonly nowMs: number;
  /**
   * The key of every demo site by site id: 32 random bytes as base64url, the very text its agent gives as MQTT
   * password. Only the SHA-256 of that text, in hex, is stored; a site that is there already keeps its own.
   */
  readonly keys: Readonly<Record<string, string>>;
}

/**
 * Inserts areas with their chain heads, sites, sources, people with their grants, units, and first positions, all or
 * nothing. `db` has the owner's role: the application may not write areas, people or grants. Throws where a site has
 * no key.
 */
export async function seedDemo(db: Db, { nowMs, keys }: Seed): Promise<void> {
  const sites = demoSites.map((site) => ({
    site_id: site.siteId,
    area_id: site.areaId,
    type: site.type,
    name: site.name,
    name_en: site.nameEn,
    address: site.address,
    address_en: site.addressEn,
    ...site.position,
    presence: 'never',
    key_hash: hashOf(site.siteId, keys[site.siteId]),
  }));
  const rows = {
    areas: demoAreas.map((area) => ({
      area_id: area.areaId,
      parent_id: area.parentId,
      name: area.name,
      name_en: area.nameEn,
      outline: JSON.stringify(area.outline),
      illustrative: area.illustrative,
    })),
    area_heads: demoAreas.map(({ areaId }) => ({
      area_id: areaId,
      n: chainStart.n,
      hash: chainStart.hash,
      at_ms: chainStart.atMs,
    })),
    sites,
    sources: demoSites.flatMap(({ siteId, sources }) =>
      sources.map(({ sourceId, type, name, nameEn, camera }) => ({
        site_id: siteId,
        source_id: sourceId,
        type,
        name,
        name_en: nameEn,
        lon: camera?.position.lon ?? null,
        lat: camera?.position.lat ?? null,
        heading_deg: camera?.headingDeg ?? null,
        fov_deg: camera?.fovDeg ?? null,
        range_m: camera?.rangeM ?? null,
      })),
    ),
    people: demoPeople.map(({ personId, name }) => ({ person_id: personId, name, area_id: rootAreaId })),
    grants: demoPeople.map(({ personId, role }) => ({ person_id: personId, role, area_id: rootAreaId })),
    units: demoUnits.map((unit) => ({
      unit_id: unit.unitId,
      area_id: unit.areaId,
      kind: unit.kind,
      name: unit.name,
      name_en: unit.nameEn,
      on_duty: unit.onDuty,
      duty_at_ms: nowMs,
    })),
    unit_people: demoUnits.flatMap(({ unitId, personIds }) =>
      personIds.map((personId) => ({ unit_id: unitId, person_id: personId })),
    ),
    positions: demoUnits.map(({ unitId, position }) => ({
      unit_id: unitId,
      ...position,
      accuracy_m: null,
      at_ms: nowMs,
      server_at_ms: nowMs,
    })),
  };
  await db.transaction().execute(async (tx) => {
    // In the order of their references.
    await tx.insertInto('areas').values(rows.areas).onConflict(kept).execute();
    await tx.insertInto('area_heads').values(rows.area_heads).onConflict(kept).execute();
    await tx.insertInto('sites').values(rows.sites).onConflict(addressed).execute();
    await tx.insertInto('sources').values(rows.sources).onConflict(placed).execute();
    await tx.insertInto('people').values(rows.people).onConflict(kept).execute();
    await tx.insertInto('grants').values(rows.grants).onConflict(kept).execute();
    await tx.insertInto('units').values(rows.units).onConflict(kept).execute();
    await tx.insertInto('unit_people').values(rows.unit_people).onConflict(kept).execute();
    await tx.insertInto('positions').values(rows.positions).onConflict(kept).execute();
  });
}

/** Adds the colleagues of those who have a link, whom only a demo that somebody starts has. Needs the owner's role. */
export async function seedPartners(db: Db): Promise<void> {
  const people = demoPartners.map(({ personId, name }) => ({
    person_id: personId,
    name,
    area_id: rootAreaId,
  }));
  const grants = demoPartners.map(({ personId, role }) => ({
    person_id: personId,
    role,
    area_id: rootAreaId,
  }));
  const speaking = demoPartners.map(({ unitId, personId }) => ({ unit_id: unitId, person_id: personId }));
  await db.transaction().execute(async (tx) => {
    await tx.insertInto('people').values(people).onConflict(kept).execute();
    await tx.insertInto('grants').values(grants).onConflict(kept).execute();
    await tx.insertInto('unit_people').values(speaking).onConflict(kept).execute();
  });
}

/** What is there already stays as it is. */
function kept<T extends keyof Database>(conflict: OnConflictBuilder<Database, T>) {
  return conflict.doNothing();
}

/** A site that an earlier release seeded gets its address in English, unless it has moved since. */
function addressed(conflict: OnConflictBuilder<Database, 'sites'>) {
  return conflict
    .column('site_id')
    .doUpdateSet((row) => ({ address_en: row.ref('excluded.address_en') }))
    .where('sites.address_en', '=', '')
    .whereRef('sites.address', '=', 'excluded.address');
}

/** A source that an earlier release seeded gets the place and the English name it lacks; what is there stays. */
function placed(conflict: OnConflictBuilder<Database, 'sources'>) {
  return conflict.columns(['site_id', 'source_id']).doUpdateSet((row) => ({
    name_en: sql`case when sources.name_en = '' and sources.name = excluded.name
      then excluded.name_en else sources.name_en end`,
    lon: row.fn.coalesce('sources.lon', row.ref('excluded.lon')),
    lat: row.fn.coalesce('sources.lat', row.ref('excluded.lat')),
    heading_deg: row.fn.coalesce('sources.heading_deg', row.ref('excluded.heading_deg')),
    fov_deg: row.fn.coalesce('sources.fov_deg', row.ref('excluded.fov_deg')),
    range_m: row.fn.coalesce('sources.range_m', row.ref('excluded.range_m')),
  }));
}

function hashOf(siteId: string, key: string | undefined): string {
  if (key === undefined) throw new Error(`demo site ${siteId} has been given no key`);
  return createHash('sha256').update(key, 'utf8').digest('hex');
}
