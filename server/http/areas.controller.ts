// Areas over HTTP: read with their outlines, drawn one by one, or imported from GeoJSON.
import { queryRoutes } from '@haixi/proto/commands/routes';
import { areaBodySchema, areaImportSchema } from '@haixi/proto/devices/sites';
import type { Area } from '@haixi/proto/live/picture';
import { Body, Controller, Get, HttpCode, Inject, Post, Put } from '@nestjs/common';
import { type AreasImported, importAreas, putArea, readAreas } from '../register/areas.store.js';
import type { Changing } from '../register/changing.js';
import type { Db } from '../store/database.store.js';
import { DB } from '../store/store.module.js';
import { World } from '../world.js';
import { readBody } from './body.js';
import { type Visit, Visiting, type VisitOf } from './door.guard.js';
import { changed, imported } from './register-refusals.js';

@Controller()
export class AreasController {
  constructor(
    @Inject(DB) private readonly db: Db,
    private readonly world: World,
  ) {}

  @Get(queryRoutes.areas.path)
  async areas(@Visiting() visit: Visit): Promise<{ areas: Area[] }> {
    return { areas: await readAreas(this.db, visit.requireSomewhere()) };
  }

  @Put(queryRoutes.putArea.path)
  async put(@Visiting() visit: VisitOf<'putArea'>, @Body() body: unknown): Promise<{ ok: true }> {
    const by = this.changing(visit);
    return changed(await putArea(by, visit.params.areaId, readBody(areaBodySchema, body)));
  }

  @Post(queryRoutes.importAreas.path)
  @HttpCode(200)
  async import(@Visiting() visit: Visit, @Body() body: unknown): Promise<AreasImported> {
    const by = this.changing(visit);
    return imported(await importAreas(by, readBody(areaImportSchema, body)));
  }

  private changing(visit: Visit): Changing {
    visit.requireSomewhere();
    return { db: this.db, world: this.world, caller: visit.caller };
  }
}
