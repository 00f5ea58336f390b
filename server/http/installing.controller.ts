// What an installer does with a work order of their own: scan, fill in, check, hand over.
import { queryRoutes } from '@haixi/proto/commands/routes';
import {
  type AcceptanceTicket,
  type Check,
  claimBodySchema,
  type claimedSchema,
  decodedBodySchema,
  draftSchema,
  type Order,
} from '@haixi/proto/devices/orders';
import { Body, Controller, Get, HttpCode, Inject, Post, Put } from '@nestjs/common';
import type { z } from 'zod';
import { Acceptance } from '../devices/acceptance.service.js';
import { Claims } from '../devices/claims.service.js';
import { Drafts } from '../devices/drafts.service.js';
import { ordersOfInstaller } from '../devices/orders.store.js';
import { Trials } from '../devices/trials.service.js';
import type { Db } from '../store/database.store.js';
import { DB } from '../store/store.module.js';
import { World } from '../world.js';
import { readBody } from './body.js';
import { done } from './device-refusals.js';
import { type Visit, Visiting, type VisitOf } from './door.guard.js';

@Controller()
export class InstallingController {
  constructor(
    @Inject(DB) private readonly db: Db,
    private readonly world: World,
    private readonly claims: Claims,
    private readonly drafts: Drafts,
    private readonly trials: Trials,
    private readonly acceptance: Acceptance,
  ) {}

  @Get(queryRoutes.myOrders.path)
  async mine(@Visiting() visit: Visit): Promise<{ orders: Order[] }> {
    const areaIds = visit.requireSomewhere();
    const { personId } = visit.caller;
    return { orders: await ordersOfInstaller(this.db, personId, areaIds, this.world.nowMs()) };
  }

  @Post(queryRoutes.claim.path)
  @HttpCode(200)
  async claim(
    @Visiting() visit: VisitOf<'claim'>,
    @Body() body: unknown,
  ): Promise<z.infer<typeof claimedSchema>> {
    visit.requireSomewhere();
    const scan = readBody(claimBodySchema, body);
    const { claimed } = done(await this.claims.claim(visit.caller, visit.params.orderId, scan));
    return claimed;
  }

  @Put(queryRoutes.putDraft.path)
  async putDraft(@Visiting() visit: VisitOf<'putDraft'>, @Body() body: unknown): Promise<{ order: Order }> {
    visit.requireSomewhere();
    const draft = readBody(draftSchema, body);
    const { order } = done(await this.drafts.put(visit.caller, visit.params.orderId, draft));
    return { order };
  }

  @Get(queryRoutes.checks.path)
  async checks(@Visiting() visit: VisitOf<'checks'>): Promise<{ checks: Check[] }> {
    visit.requireSomewhere();
    const { checks } = done(await this.trials.checks(visit.caller, visit.params.orderId));
    return { checks };
  }

  @Post(queryRoutes.tellDecoded.path)
  @HttpCode(200)
  async decoded(@Visiting() visit: VisitOf<'tellDecoded'>, @Body() body: unknown): Promise<{ ok: true }> {
    visit.requireSomewhere();
    const told = readBody(decodedBodySchema, body);
    return done(await this.trials.decoded(visit.caller, visit.params.orderId, told));
  }

  @Post(queryRoutes.startTestAlarm.path)
  @HttpCode(200)
  async testAlarm(@Visiting() visit: VisitOf<'startTestAlarm'>): Promise<{ ok: true }> {
    visit.requireSomewhere();
    return done(await this.trials.alarm(visit.caller, visit.params.orderId));
  }

  @Post(queryRoutes.startLineTest.path)
  @HttpCode(200)
  async lineTest(@Visiting() visit: VisitOf<'startLineTest'>): Promise<{ ok: true }> {
    visit.requireSomewhere();
    return done(await this.trials.line(visit.caller, visit.params.orderId));
  }

  @Post(queryRoutes.accept.path)
  @HttpCode(200)
  async accept(@Visiting() visit: VisitOf<'accept'>): Promise<{ ticket: AcceptanceTicket }> {
    visit.requireSomewhere();
    const { ticket } = done(await this.acceptance.accept(visit.caller, visit.params.orderId));
    return { ticket };
  }

  @Get(queryRoutes.ticket.path)
  async ticket(@Visiting() visit: VisitOf<'ticket'>): Promise<{ ticket: AcceptanceTicket }> {
    visit.requireSomewhere();
    const { ticket } = done(await this.acceptance.ticket(visit.caller, visit.params.orderId));
    return { ticket };
  }
}
