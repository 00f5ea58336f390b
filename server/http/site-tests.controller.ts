// Putting a site on test, and ending that before its time.
import { queryRoutes } from '@haixi/proto/commands/routes';
import { Body, Controller, HttpCode, Inject, Post } from '@nestjs/common';
import type { Changing } from '../register/changing.js';
import { endTest, startTest } from '../register/on-test.store.js';
import type { Db } from '../store/database.store.js';
import { DB } from '../store/store.module.js';
import { World } from '../world.js';
import { readBody } from './body.js';
import { type Visit, Visiting, type VisitOf } from './door.guard.js';
import { changed } from './register-refusals.js';

@Controller()
export class SiteTestsController {
  constructor(
    @Inject(DB) private readonly db: Db,
    private readonly world: World,
  ) {}

  @Post(queryRoutes.startTest.path)
  @HttpCode(200)
  async start(@Visiting() visit: VisitOf<'startTest'>, @Body() body: unknown): Promise<{ ok: true }> {
    const by = this.changing(visit);
    return changed(await startTest(by, visit.params.siteId, readBody(queryRoutes.startTest.body, body)));
  }

  @Post(queryRoutes.endTest.path)
  @HttpCode(200)
  async end(@Visiting() visit: VisitOf<'endTest'>): Promise<{ ok: true }> {
    return changed(await endTest(this.changing(visit), visit.params.siteId));
  }

  private changing(visit: Visit): Changing {
    visit.requireSomewhere();
    return { db: this.db, world: this.world, caller: visit.caller };
  }
}
