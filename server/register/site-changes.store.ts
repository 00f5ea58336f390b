// Changes of sites and cameras without an installer: renamed, moved, retired, their keys withdrawn. Their history stays.
import type { siteBodySchema, sourceBodySchema } from '@haixi/proto/devices/sites';
import type { EventDraft } from '@haixi/proto/live/events';
import { refusedPlaceTypes } from '@haixi/proto/vocabulary';
import type { Selectable } from 'kysely';
import type { z } from 'zod';
import { revokeKey } from '../accounts/site-keys.store.js';
import { toWgs84 } from '../devices/datums.js';
import { sourceSet } from '../devices/sources.store.js';
import { inTurn } from '../devices/turn.store.js';
import type { Db, Tx } from '../store/database.store.js';
import type { Database } from '../store/schema.js';
import { actorOf, type Changing } from './changing.js';
import { type Changed, done, notDone } from './refused.js';

type SiteBody = z.output<typeof siteBodySchema>;
type SourceBody = z.output<typeof sourceBodySchema>;

/** Changes or moves a site, into another area too as long as no incident of it is open there. */
export function putSite(by: Changing, siteId: string, body: SiteBody): Promise<Changed> {
  return inTurn<Changed>(by.db, by.world, async (tx) => {
    const site = await lockSite(tx, by, siteId);
    if (!site) return { answer: notDone('not_found', 'site') };
    if (site.retired_at_ms !== null) return { answer: notDone('site_retired', siteId) };
    const { areaId, type, name, nameEn, address, datum } = body;
    if (!by.caller.may('site.plan', areaId)) return { answer: notDone('no_such_area', areaId) };
    if (areaId !== site.area_id && (await hasOpenIncident(tx, siteId)))
      return { answer: notDone('incident_open', siteId) };
    const position = toWgs84(body.position, datum);
    await tx
      .updateTable('sites')
      .set({ area_id: areaId, type, name, name_en: nameEn, address, datum, ...position })
      // The English address is of the old one.
      .$if(address !== site.address, (query) => query.set({ address_en: '' }))
      .where('site_id', '=', siteId)
      .execute();
    const data = { siteId, type, name, address, position, isNew: false };
    const event: EventDraft = { areaId, type: 'site.set', actor: actorOf(by), data };
    return { answer: done, events: [event], changesRegister: true };
  });
}

/** Changes or moves a camera; of a button its names alone. A place where no camera may look is refused (N6). */
export function putSource(
  by: Changing,
  siteId: string,
  sourceId: string,
  body: SourceBody,
): Promise<Changed> {
  return inTurn<Changed>(by.db, by.world, async (tx) => {
    const site = await lockSite(tx, by, siteId);
    const source = site && (await lockSource(tx, siteId, sourceId));
    if (!source) return { answer: notDone('not_found', 'camera or button') };
    if (source.retired_at_ms !== null) return { answer: notDone('source_retired', sourceId) };
    const { name, nameEn, datum, headingDeg, fovDeg, rangeM, heightM, place, legalBasis } = body;
    const looks = [body.position, headingDeg, fovDeg, rangeM];
    const isPlaced = looks.every((each) => each !== null);
    if (!isPlaced && looks.some((each) => each !== null)) return { answer: notDone('half_placed') };
    if (source.type !== 'camera' && [...looks, heightM, place, legalBasis].some((each) => each !== null))
      return { answer: notDone('not_a_camera', sourceId) };
    if (place !== null && isRefused(place)) return { answer: notDone('refused_place', place) };
    const { lon, lat } = body.position ? toWgs84(body.position, datum) : { lon: null, lat: null };
    await tx
      .updateTable('sources')
      .set({ name, name_en: nameEn, lon, lat, datum, place, legal_basis: legalBasis })
      .set({ heading_deg: headingDeg, fov_deg: fovDeg, range_m: rangeM, height_m: heightM })
      .where('site_id', '=', siteId)
      .where('source_id', '=', sourceId)
      .execute();
    const event = await sourceSet(tx, { siteId, sourceId, areaId: site.area_id }, actorOf(by), false);
    return { answer: done, events: [event], changesRegister: true };
  });
}

/** Takes a site out of use with all its sources; its key is withdrawn. Again changes nothing. */
export function retireSite(by: Changing, siteId: string, reason: string): Promise<Changed> {
  return inTurn<Changed>(by.db, by.world, async (tx) => {
    const site = await lockSite(tx, by, siteId);
    if (!site) return { answer: notDone('not_found', 'site') };
    if (site.retired_at_ms !== null) return { answer: done };
    if (await hasBegunOrder(tx, siteId)) return { answer: notDone('order_begun', siteId) };
    const nowMs = by.world.nowMs();
    const actor = actorOf(by);
    const areaId = site.area_id;
    const revoked = await revokeKey(tx, siteId, { reason, actor, nowMs });
    const sources = await tx
      .updateTable('sources')
      .set({ retired_at_ms: nowMs, camera: null })
      .where('site_id', '=', siteId)
      .where('retired_at_ms', 'is', null)
      .returning('source_id')
      .execute();
    await endTroubles(tx, siteId, null, nowMs);
    await tx
      .updateTable('sites')
      .set({ retired_at_ms: nowMs, on_test_until_ms: null, serial: null })
      .set({ presence: 'dark', presence_at_ms: nowMs })
      .where('site_id', '=', siteId)
      .execute();
    const gone = sources.map(({ source_id: sourceId }): EventDraft => {
      return { areaId, type: 'source.retired', actor, data: { siteId, sourceId, reason } };
    });
    const retired: EventDraft = { areaId, type: 'site.retired', actor, data: { siteId, reason } };
    const events = [...(revoked ? [revoked] : []), ...gone, retired];
    return { answer: done, events, changesRegister: true };
  });
}

