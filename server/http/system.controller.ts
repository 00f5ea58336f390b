// The system about itself: its interface, and what it refused at its doors.
import { type Quarantine, queryRoutes } from '@haixi/proto/commands/routes';
import { openApi } from '@haixi/proto/wire/openapi';
import { Controller, Get, Inject } from '@nestjs/common';
import { Broker } from '../broker/broker.service.js';
import { readQuarantine } from '../ingest/quarantine.store.js';
import type { Db } from '../store/database.store.js';
import { DB } from '../store/store.module.js';
import { Visiting, type VisitOf } from './door.guard.js';

@Controller()
export class SystemController {
  private readonly document = openApi();

  constructor(
    @Inject(DB) private readonly db: Db,
    private readonly broker: Broker,
  ) {}

  @Get(queryRoutes.openapi.path)
  openapi(): unknown {
    return this.document;
  }

  @Get(queryRoutes.quarantine.path)
  async quarantine(@Visiting() visit: VisitOf<'quarantine'>): Promise<Quarantine> {
    visit.requireSomewhere();
    const { counts, latest } = await readQuarantine(this.db);
    return { counts: { ...counts, ...this.broker.counts }, latest };
  }
}
