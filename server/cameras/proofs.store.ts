// Proofs of life in the store: read at each look, and told once, whichever server notices first (rule P3).
import type { EventDraft } from '@haixi/proto/live/events';
import { proofsFromVersion } from '@haixi/proto/mqtt/contract';
import { sql } from 'kysely';
import { record } from '../incidents/incidents.store.js';
import type { Db, Tx } from '../store/database.store.js';
import type { World } from '../world.js';
import type { Proving } from './proofs.js';

/** Every site in use of which a proof is awaited, or was and is still missed. */
export async function readProving(db: Db): Promise<Map<string, Proving>> {
  const rows = await db
    .selectFrom('sites')
    .select(['site_id', 'presence', 'presence_at_ms', 'contract_max', 'proved_at_ms', 'unproven_since_ms'])
    .where('retired_at_ms', 'is', null)
    .where((site) =>
      site.or([site('contract_max', '>=', proofsFromVersion), site('unproven_since_ms', 'is not', null)]),
    )
    .execute();
  return new Map(
    rows.map((row) => [
      row.site_id,
      {
        presence: row.presence,
        presenceAtMs: row.presence_at_ms,
        contractMax: row.contract_max,
        provedAtMs: row.proved_at_ms,
        unprovenSinceMs: row.unproven_since_ms,
      },
    ]),
  );
}

/** A site's turn, and the state of the store by which it was judged. */
export interface ProofTurn {
  readonly siteId: string;
  readonly to: 'unproven' | 'proven';
  readonly judged: Proving;
}

/** Tells these turns with their events, in this transaction. Locks the sites in id order; what has changed meanwhile is judged anew at the next look. */
export async function tellProofs(tx: Tx, turns: readonly ProofTurn[], world: World): Promise<void> {
  const bySite = new Map(turns.map((turn) => [turn.siteId, turn]));
  const sites = await tx
    .selectFrom('sites')
    .select(['site_id', 'area_id', 'presence', 'proved_at_ms', 'unproven_since_ms'])
    .where('site_id', 'in', [...bySite.keys()])
    .orderBy('site_id')
    .forNoKeyUpdate()
    .execute();
  const same = sites.filter((site) => {
    const { judged } = bySite.get(site.site_id)!;
    return (
      site.unproven_since_ms === judged.unprovenSinceMs &&
      site.proved_at_ms === judged.provedAtMs &&
      (site.presence === judged.presence || judged.unprovenSinceMs !== null)
    );
  });
  const drafts = same.map(({ site_id: siteId, area_id: areaId, proved_at_ms }): EventDraft =>
    bySite.get(siteId)!.to === 'proven'
      ? { areaId, type: 'site.proven', actor: { kind: 'site', id: siteId }, data: { siteId } }
      : {
          areaId,
          type: 'site.unproven',
          actor: { kind: 'system' },
          data: { siteId, lastProvedAtMs: proved_at_ms },
        },
  );
  const events = await record(tx, drafts, new Map(), world);
  if (events.length === 0) return;
  const rows = same.map(({ site_id }, at) => {
    return { site_id, since_ms: bySite.get(site_id)!.to === 'proven' ? null : events[at]!.atMs };
  });
  await sql`
    update sites set unproven_since_ms = p.since_ms
    from json_to_recordset(${JSON.stringify(rows)}::json) as p(site_id text, since_ms bigint)
    where sites.site_id = p.site_id`.execute(tx);
}
