// The photo of a notice sign over HTTP: brought by the order's installer, shown to whoever may read its ticket.
import { Readable } from 'node:stream';
import { photoBytesMax, queryRoutes } from '@haixi/proto/commands/routes';
import { Controller, Get, Inject, Put, Req, Res, StreamableFile } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { mayRead } from '../devices/acceptance.service.js';
import { notTheirs, readOrder } from '../devices/orders.store.js';
import { refused } from '../devices/refused.js';
import type { Db } from '../store/database.store.js';
import { DB } from '../store/store.module.js';
import { notDone } from './device-refusals.js';
import { Visiting, type VisitOf } from './door.guard.js';
import { Notices, type NoticeSaved } from './notices.store.js';
import { notFound, photoRefused } from './problem.js';

@Controller()
export class NoticesController {
  constructor(
    @Inject(DB) private readonly db: Db,
    private readonly notices: Notices,
  ) {}

  @Put(queryRoutes.putNoticePhoto.path)
  async put(
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
    @Visiting() visit: VisitOf<'putNoticePhoto'>,
  ): Promise<{ ok: true }> {
    const { orderId } = visit.params;
    visit.requireSomewhere();
    try {
      const foreign = notTheirs(visit.caller, await readOrder(this.db, orderId));
      if (foreign) throw notDone(foreign);
      const saved = await this.take(orderId, request);
      if (saved.ok) return saved;
      throw saved.reason === 'notice_kept' ? notDone(refused('notice_kept')) : photoRefused[saved.reason]();
    } catch (error) {
      // What is left of the body is not waited for.
      void reply.header('connection', 'close');
      throw error;
    }
  }

  @Get(queryRoutes.getNoticePhoto.path)
  async get(
    @Res({ passthrough: true }) reply: FastifyReply,
    @Visiting() visit: VisitOf<'getNoticePhoto'>,
  ): Promise<StreamableFile> {
    visit.requireSomewhere();
    const { orderId } = visit.params;
    const order = await readOrder(this.db, orderId);
    if (!order || !mayRead(visit.caller, order)) throw notFound('params.orderId', 'work order');
    const photo = await this.notices.find(orderId);
    if (!photo) throw notFound('params.orderId', 'photo of this work order’s notice');
    // Another photo may follow; a shared cache must not keep what only some may see.
    void reply.header('cache-control', 'private, no-cache').header('etag', `"${photo.sha256}"`);
    return new StreamableFile(photo.stream, { type: photo.type });
  }

  private async take(orderId: string, { body, headers }: FastifyRequest): Promise<NoticeSaved> {
    if (!(body instanceof Readable)) return { ok: false, reason: 'not_a_picture' };
    if (Number(headers['content-length'] ?? 0) > photoBytesMax) return { ok: false, reason: 'too_large' };
    return this.notices.save(orderId, headers['content-type'] ?? '', body);
  }
}
