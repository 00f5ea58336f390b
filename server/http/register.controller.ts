// What a planner does with sites and cameras that are there: look them up, change, retire, import, export, withdraw a key.
import { queryRoutes } from '@haixi/proto/commands/routes';
import {
  type CsvImported,
  csvImportSchema,
  reasonBodySchema,
  siteBodySchema,
  type SiteRow,
  sourceBodySchema,
} from '@haixi/proto/devices/sites';
import { Body, Controller, Get, HttpCode, Inject, Post, Put, Res, StreamableFile } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { tellConfig } from '../devices/site-config.store.js';
import { SiteLink } from '../ingest/site-link.js';
import type { Changing } from '../register/changing.js';
import { exportCsv, importCsv } from '../register/csv-files.store.js';
import { putSite, putSource, retireSite, retireSource, revokeKeyOf } from '../register/site-changes.store.js';
import { readRegister } from '../register/sites.store.js';
import type { Db } from '../store/database.store.js';
import { DB } from '../store/store.module.js';
import { World } from '../world.js';
import { readBody } from './body.js';
import { type Visit, Visiting, type VisitOf } from './door.guard.js';
import { changed, imported } from './register-refusals.js';

type Done = { ok: true };

@Controller()
export class RegisterController {
  constructor(
    @Inject(DB) private readonly db: Db,
    private readonly world: World,
    private readonly link: SiteLink,
  ) {}

  @Get(queryRoutes.sites.path)
  async sites(@Visiting() visit: Visit): Promise<{ sites: SiteRow[] }> {
    return { sites: await readRegister(this.db, visit.requireSomewhere()) };
  }

  @Put(queryRoutes.putSite.path)
  async putSite(@Visiting() visit: VisitOf<'putSite'>, @Body() body: unknown): Promise<Done> {
    const by = this.changing(visit);
    return changed(await putSite(by, visit.params.siteId, readBody(siteBodySchema, body)));
  }

  @Put(queryRoutes.putSource.path)
  async putSource(@Visiting() visit: VisitOf<'putSource'>, @Body() body: unknown): Promise<Done> {
    const by = this.changing(visit);
    const { siteId, sourceId } = visit.params;
    return changed(await putSource(by, siteId, sourceId, readBody(sourceBodySchema, body)));
  }

  @Post(queryRoutes.retireSite.path)
  @HttpCode(200)
  async retireSite(@Visiting() visit: VisitOf<'retireSite'>, @Body() body: unknown): Promise<Done> {
    const by = this.changing(visit);
    const { reason } = readBody(reasonBodySchema, body);
    return changed(await retireSite(by, visit.params.siteId, reason));
  }

  @Post(queryRoutes.retireSource.path)
  @HttpCode(200)
  async retireSource(@Visiting() visit: VisitOf<'retireSource'>, @Body() body: unknown): Promise<Done> {
    const by = this.changing(visit);
    const { siteId, sourceId } = visit.params;
    const { reason } = readBody(reasonBodySchema, body);
    const answer = changed(await retireSource(by, siteId, sourceId, reason));
    tellConfig(this.link, siteId, this.world.newId());
    return answer;
  }

  @Post(queryRoutes.revokeKey.path)
  @HttpCode(200)
  async revokeKey(@Visiting() visit: VisitOf<'revokeKey'>, @Body() body: unknown): Promise<Done> {
    const by = this.changing(visit);
    const { reason } = readBody(reasonBodySchema, body);
    return changed(await revokeKeyOf(by, visit.params.siteId, reason));
  }

  @Post(queryRoutes.importSites.path)
  @HttpCode(200)
  async importSites(@Visiting() visit: Visit, @Body() body: unknown): Promise<CsvImported> {
    const by = this.changing(visit);
    return imported(await importCsv(by, readBody(csvImportSchema, body)));
  }

  @Get(queryRoutes.exportSites.path)
  async exportSites(
    @Visiting() visit: VisitOf<'exportSites'>,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<StreamableFile> {
    const { datum } = visit.query;
    const csv = await exportCsv(this.db, visit.requireSomewhere(), datum);
    void reply.header('cache-control', 'no-store');
    return new StreamableFile(Buffer.from(csv, 'utf8'), {
      type: 'text/csv; charset=utf-8',
      disposition: `attachment; filename="haixi-sites-${datum}.csv"`,
    });
  }

  /** Whoever may do this nowhere learns nothing of what is there, nor of what a body would need. */
  private changing(visit: Visit): Changing {
    visit.requireSomewhere();
    return { db: this.db, world: this.world, caller: visit.caller };
  }
}
