// The system about itself: its interface, and what it refused at its doors.
import { type Quarantine, queryRoutes } from '@haixi/proto/commands/routes';
import { openApi } from '@haixi/proto/wire/openapi';
import { Controller, Get, Inject } from '@nestjs/common';
import { Gatekeeper } from '../broker/gatekeeper.service.js';
import { readQuarantine } from '../ingest/quarantine.store.js';
import type { Db } from '../store/database.store.js';
import { DB } from '../store/store.module.js';
import { Visiting, type VisitOf } from './door.guard.js';

@Controller()
export class SystemController {
  private readonly document = openApi();

  constructor(
    @Inject(DB) private readonly db: Db,
    private readonly gatekeeper: Gatekeeper,
  ) {}

  @Get(queryRoutes.openapi.path)
  openapi(): unknown {
    return this.document;
  }

  @Get(queryRoutes.quarantine.path)
  async quarantine(@Visiting() visit: VisitOf<'quarantine'>): Promise<Quarantine> {
    const areaIds = visit.requireSomewhere();
    const { counts, latest } = await readQuarantine(this.db);
    const sites = await this.db
      .selectFrom('sites')
      .select('site_id')
      .where('area_id', 'in', areaIds)
      .execute();
    const siteIds = new Set<string | null>(sites.map((site) => site.site_id));
    const turnedAway = Object.entries(this.gatekeeper.counts).filter(([, count]) => count > 0);
    return {
      counts: { ...counts, ...Object.fromEntries(turnedAway) },
      latest: latest.filter((row) => siteIds.has(row.siteId)),
    };
  }
}
