// What people ask about incidents: the closed ones, one with its timeline, and who could be sent to it.
import { type IncidentFile, type Proposal, queryRoutes } from '@haixi/proto/commands/routes';
import type { Incident } from '@haixi/proto/incident/incident';
import { Controller, Get, Inject } from '@nestjs/common';
import { proposals } from '../dispatch/proposals.store.js';
import { closedIncidents, incidentFile } from '../incidents/incidents.store.js';
import { type Db, inSnapshot } from '../store/database.store.js';
import { DB } from '../store/store.module.js';
import { World } from '../world.js';
import { type Visit, Visiting, type VisitOf } from './door.guard.js';
import { notFound } from './problem.js';

@Controller()
export class IncidentsController {
  constructor(
    @Inject(DB) private readonly db: Db,
    private readonly world: World,
  ) {}

  @Get(queryRoutes.incidents.path)
  async closed(@Visiting() visit: VisitOf<'incidents'>): Promise<{ incidents: Incident[] }> {
    const areaIds = visit.requireSomewhere();
    return { incidents: await closedIncidents(this.db, areaIds, visit.query.limit) };
  }

  @Get(queryRoutes.incident.path)
  one(@Visiting() visit: VisitOf<'incident'>): Promise<IncidentFile> {
    return this.fileFor(visit, visit.params.incidentId);
  }

  @Get(queryRoutes.proposals.path)
  async proposals(@Visiting() visit: VisitOf<'proposals'>): Promise<{ proposals: Proposal[] }> {
    const { incident } = await this.fileFor(visit, visit.params.incidentId);
    const areaIds = visit.caller.areasFor('live.watch');
    return { proposals: await proposals(this.db, incident, areaIds, this.world.nowMs()) };
  }

  private async fileFor(visit: Visit, incidentId: string): Promise<IncidentFile> {
    // The incident and its events are two reads, and what is told between them would be in one of them alone.
    const file = await inSnapshot(this.db, (tx) => incidentFile(tx, incidentId));
    if (!file || !visit.caller.may('incident.read', file.incident.areaId))
      throw notFound('incidentId', 'incident');
    visit.require(file.incident.areaId);
    return file;
  }
}
