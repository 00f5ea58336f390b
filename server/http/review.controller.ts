// Review for shift leaders: what happened in a time in their areas, as figures and as lines for a spreadsheet.
import { queryRoutes } from '@haixi/proto/commands/routes';
import { type Review, reviewSpanMsMax } from '@haixi/proto/review/review';
import { Controller, Get, Inject, Res, StreamableFile } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { csvOf } from '../register/csv.js';
import { reviewOf } from '../review/figures.js';
import { reviewColumns, reviewLines } from '../review/review-lines.js';
import { openedWithin } from '../review/reviewed.store.js';
import { type Db, inSnapshot } from '../store/database.store.js';
import { DB } from '../store/store.module.js';
import { World } from '../world.js';
import { Visiting, type VisitOf } from './door.guard.js';
import { Refusal } from './problem.js';

@Controller()
export class ReviewController {
  constructor(
    @Inject(DB) private readonly db: Db,
    private readonly world: World,
  ) {}

  @Get(queryRoutes.review.path)
  review(@Visiting() visit: VisitOf<'review'>): Promise<Review> {
    return this.of(visit);
  }

  @Get(queryRoutes.reviewCsv.path)
  async csv(
    @Visiting() visit: VisitOf<'reviewCsv'>,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<StreamableFile> {
    const { incidents, fromMs } = await this.of(visit);
    void reply.header('cache-control', 'no-store');
    const day = new Date(fromMs).toISOString().slice(0, 10);
    return new StreamableFile(Buffer.from(csvOf(reviewColumns, reviewLines(incidents))), {
      type: 'text/csv; charset=utf-8',
      disposition: `attachment; filename="haixi-review-${day}.csv"`,
    });
  }

  /** An area and what lies below it, of those the leader leads; all of these where none is named. */
  private async of(visit: VisitOf<'review'> | VisitOf<'reviewCsv'>): Promise<Review> {
    const { fromMs, toMs, areaId } = visit.query;
    const spanMs = toMs - fromMs;
    if (spanMs <= 0 || spanMs > reviewSpanMsMax)
      throw new Refusal(400, {
        code: 'bad_time',
        where: 'query.toMs',
        rule: 'a review has an end after its beginning, and at most 31 days between them',
        todo: 'choose a shorter time, or change its beginning and end about',
      });
    const own = visit.requireSomewhere();
    if (areaId !== undefined) visit.require(areaId);
    const within =
      areaId === undefined ? own : visit.caller.areasBelow(areaId).filter((id) => own.includes(id));
    const [now, before] = await inSnapshot(this.db, async (tx) => [
      await openedWithin(tx, within, fromMs, toMs),
      await openedWithin(tx, within, Math.max(0, fromMs - spanMs), fromMs),
    ]);
    return reviewOf(now!, before!, { fromMs, toMs, nowMs: this.world.nowMs() });
  }
}
