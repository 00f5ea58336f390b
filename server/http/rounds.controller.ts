// Rounds 值守巡视 and who looks now: begun once a shift, ended by asking, and seen by whoever watches the watchers.
import { queryRoutes } from '@haixi/proto/commands/routes';
import type { LookNow, Round } from '@haixi/proto/media/media';
import { Body, Controller, Get, HttpCode, Inject, Post } from '@nestjs/common';
import { looksNow } from '../media/looks.store.js';
import { Rounds } from '../media/rounds.service.js';
import type { Db } from '../store/database.store.js';
import { DB } from '../store/store.module.js';
import { readBody } from './body.js';
import { type Visit, Visiting, type VisitOf } from './door.guard.js';
import { notFound } from './problem.js';

@Controller()
export class RoundsController {
  constructor(
    @Inject(DB) private readonly db: Db,
    private readonly rounds: Rounds,
  ) {}

  @Post(queryRoutes.startRound.path)
  @HttpCode(200)
  start(@Visiting() visit: Visit, @Body() body: unknown): Promise<Round> {
    const asked = readBody(queryRoutes.startRound.body, body);
    visit.require(asked.areaId);
    return this.rounds.start(visit.caller.personId, asked);
  }

  @Get(queryRoutes.myRound.path)
  async mine(@Visiting() visit: Visit): Promise<{ rounds: Round[] }> {
    return { rounds: await this.rounds.mine(visit.caller.personId) };
  }

  @Post(queryRoutes.endRound.path)
  @HttpCode(200)
  async end(@Visiting() visit: VisitOf<'endRound'>): Promise<{ ok: true }> {
    const isThere = await this.rounds.leave(visit.caller.personId, visit.params.roundId);
    if (!isThere) throw notFound('roundId', 'open round of yours');
    return { ok: true };
  }

  @Get(queryRoutes.looks.path)
  async looks(@Visiting() visit: Visit): Promise<{ looks: LookNow[] }> {
    return { looks: await looksNow(this.db, visit.requireSomewhere()) };
  }
}
