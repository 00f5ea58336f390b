// What people ask about incidents: the closed ones, one with its timeline, and who could be sent to it.
import { type IncidentFile, type Proposal, queryRoutes } from '@haixi/proto/commands/routes';
import type { Incident } from '@haixi/proto/incident/incident';
import type { LogEvent } from '@haixi/proto/live/events';
import { Controller, Get, Inject } from '@nestjs/common';
import { eventsFor, incidentFor, sightOf } from '../accounts/sight.js';
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
    const incidents = await closedIncidents(this.db, areaIds, visit.query.limit);
    const { caller } = visit;
    return { incidents: incidents.map((one) => incidentFor(one, sightOf(caller, one.areaId))) };
  }

  @Get(queryRoutes.incident.path)
  async one(@Visiting() visit: VisitOf<'incident'>): Promise<IncidentFile> {
    const { incident, events } = await this.fileFor(visit, visit.params.incidentId);
    const { caller } = visit;
    // What one may not read is left out here: a timeline has no numbers that could be missing (W6).
    return {
      incident: incidentFor(incident, sightOf(caller, incident.areaId)),
      events: eventsFor(events, caller),
    };
  }

  @Get(queryRoutes.proposals.path)
  async proposals(@Visiting() visit: VisitOf<'proposals'>): Promise<{ proposals: Proposal[] }> {
    const { incident } = await this.fileFor(visit, visit.params.incidentId);
    const areaIds = visit.caller.areasFor('live.watch');
    return { proposals: await proposals(this.db, incident, areaIds, this.world.nowMs()) };
  }

  private async fileFor(
    visit: Visit,
    incidentId: string,
  ): Promise<{ incident: Incident; events: LogEvent[] }> {
    // The incident and its events are two reads, and what is told between them would be in one of them alone.
    const file = await inSnapshot(this.db, (tx) => incidentFile(tx, incidentId));
    if (!file || !visit.caller.may('incident.read', file.incident.areaId))
      throw notFound('incidentId', 'incident');
    visit.require(file.incident.areaId);
    return file;
  }
}
