// The log 台账 for its auditor, and for nobody else: pages of it, and the whole with its hashes.
import { Readable } from 'node:stream';
import { queryRoutes } from '@haixi/proto/commands/routes';
import type { LogEvent } from '@haixi/proto/live/events';
import { Controller, Get, Inject, Res, StreamableFile } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { logLines, readLog } from '../log/read-log.store.js';
import type { Db } from '../store/database.store.js';
import { DB } from '../store/store.module.js';
import { Visiting, type VisitOf } from './door.guard.js';

@Controller()
export class LogController {
  constructor(@Inject(DB) private readonly db: Db) {}

  @Get(queryRoutes.log.path)
  async log(@Visiting() visit: VisitOf<'log'>): Promise<{ events: LogEvent[] }> {
    visit.require(visit.query.areaId);
    return { events: await readLog(this.db, visit.query) };
  }

  @Get(queryRoutes.exportLog.path)
  export(
    @Visiting() visit: VisitOf<'exportLog'>,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): StreamableFile {
    const { areaId } = visit.query;
    visit.require(areaId);
    void reply.header('cache-control', 'no-store');
    return new StreamableFile(Readable.from(logLines(this.db, areaId)), {
      type: 'application/x-ndjson',
      disposition: `attachment; filename="haixi-log-${areaId}.ndjson"`,
    });
  }
}
