// Watches the durable clocks: one that runs out unanswered becomes one event, once, whatever restarts in between (I4).
import type { EventDraft } from '@haixi/proto/live/events';
import { Inject, Injectable } from '@nestjs/common';
import type { Db, Tx } from '../store/database.store.js';
import { DB } from '../store/store.module.js';
import { World } from '../world.js';
import { overdueTo, stillOwed } from './clocks.js';
import { lockIncident, record } from './incidents.store.js';
import type { ClockStep } from '@haixi/proto/vocabulary';

const lookEveryMs = 500;
/** A person whose screen was live within this time is on watch. */
export const onWatchWithinMs = 60_000;

@Injectable()
export class Overdue {
  private stopLooking = async () => {};

  constructor(
    @Inject(DB) private readonly db: Db,
    private readonly world: World,
  ) {}

  onApplicationBootstrap(): void {
    this.stopLooking = this.world.every(lookEveryMs, 'clocks', () => this.fireDue());
  }

  async beforeApplicationShutdown(): Promise<void> {
    await this.stopLooking();
  }

  /** Fires every clock that is due now, each in a transaction of its own. */
  async fireDue(): Promise<void> {
    const due = await this.db
      .selectFrom('deadlines')
      .select(['incident_id', 'step', 'assignment_id'])
      .where('state', '=', 'running')
      .where('due_at_ms', '<=', this.world.nowMs())
      .orderBy('due_at_ms')
      .limit(200)
      .execute();
    for (const { incident_id, step, assignment_id } of due) {
      // One clock that can't be told must not keep the others from being told.
      await this.db
        .transaction()
        .execute((tx) => this.fire(tx, incident_id, step as ClockStep, assignment_id))
        .catch((error: Error) => {
          this.world.say(`clocks: ${step} of incident ${incident_id} waits: ${error.message}`);
        });
    }
  }

  /** The incident is locked first, so a step that is taken at the same moment comes either before or after. */
  private async fire(tx: Tx, incidentId: string, step: ClockStep, assignmentId: string): Promise<void> {
    const incident = await lockIncident(tx, incidentId);
    if (!incident) throw new Error(`a clock runs for incident ${incidentId}, which is not there`);
    const row = await tx
      .selectFrom('deadlines')
      .select('due_at_ms')
      .where('incident_id', '=', incidentId)
      .where('step', '=', step)
      .where('assignment_id', '=', assignmentId)
      .where('state', '=', 'running')
      .where('due_at_ms', '<=', this.world.nowMs())
      .executeTakeFirst();
    if (!row) return;
    const owed = stillOwed({ step, assignmentId }, incident);
    await tx
      .updateTable('deadlines')
      .set({ state: owed ? 'fired' : 'met' })
      .where('incident_id', '=', incidentId)
      .where('step', '=', step)
      .where('assignment_id', '=', assignmentId)
      .execute();
    if (!owed) return;
    const to = overdueTo(incident, await this.operatorsOnWatch(tx, incident.areaId));
    const event: EventDraft = {
      areaId: incident.areaId,
      type: 'incident.overdue',
      actor: { kind: 'system' },
      data: { incidentId, step, assignmentId: assignmentId || null, dueAtMs: row.due_at_ms, to },
    };
    await record(tx, [event], new Map([[incidentId, incident]]), this.world);
  }

  /** Operators whose grant covers the area and whose screen was live within the last minute. */
  private async operatorsOnWatch(tx: Tx, areaId: string): Promise<string[]> {
    const rows = await tx
      .withRecursive('up', (cte) =>
        cte
          .selectFrom('areas')
          .select(['area_id', 'parent_id'])
          .where('area_id', '=', areaId)
          .unionAll((parent) =>
            parent
              .selectFrom('areas')
              .innerJoin('up', 'up.parent_id', 'areas.area_id')
              .select(['areas.area_id', 'areas.parent_id']),
          ),
      )
      .selectFrom('watches')
      .innerJoin('grants', 'grants.person_id', 'watches.person_id')
      .innerJoin('up', 'up.area_id', 'grants.area_id')
      .select('watches.person_id')
      .distinct()
      .where('grants.role', '=', 'operator')
      .where('watches.seen_at_ms', '>=', this.world.nowMs() - onWatchWithinMs)
      .execute();
    return rows.map((row) => row.person_id);
  }
}
