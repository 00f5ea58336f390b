// The system about itself: its interface, and what it refused at its doors.
import { type Quarantine, queryRoutes } from '@haixi/proto/commands/routes';
import { openApi } from '@haixi/proto/wire/openapi';
import { Controller, Get, Inject } from '@nestjs/common';
import { readQuarantine } from '../ingest/quarantine.store.js';
import { TurnedAwayCounts } from '../ingest/turned-away.service.js';
import type { Db } from '../store/database.store.js';
import { DB } from '../store/store.module.js';
import { Visiting, type VisitOf } from './door.guard.js';

@Controller()
export class SystemController {
  private readonly document = openApi();

  constructor(
    @Inject(DB) private readonly db: Db,
    private readonly turnedAway: TurnedAwayCounts,
  ) {}

  @Get(queryRoutes.openapi.path)
  openapi(): unknown {
    return this.document;
  }

  @Get(queryRoutes.quarantine.path)
  async quarantine(@Visiting() visit: VisitOf<'quarantine'>): Promise<Quarantine> {
    const areaIds = visit.requireSomewhere();
    if (!(await this.hasRoot(areaIds))) return readQuarantine(this.db, areaIds);
    await this.turnedAway.save();
    return readQuarantine(this.db, 'everything');
  }

  /** Whoever has the root area is shown what belongs to no site, too. */
  private async hasRoot(areaIds: readonly string[]): Promise<boolean> {
    const root = await this.db
      .selectFrom('areas')
      .select('area_id')
      .where('parent_id', 'is', null)
      .where('area_id', 'in', areaIds)
      .executeTakeFirst();
    return root !== undefined;
  }
}
