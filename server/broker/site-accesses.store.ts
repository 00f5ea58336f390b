// The keys of sites that another broker has to be told, and whether they have changed.
import { Inject, Injectable } from '@nestjs/common';
import { sql } from 'kysely';
import { Seal } from '../accounts/seal.service.js';
import type { Db } from '../store/database.store.js';
import { DB } from '../store/store.module.js';
import { World } from '../world.js';
import type { SiteAccess } from './site-rights.js';

@Injectable()
export class SiteAccesses {
  constructor(
    @Inject(DB) private readonly db: Db,
    private readonly seal: Seal,
    private readonly world: World,
  ) {}

  /** One text for all keys as they are: another one means that some key was issued or withdrawn. */
  async state(): Promise<string> {
    const { rows } = await sql<{ state: string }>`
      select md5(coalesce(string_agg(site_id || ' ' || key_hash, ',' order by site_id), '')) as state
      from sites where key_hash is not null`.execute(this.db);
    return rows[0]!.state;
  }

  /** All sites with a key that can be told. One whose key was issued before it was sealed is said, and left out. */
  async all(): Promise<SiteAccess[]> {
    const rows = await this.db
      .selectFrom('sites')
      .select(['site_id', 'key_hash', 'key_sealed'])
      .where('key_hash', 'is not', null)
      .orderBy('site_id')
      .execute();
    const untold = rows.filter((row) => row.key_sealed === null);
    if (untold.length > 0)
      this.world.say(
        `broker: ${untold.length} sites can't come in, such as ${untold[0]!.site_id}: their keys were not issued by enrolment. Claim their boxes again.`,
      );
    return rows.flatMap(({ site_id, key_hash, key_sealed }) =>
      key_sealed === null || key_hash === null
        ? []
        : [{ siteId: site_id, key: this.seal.open(key_sealed), mark: key_hash.slice(0, 32) }],
    );
  }
}