/** Takes a camera or button out of use. Its address is forgotten, and its box lets go of it. Again changes nothing. */
export function retireSource(
  by: Changing,
  siteId: string,
  sourceId: string,
  reason: string,
): Promise<Changed> {
  return inTurn<Changed>(by.db, by.world, async (tx) => {
    const site = await lockSite(tx, by, siteId);
    const source = site && (await lockSource(tx, siteId, sourceId));
    if (!source) return { answer: notDone('not_found', 'camera or button') };
    if (source.retired_at_ms !== null) return { answer: done };
    if (await hasBegunOrder(tx, siteId, sourceId)) return { answer: notDone('order_begun', sourceId) };
    const nowMs = by.world.nowMs();
    await tx
      .updateTable('sources')
      .set({ retired_at_ms: nowMs, camera: null })
      .where('site_id', '=', siteId)
      .where('source_id', '=', sourceId)
      .execute();
    await endTroubles(tx, siteId, sourceId, nowMs);
    await tx
      .updateTable('sites')
      .set((row) => ({ config_version: row('config_version', '+', 1) }))
      .where('site_id', '=', siteId)
      .execute();
    const data = { siteId, sourceId, reason };
    const event: EventDraft = { areaId: site.area_id, type: 'source.retired', actor: actorOf(by), data };
    return { answer: done, events: [event], changesRegister: true };
  });
}

/** Withdraws the key of a site's agent. A site without one is told so. */
export function revokeKeyOf(by: Changing, siteId: string, reason: string): Promise<Changed> {
  return inTurn<Changed>(by.db, by.world, async (tx) => {
    const site = await lockSite(tx, by, siteId, 'device.revoke');
    if (!site) return { answer: notDone('not_found', 'site') };
    const why = { reason, actor: actorOf(by), nowMs: by.world.nowMs() };
    const event = await revokeKey(tx, siteId, why);
    return event ? { answer: done, events: [event] } : { answer: notDone('no_key', siteId) };
  });
}

/** Whether no camera may ever look there (Decree 799, Art. 8). */
export function isRefused(place: string): boolean {
  return refusedPlaceTypes.some((refused) => refused === place);
}

/** Whether an incident of this site is open: it stays in its area until it is closed. */
export async function hasOpenIncident(db: Db | Tx, siteId: string): Promise<boolean> {
  const row = await db
    .selectFrom('incidents')
    .select('incident_id')
    .where('site_id', '=', siteId)
    .where('stage', '<>', 'closed')
    .limit(1)
    .executeTakeFirst();
  return row !== undefined;
}

type LockedSite = Pick<Selectable<Database['sites']>, 'area_id' | 'address' | 'retired_at_ms'>;

/** Loads and locks a site of the caller's areas; to who may not change it, it is as none. */
async function lockSite(
  tx: Tx,
  { caller }: Changing,
  siteId: string,
  action: 'site.plan' | 'device.revoke' = 'site.plan',
): Promise<LockedSite | null> {
  const row = await tx
    .selectFrom('sites')
    .select(['area_id', 'address', 'retired_at_ms'])
    .where('site_id', '=', siteId)
    .forNoKeyUpdate()
    .executeTakeFirst();
  return row && caller.may(action, row.area_id) ? row : null;
}

async function lockSource(tx: Tx, siteId: string, sourceId: string) {
  const row = await tx
    .selectFrom('sources')
    .select(['type', 'retired_at_ms'])
    .where('site_id', '=', siteId)
    .where('source_id', '=', sourceId)
    .forNoKeyUpdate()
    .executeTakeFirst();
  return row ?? null;
}

/** Whether an installer is at work there: what they were given has to be finished or cancelled first. */
async function hasBegunOrder(tx: Tx, siteId: string, sourceId?: string): Promise<boolean> {
  const row = await tx
    .selectFrom('orders')
    .select('order_id')
    .where('site_id', '=', siteId)
    .where('state', '=', 'claimed')
    .$if(sourceId !== undefined, (query) => query.where('source_id', '=', sourceId!))
    .limit(1)
    .executeTakeFirst();
  return row !== undefined;
}

/** What was wrong with what is out of use is over. */
async function endTroubles(tx: Tx, siteId: string, sourceId: string | null, nowMs: number): Promise<void> {
  await tx
    .updateTable('camera_troubles')
    .set({ until_ms: nowMs })
    .where('site_id', '=', siteId)
    .where('until_ms', 'is', null)
    .$if(sourceId !== null, (query) => query.where('source_id', '=', sourceId))
    .execute();
}
