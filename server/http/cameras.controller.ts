// What people ask about one camera: its day in readings, its alarms, and its troubles.
import {
  type CameraAlarm,
  type HistoryPoint,
  type PastTrouble,
  queryRoutes,
} from '@haixi/proto/commands/routes';
import { Controller, Get, Inject } from '@nestjs/common';
import { cameraAlarms } from '../cameras/camera-alarms.store.js';
import { readHistory } from '../cameras/history.store.js';
import { pastTroubles } from '../cameras/troubles.store.js';
import type { Db } from '../store/database.store.js';
import { DB } from '../store/store.module.js';
import { World } from '../world.js';
import { type Visit, Visiting, type VisitOf } from './door.guard.js';
import { notFound } from './problem.js';

/** So many alarms or troubles are shown. */
const rowsMax = 50;

type About = VisitOf<'cameraHistory' | 'cameraAlarms' | 'cameraTroubles'>['params'];

@Controller()
export class CamerasController {
  constructor(
    @Inject(DB) private readonly db: Db,
    private readonly world: World,
  ) {}

  @Get(queryRoutes.cameraHistory.path)
  async history(@Visiting() visit: VisitOf<'cameraHistory'>): Promise<{ points: HistoryPoint[] }> {
    const { siteId, sourceId } = await this.camera(visit, visit.params);
    return { points: await readHistory(this.db, siteId, sourceId, this.world.nowMs()) };
  }

  @Get(queryRoutes.cameraAlarms.path)
  async alarms(@Visiting() visit: VisitOf<'cameraAlarms'>): Promise<{ alarms: CameraAlarm[] }> {
    const { siteId, sourceId } = await this.camera(visit, visit.params);
    return { alarms: await cameraAlarms(this.db, siteId, sourceId, rowsMax) };
  }

  @Get(queryRoutes.cameraTroubles.path)
  async troubles(@Visiting() visit: VisitOf<'cameraTroubles'>): Promise<{ troubles: PastTrouble[] }> {
    const { siteId, sourceId } = await this.camera(visit, visit.params);
    return { troubles: await pastTroubles(this.db, siteId, sourceId, rowsMax) };
  }

  /** To whoever may neither do it nor watch its area a camera is as none. */
  private async camera(visit: Visit, params: About): Promise<About> {
    const row = await this.db
      .selectFrom('sources')
      .innerJoin('sites', 'sites.site_id', 'sources.site_id')
      .select('area_id')
      .where('sources.site_id', '=', params.siteId)
      .where('source_id', '=', params.sourceId)
      .where('sources.type', '=', 'camera')
      .executeTakeFirst();
    const isThere = row && (visit.allows(row.area_id) || visit.caller.may('live.watch', row.area_id));
    if (!isThere) throw notFound('params.sourceId', 'camera');
    visit.require(row.area_id);
    return params;
  }
}
