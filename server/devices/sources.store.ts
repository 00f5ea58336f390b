// Sites and cameras in the store as a work order goes on: entered at the claim, run by the draft, in use from acceptance.
import type { Position } from '@haixi/proto/basics';
import type { Privacy } from '@haixi/proto/devices/site-config';
import type { Actor, EventDraft } from '@haixi/proto/live/events';
import type { Datum, LegalBasis, PlaceType, SiteType } from '@haixi/proto/vocabulary';
import type { Selectable } from 'kysely';
import { revokeKey, type Withdrawal } from '../accounts/site-keys.store.js';
import type { Tx } from '../store/database.store.js';
import type { Database } from '../store/schema.js';
import { lockSite } from './keys.store.js';
import type { KeptDraft, OrderRow } from './orders.store.js';

/** Whether a source is in use, and whether it was taken out of it; null where there is none of these ids. */
export async function sourceAt(
  tx: Tx,
  siteId: string,
  sourceId: string,
): Promise<{ commissionedAtMs: number | null; retiredAtMs: number | null } | null> {
  const row = await readSource(tx, siteId, sourceId);
  return row ? { commissionedAtMs: row.commissioned_at_ms, retiredAtMs: row.retired_at_ms } : null;
}

/** What an order's draft begins with: what is registered already. Where the camera is moved its place is taken anew. */
export async function keptDraftOf(
  tx: Tx,
  kind: OrderRow['body']['kind'],
  siteId: string,
  sourceId: string,
): Promise<KeptDraft> {
  const site = await tx
    .selectFrom('sites')
    .select(['name', 'type', 'address'])
    .where('site_id', '=', siteId)
    .executeTakeFirst();
  if (!site) return {};
  const ofSite: KeptDraft = { siteName: site.name, siteType: site.type as SiteType, address: site.address };
  const source = await readSource(tx, siteId, sourceId);
  if (!source) return ofSite;
  const { lon, lat } = source;
  const isKnown = kind === 'replace' && lon !== null && lat !== null;
  const taken: KeptDraft = isKnown
    ? { taken: { position: { lon, lat }, datum: 'wgs84', accuracyM: source.accuracy_m } }
    : {};
  const camera: KeptDraft = {
    ...taken,
    cameraName: source.name,
    cameraNameEn: source.name_en,
    privacy: JSON.parse(source.privacy) as Privacy,
    cameraSealed: source.camera,
  };
  return { ...ofSite, ...camera, ...looksOf(source) };
}

/** Enters a claimed order's site and camera where they are not there: on no map yet, and their alarms are tests. */
export async function enterNew(tx: Tx, order: OrderRow, position: Position): Promise<void> {
  const { siteId, sourceId, areaId, body, draft } = order;
  await tx
    .insertInto('sites')
    .values({
      site_id: siteId,
      area_id: areaId,
      type: draft.siteType ?? body.siteType,
      name: draft.siteName ?? body.siteName,
      name_en: '',
      address: draft.address ?? body.address,
      ...position,
      key_hash: null,
      presence: 'never',
      commissioned_at_ms: null,
    })
    .onConflict((clash) => clash.column('site_id').doNothing())
    .execute();
  await tx
    .insertInto('sources')
    .values({
      site_id: siteId,
      source_id: sourceId,
      type: body.sourceType,
      name: draft.cameraName ?? body.siteName,
      commissioned_at_ms: null,
    })
    .onConflict((clash) => clash.columns(['site_id', 'source_id']).doNothing())
    .execute();
}

/**
 * Has the box run a camera as the draft says from now on. True where that changes anything: its site's configuration
 * has a higher version then.
 */
export async function applyCamera(
  tx: Tx,
  { siteId, sourceId }: Pick<OrderRow, 'siteId' | 'sourceId'>,
  { cameraSealed, privacy }: KeptDraft,
): Promise<boolean> {
  const before = await readSource(tx, siteId, sourceId);
  if (!before) return false;
  const camera = cameraSealed === undefined ? before.camera : cameraSealed;
  const zones = privacy === undefined ? before.privacy : JSON.stringify(privacy);
  if (camera === before.camera && sameJson(zones, before.privacy)) return false;
  await tx
    .updateTable('sources')
    .set({ camera, privacy: zones })
    .where('site_id', '=', siteId)
    .where('source_id', '=', sourceId)
    .execute();
  await newConfig(tx, siteId);
  return true;
}

