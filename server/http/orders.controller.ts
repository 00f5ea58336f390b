// What a planner asks for: work orders, stickers to print, and letting a claimed box be claimed again.
import { queryRoutes } from '@haixi/proto/commands/routes';
import {
  orderBodySchema,
  stickersBodySchema,
  type Order,
  type StickerRow,
} from '@haixi/proto/devices/orders';
import { reasonBodySchema } from '@haixi/proto/devices/sites';
import { Body, Controller, Get, HttpCode, Post, Put } from '@nestjs/common';
import { Planning } from '../devices/planning.service.js';
import { readBody } from './body.js';
import { done } from './device-refusals.js';
import { type Visit, Visiting, type VisitOf } from './door.guard.js';

@Controller()
export class OrdersController {
  constructor(private readonly planning: Planning) {}

  @Get(queryRoutes.orders.path)
  async list(@Visiting() visit: Visit): Promise<{ orders: Order[] }> {
    return { orders: await this.planning.orders(visit.requireSomewhere()) };
  }

  @Put(queryRoutes.putOrder.path)
  async put(@Visiting() visit: VisitOf<'putOrder'>, @Body() body: unknown): Promise<{ order: Order }> {
    visit.requireSomewhere();
    const plan = readBody(orderBodySchema, body);
    const { order } = done(await this.planning.put(visit.caller, visit.params.orderId, plan));
    return { order };
  }

  @Post(queryRoutes.cancelOrder.path)
  @HttpCode(200)
  async cancel(@Visiting() visit: VisitOf<'cancelOrder'>, @Body() body: unknown): Promise<{ ok: true }> {
    visit.requireSomewhere();
    const { reason } = readBody(reasonBodySchema, body);
    done(await this.planning.cancel(visit.caller, visit.params.orderId, reason));
    return { ok: true };
  }

  @Post(queryRoutes.makeStickers.path)
  @HttpCode(200)
  async makeStickers(
    @Visiting() visit: Visit,
    @Body() body: unknown,
  ): Promise<{ stickers: { serial: string; text: string }[] }> {
    visit.requireSomewhere();
    const { areaId, count } = readBody(stickersBodySchema, body);
    const { stickers } = done(await this.planning.makeStickers(visit.caller, areaId, count));
    return { stickers };
  }

  @Get(queryRoutes.stickers.path)
  async stickers(@Visiting() visit: Visit): Promise<{ stickers: StickerRow[] }> {
    return { stickers: await this.planning.stickers(visit.requireSomewhere()) };
  }

  @Post(queryRoutes.reclaim.path)
  @HttpCode(200)
  async reclaim(@Visiting() visit: VisitOf<'reclaim'>, @Body() body: unknown): Promise<{ ok: true }> {
    visit.requireSomewhere();
    const { reason } = readBody(reasonBodySchema, body);
    done(await this.planning.reclaim(visit.caller, visit.params.serial, reason));
    return { ok: true };
  }
}
