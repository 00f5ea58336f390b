// Sites as devices lock them, and the key of a box that has proved itself: issued once, with its event.
import type { EventDraft } from '@haixi/proto/live/events';
import { sql } from 'kysely';
import { hashOfSecret } from '../accounts/secret.js';
import type { Tx } from '../store/database.store.js';

/** A site as devices lock it. */
export interface LockedSite {
  readonly siteId: string;
  readonly areaId: string;
  readonly keyHash: string | null;
  readonly serial: string | null;
  readonly presence: string;
  readonly commissionedAtMs: number | null;
  readonly retiredAtMs: number | null;
}

/** Loads and locks one site; null where there is none of this id. */
export async function lockSite(tx: Tx, siteId: string): Promise<LockedSite | null> {
  const row = await tx
    .selectFrom('sites')
    .select(['site_id', 'area_id', 'key_hash', 'serial', 'presence', 'commissioned_at_ms', 'retired_at_ms'])
    .where('site_id', '=', siteId)
    .forNoKeyUpdate()
    .executeTakeFirst();
  return row
    ? {
        siteId,
        areaId: row.area_id,
        keyHash: row.key_hash,
        serial: row.serial,
        presence: row.presence,
        commissionedAtMs: row.commissioned_at_ms,
        retiredAtMs: row.retired_at_ms,
      }
    : null;
}

/** Gives a locked site the key of its box; the one before it opens nothing from now on. `sealed` is the key, sealed. */
export async function issueKey(
  tx: Tx,
  site: LockedSite,
  box: { readonly serial: string; readonly key: string; readonly sealed: string; readonly agent: string },
): Promise<EventDraft[]> {
  const { siteId, areaId } = site;
  const keyHash = hashOfSecret(box.key);
  await tx
    .updateTable('sites')
    .set({
      // Whoever is connected by the key before it is found by this; a box that has its own again is not.
      withdrawn_key_hash: sql<string | null>`nullif(coalesce(key_hash, withdrawn_key_hash), ${keyHash})`,
      key_hash: keyHash,
      key_sealed: box.sealed,
      key_revoked_at_ms: null,
      serial: box.serial,
    })
    .where('site_id', '=', siteId)
    .execute();
  const replaced: EventDraft = {
    areaId,
    type: 'site.keyRevoked',
    actor: { kind: 'site', id: siteId },
    data: { siteId, reason: `replaced by box ${box.serial}` },
  };
  const issued: EventDraft = {
    areaId,
    type: 'site.keyIssued',
    actor: { kind: 'site', id: siteId },
    data: { siteId, serial: box.serial, agent: box.agent },
  };
  return site.keyHash === null ? [issued] : [replaced, issued];
}
