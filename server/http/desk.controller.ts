// One's own desk: how map, queue, sound and walls were left, at whatever workplace one sits down next.
import type { Desk } from '@haixi/proto/accounts/desk';
import { queryRoutes } from '@haixi/proto/commands/routes';
import { Body, Controller, Get, Inject, Put } from '@nestjs/common';
import { keepDesk, readDesk } from '../accounts/desks.store.js';
import type { Db } from '../store/database.store.js';
import { DB } from '../store/store.module.js';
import { World } from '../world.js';
import { readBody } from './body.js';
import { Visiting, type VisitOf } from './door.guard.js';

@Controller()
export class DeskController {
  constructor(
    @Inject(DB) private readonly db: Db,
    private readonly world: World,
  ) {}

  @Get(queryRoutes.desk.path)
  desk(@Visiting() { caller }: VisitOf<'desk'>): Promise<Desk> {
    return readDesk(this.db, caller.personId);
  }

  @Put(queryRoutes.putDesk.path)
  async keep(@Visiting() { caller }: VisitOf<'putDesk'>, @Body() body: unknown): Promise<{ ok: true }> {
    const parts = readBody(queryRoutes.putDesk.body, body);
    await keepDesk(this.db, caller.personId, parts, this.world.nowMs());
    return { ok: true };
  }
}
