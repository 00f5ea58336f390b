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

/** A running clock with the moment, on the steady clock, at which it runs out. */
interface Running {
  readonly incidentId: string;
  readonly step: ClockStep;
  readonly assignmentId: string;
  readonly dueAtMs: number;
  readonly runsOutMs: number;
}

@Injectable()
export class Overdue {
  /**
   * The running clocks as they were first seen: from then on the steady clock tells when they run out. Somebody who
   * sets the wall clock, by a day in either direction, neither silences a clock nor sets it off.
   */
  private running = new Map<string, Running>();
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
    this.running = await this.readRunning();
    const steadyMs = this.world.steadyMs();
    for (const clock of this.running.values()) {
      if (clock.runsOutMs > steadyMs) continue;
      // One clock that can't be told must not keep the others from being told.
      await this.db
        .transaction()
        .execute((tx) => this.fire(tx, clock))
        .catch((error: Error) => {
          this.world.say(`clocks: ${clock.step} of incident ${clock.incidentId} waits: ${error.message}`);
        });
    }
  }

  private async readRunning(): Promise<Map<string, Running>> {
    const rows = await this.db
      .selectFrom('deadlines')
      .select(['incident_id', 'step', 'assignment_id', 'due_at_ms'])
      .where('state', '=', 'running')
      .orderBy('due_at_ms')
      .execute();
    const [nowMs, steadyMs] = [this.world.nowMs(), this.world.steadyMs()];
    return new Map(
      rows.map((row) => {
        const { incident_id: incidentId, assignment_id: assignmentId, due_at_ms: dueAtMs } = row;
        const key = `${incidentId}/${row.step}/${assignmentId}`;
        const known = this.running.get(key);
        if (known?.dueAtMs === dueAtMs) return [key, known];
        const step = row.step as ClockStep;
        const runsOutMs = steadyMs + dueAtMs - nowMs;
        return [key, { incidentId, step, assignmentId, dueAtMs, runsOutMs }];
      }),
    );
  }

  /** The incident is locked first, so a step that is taken at the same moment comes either before or after. */
  private async fire(tx: Tx, { incidentId, step, assignmentId, dueAtMs }: Running): Promise<void> {
    const incident = await lockIncident(tx, incidentId);
    if (!incident) throw new Error(`a clock runs for incident ${incidentId}, which is not there`);
    const row = await tx
      .selectFrom('deadlines')
      .select('due_at_ms')
      .where('incident_id', '=', incidentId)
      .where('step', '=', step)
      .where('assignment_id', '=', assignmentId)
      .where('state', '=', 'running')
      .where('due_at_ms', '=', dueAtMs)
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
      data: { incidentId, step, assignmentId: assignmentId || null, dueAtMs, to },
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
      // One seen later than now was seen before the clock was set back, nobody knows when.
      .where('watches.seen_at_ms', '<=', this.world.nowMs() + onWatchWithinMs)
      .execute();
    return rows.map((row) => row.person_id);
  }
}