/** What is entered for a cancelled order alone goes out of use, and its camera out of the box. The site is locked here. */
export async function endNew(tx: Tx, order: OrderRow, why: Withdrawal): Promise<EventDraft[]> {
  const { siteId, sourceId, areaId, orderId, body } = order;
  if (body.kind !== 'install') return [];
  const site = await lockSite(tx, siteId);
  const source = await readSource(tx, siteId, sourceId);
  if (!site || !source || source.commissioned_at_ms !== null) return [];
  const { reason, actor, nowMs } = why;
  const isOwnSite = siteId === orderId && site.commissionedAtMs === null;
  await tx
    .updateTable('sources')
    .set({ camera: null, ...(isOwnSite ? { retired_at_ms: nowMs } : {}) })
    .where('site_id', '=', siteId)
    .where('source_id', '=', sourceId)
    .execute();
  await newConfig(tx, siteId);
  if (!isOwnSite) return [];
  const revoked = await revokeKey(tx, siteId, why);
  await tx.updateTable('sites').set({ retired_at_ms: nowMs }).where('site_id', '=', siteId).execute();
  return [
    ...(revoked ? [revoked] : []),
    { areaId, type: 'source.retired', actor, data: { siteId, sourceId, reason } },
    { areaId, type: 'site.retired', actor, data: { siteId, reason } },
  ];
}

/** What is told of a camera as it is registered now. */
export async function sourceSet(
  tx: Tx,
  { siteId, sourceId, areaId }: Pick<OrderRow, 'siteId' | 'sourceId' | 'areaId'>,
  actor: Actor,
  isNew: boolean,
): Promise<EventDraft> {
  const row = await readSource(tx, siteId, sourceId);
  if (!row) throw new Error(`source ${sourceId} of site ${siteId} is not there`);
  return {
    areaId,
    type: 'source.set',
    actor,
    data: {
      siteId,
      sourceId,
      type: row.type as 'camera' | 'button',
      name: row.name,
      position: row.lon === null || row.lat === null ? null : { lon: row.lon, lat: row.lat },
      datum: row.datum as Datum,
      headingDeg: row.heading_deg,
      fovDeg: row.fov_deg,
      rangeM: row.range_m,
      heightM: row.height_m,
      place: row.place as PlaceType | null,
      legalBasis: row.legal_basis as LegalBasis | null,
      privacyZones: (JSON.parse(row.privacy) as Privacy).length,
      isNew,
    },
  };
}

async function newConfig(tx: Tx, siteId: string): Promise<void> {
  await tx
    .updateTable('sites')
    .set((row) => ({ config_version: row('config_version', '+', 1) }))
    .where('site_id', '=', siteId)
    .execute();
}

/** What a camera sees and on what it rests, as a draft has it: what is not known is left out. */
function looksOf(source: Selectable<Database['sources']>): KeptDraft {
  return {
    ...(source.heading_deg === null ? {} : { headingDeg: source.heading_deg }),
    ...(source.fov_deg === null ? {} : { fovDeg: source.fov_deg }),
    ...(source.range_m === null ? {} : { rangeM: source.range_m }),
    ...(source.height_m === null ? {} : { heightM: source.height_m }),
    ...(source.place === null ? {} : { place: source.place as PlaceType }),
    ...(source.legal_basis === null ? {} : { legalBasis: source.legal_basis as LegalBasis }),
  };
}

function readSource(tx: Tx, siteId: string, sourceId: string) {
  return tx
    .selectFrom('sources')
    .selectAll()
    .where('site_id', '=', siteId)
    .where('source_id', '=', sourceId)
    .executeTakeFirst();
}

function sameJson(one: string, other: string): boolean {
  return one === other || JSON.stringify(JSON.parse(one)) === JSON.stringify(JSON.parse(other));
}
