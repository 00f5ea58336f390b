// The sites and sources that are in use, as the register has them: what sites tell is heard of these alone.
import type { SitePresence } from '@haixi/proto/vocabulary';
import type { Db } from '../store/database.store.js';

export interface RegisteredSite {
  readonly presence: SitePresence;
  /** The number of its last connection. */
  readonly link: string | null;
  readonly sources: ReadonlySet<string>;
}

/** Every site that is not retired, with its sources that are not, in use or still being installed. */
export async function readRegistered(db: Db): Promise<Map<string, RegisteredSite>> {
  const sites = await db
    .selectFrom('sites')
    .select(['site_id', 'presence', 'link'])
    .where('retired_at_ms', 'is', null)
    .execute();
  const sources = await db
    .selectFrom('sources')
    .select(['site_id', 'source_id'])
    .where('retired_at_ms', 'is', null)
    .execute();
  const bySite = Map.groupBy(sources, (row) => row.site_id);
  return new Map(
    sites.map((row) => {
      const ids = new Set((bySite.get(row.site_id) ?? []).map((source) => source.source_id));
      return [row.site_id, { presence: row.presence as SitePresence, link: row.link, sources: ids }];
    }),
  );
}
