// A camera goes into use: from here on it is on the map, and its alarms are alarms. Its history under its ids stays.
import type { Actor, EventDraft } from '@haixi/proto/live/events';
import type { SiteType } from '@haixi/proto/vocabulary';
import type { Tx } from '../store/database.store.js';
import { toWgs84 } from './datums.js';
import type { LockedSite } from './keys.store.js';
import type { OrderRow } from './orders.store.js';
import { sourceSet } from './sources.store.js';

/** Puts a locked site into use, or changes what the installer has changed of it; nothing is told where that is nothing. */
export async function commissionSite(
  tx: Tx,
  { siteId, areaId, body, draft }: OrderRow,
  site: LockedSite,
  actor: Actor,
  nowMs: number,
): Promise<EventDraft[]> {
  const isNew = site.commissionedAtMs === null;
  const before = await tx
    .selectFrom('sites')
    .select(['type', 'name', 'address', 'lon', 'lat'])
    .where('site_id', '=', siteId)
    .executeTakeFirstOrThrow();
  const { taken } = draft;
  // A new site stands where its first camera does; one that is there is moved by who plans.
  const position =
    isNew && taken ? toWgs84(taken.position, taken.datum) : { lon: before.lon, lat: before.lat };
  const after = {
    type: draft.siteType ?? (isNew ? body.siteType : before.type),
    name: draft.siteName ?? (isNew ? body.siteName : before.name),
    address: draft.address ?? (isNew ? body.address : before.address),
    ...position,
  };
  const isSame = Object.entries(before).every(([key, value]) => after[key as keyof typeof after] === value);
  if (!isNew && isSame) return [];
  await tx
    .updateTable('sites')
    .set({ ...after, ...(isNew ? { commissioned_at_ms: nowMs, datum: taken?.datum ?? 'wgs84' } : {}) })
    .where('site_id', '=', siteId)
    .execute();
  const { name, address } = after;
  const type = after.type as SiteType;
  return [{ areaId, type: 'site.set', actor, data: { siteId, type, name, address, position, isNew } }];
}

/** Puts an order's camera into use as it was filled in. */
export async function commissionSource(
  tx: Tx,
  order: OrderRow,
  actor: Actor,
  nowMs: number,
): Promise<EventDraft> {
  const { siteId, sourceId, draft } = order;
  const { taken } = draft;
  const before = await tx
    .selectFrom('sources')
    .select(['commissioned_at_ms', 'name', 'name_en'])
    .where('site_id', '=', siteId)
    .where('source_id', '=', sourceId)
    .forNoKeyUpdate()
    .executeTakeFirstOrThrow();
  await tx
    .updateTable('sources')
    .set({
      name: draft.cameraName ?? before.name,
      name_en: draft.cameraNameEn ?? before.name_en,
      ...(taken ? toWgs84(taken.position, taken.datum) : {}),
      ...(taken ? { datum: taken.datum, accuracy_m: taken.accuracyM } : {}),
      heading_deg: draft.headingDeg ?? null,
      fov_deg: draft.fovDeg ?? null,
      range_m: draft.rangeM ?? null,
      height_m: draft.heightM ?? null,
      place: draft.place ?? null,
      legal_basis: draft.legalBasis ?? null,
      commissioned_at_ms: before.commissioned_at_ms ?? nowMs,
    })
    .where('site_id', '=', siteId)
    .where('source_id', '=', sourceId)
    .execute();
  return sourceSet(tx, order, actor, before.commissioned_at_ms === null);
}
