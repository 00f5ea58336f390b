// Stickers in the store: made, listed, locked, and let go again with what their box was given.
import type { StickerRow } from '@haixi/proto/devices/orders';
import type { EventDraft } from '@haixi/proto/live/events';
import { revokeKey, type Withdrawal } from '../accounts/site-keys.store.js';
import type { Db, Tx } from '../store/database.store.js';
import { lockSite } from './keys.store.js';

export interface LockedSticker {
  readonly serial: string;
  readonly codeHash: string;
  readonly areaId: string;
  readonly state: StickerRow['state'];
  readonly siteId: string | null;
  readonly orderId: string | null;
}

/** Loads and locks these stickers, in the order of their serials; unknown ones are missing. Orders are locked before. */
export async function lockStickers(tx: Tx, serials: readonly string[]): Promise<Map<string, LockedSticker>> {
  if (serials.length === 0) return new Map();
  const rows = await tx
    .selectFrom('stickers')
    .selectAll()
    .where('serial', 'in', [...serials])
    .orderBy('serial')
    .forUpdate()
    .execute();
  return new Map(
    rows.map((row) => [
      row.serial,
      {
        serial: row.serial,
        codeHash: row.code_hash,
        areaId: row.area_id,
        state: row.state as StickerRow['state'],
        siteId: row.site_id,
        orderId: row.order_id,
      },
    ]),
  );
}

export async function readStickers(db: Db, areaIds: readonly string[], limit: number): Promise<StickerRow[]> {
  const rows = await db
    .selectFrom('stickers')
    .select(['serial', 'area_id', 'made_at_ms', 'state', 'site_id'])
    .where('area_id', 'in', [...areaIds])
    .orderBy('made_at_ms', 'desc')
    .orderBy('serial')
    .limit(limit)
    .execute();
  return rows.map((row) => ({
    serial: row.serial,
    areaId: row.area_id,
    madeAtMs: row.made_at_ms,
    state: row.state as StickerRow['state'],
    siteId: row.site_id,
  }));
}

/**
 * Lets a locked sticker be claimed again: what its box was given ends with it. The site is locked here, after its order
 * and its sticker.
 */
export async function freeSticker(tx: Tx, sticker: LockedSticker, why: Withdrawal): Promise<EventDraft[]> {
  const { serial, areaId, siteId } = sticker;
  await tx
    .updateTable('stickers')
    .set({ state: 'new', site_id: null, order_id: null })
    .where('serial', '=', serial)
    .execute();
  const freed: EventDraft = {
    areaId,
    type: 'sticker.freed',
    actor: why.actor,
    data: { serial, siteId, reason: why.reason },
  };
  const site = siteId === null ? null : await lockSite(tx, siteId);
  // A site whose key is another box's keeps it.
  if (!site || site.serial !== serial) return [freed];
  const revoked = await revokeKey(tx, site.siteId, why);
  await tx.updateTable('sites').set({ serial: null }).where('site_id', '=', site.siteId).execute();
  return revoked ? [freed, revoked] : [freed];
}
