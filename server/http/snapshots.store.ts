// Snapshots of alarms: their bytes are files in the data folder; that one came is an event of the alarm's incident.
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import type { EventDraft } from '@haixi/proto/live/events';
import { stillBytesMax } from '@haixi/proto/media/media';
import { Inject, Injectable, type OnModuleInit } from '@nestjs/common';
import { Environment } from '../environment.js';
import { lockIncident, record } from '../incidents/incidents.store.js';
import { append, eventOf } from '../log/log.store.js';
import type { Db, Tx } from '../store/database.store.js';
import { DB } from '../store/store.module.js';
import { World } from '../world.js';
import { KeptFiles, type NotTaken, type Written } from './kept-files.store.js';
import { isWholeJpeg } from './picture-type.js';

/** An outbox entry that is stored: the alarm it became, and the incident that alarm is in. */
export interface PicturedAlarm {
  readonly alarmId: string;
  readonly incidentId: string;
  readonly siteId: string;
  /** Its own source: a camera, or a button. */
  readonly sourceId: string;
}

/** Which camera of the alarm's site took it, and when by the agent's clock. */
export interface Taken {
  readonly sourceId: string;
  readonly takenAtMs: number;
}

export type Found =
  { ok: true; alarm: PicturedAlarm } | { ok: false; reason: 'not_stored' | 'refused' | 'tested' };

export type Saved =
  { ok: true; bytes: number } | { ok: false; reason: 'not_a_jpeg' | 'other_snapshot' } | NotTaken;

@Injectable()
export class Snapshots implements OnModuleInit {
  private readonly files: KeptFiles;

  constructor(
    @Inject(DB) private readonly db: Db,
    private readonly world: World,
    environment: Environment,
  ) {
    this.files = new KeptFiles(join(environment.dataDir, 'snapshots'), () => world.newId());
  }

  onModuleInit(): Promise<void> {
    return this.files.begin();
  }

  /** What became of an entry: an alarm; nothing yet, so that its snapshot comes too early; never an alarm; or a test. */
  async alarmOf(siteId: string, epoch: string, seq: number): Promise<Found> {
    const row = await this.db
      .selectFrom('alarms')
      .select(['alarm_id', 'incident_id', 'source_id'])
      .where('site_id', '=', siteId)
      .where('epoch', '=', epoch)
      .where('seq', '=', seq)
      .executeTakeFirst();
    if (row?.source_id && row.incident_id !== null) {
      const { alarm_id: alarmId, incident_id: incidentId, source_id: sourceId } = row;
      return { ok: true, alarm: { alarmId, incidentId, siteId, sourceId } };
    }
    if (row?.source_id) return { ok: false, reason: 'tested' };
    const refused = await this.db
      .selectFrom('quarantine')
      .select('id')
      .where('site_id', '=', siteId)
      .where('epoch', '=', epoch)
      .where('seq', '=', seq)
      .executeTakeFirst();
    return { ok: false, reason: row || refused ? 'refused' : 'not_stored' };
  }

  async isCamera(siteId: string, sourceId: string): Promise<boolean> {
    const row = await this.db
      .selectFrom('sources')
      .select('source_id')
      .where('site_id', '=', siteId)
      .where('source_id', '=', sourceId)
      .where('type', '=', 'camera')
      .executeTakeFirst();
    return row !== undefined;
  }

  /**
   * Keeps the snapshot of an alarm: on the disk for good before the store knows of it, then told in its incident's log,
   * closed or not. The same one again changes nothing; another one for the same alarm is refused.
   */
  save(alarm: PicturedAlarm, taken: Taken, body: Readable): Promise<Saved> {
    return this.files.take<Saved>(body, stillBytesMax, async (written) => {
      if (!isWholeJpeg(written)) return { ok: false, reason: 'not_a_jpeg' };
      const there = await this.row(alarm.alarmId);
      if (there) return same(there, written);
      await this.files.put(alarm.incidentId, written);
      await this.db.transaction().execute((tx) => this.enter(tx, alarm, taken, written));
      // Another upload for this alarm may have been first; its row is the one that counts.
      const row = await this.row(alarm.alarmId);
      if (!row) throw new Error(`the snapshot of ${alarm.alarmId} was entered and is not there`);
      return same(row, written);
    });
  }

  /** A kept snapshot's size, hash and bytes; null where this incident has none of this alarm. */
  async find(
    incidentId: string,
    alarmId: string,
  ): Promise<{ bytes: number; sha256: string; stream: () => Readable } | null> {
    const row = await this.row(alarmId);
    if (!row || (row.incident_id !== incidentId && !(await this.isNowIn(incidentId, alarmId)))) return null;
    const { bytes, sha256, incident_id: keptUnder } = row;
    return { bytes, sha256, stream: () => this.files.read(keptUnder, sha256) };
  }

  /** Incidents are merged and split: an alarm's picture stays on the disk where it came first. */
  private async isNowIn(incidentId: string, alarmId: string): Promise<boolean> {
    const row = await this.db
      .selectFrom('alarms')
      .select('alarm_id')
      .where('incident_id', '=', incidentId)
      .where('alarm_id', '=', alarmId)
      .executeTakeFirst();
    return row !== undefined;
  }

  /** Tells that somebody opens this snapshot, once a person and alarm: it is a look at a camera like any other (V3). */
  async saw(personId: string, named: { incidentId: string; alarmId: string }): Promise<void> {
    const { incidentId, alarmId } = named;
    const seen = this.db
      .selectFrom('snapshot_looks')
      .select('at_ms')
      .where('person_id', '=', personId)
      .where('alarm_id', '=', alarmId);
    if (await seen.executeTakeFirst()) return;
    const nowMs = this.world.nowMs();
    await this.db.transaction().execute(async (tx) => {
      const isFirst = await tx
        .insertInto('snapshot_looks')
        .values({ person_id: personId, alarm_id: alarmId, at_ms: nowMs })
        .onConflict((clash) => clash.doNothing())
        .returning('alarm_id')
        .executeTakeFirst();
      const pictured = isFirst && (await picturedBy(tx, alarmId));
      if (!pictured) return;
      const { areaId, siteId, sourceId } = pictured;
      const actor = { kind: 'person', id: personId } as const;
      const event: EventDraft = {
        areaId,
        type: 'snapshot.seen',
        actor,
        data: { incidentId, alarmId, siteId, sourceId },
      };
      // It changes nothing of its incident, as no look does: the incident is not locked for it.
      await append(tx, [event], { nowMs, salt: this.world.salt });
    });
  }

  private async enter(tx: Tx, alarm: PicturedAlarm, taken: Taken, written: Written): Promise<void> {
    const { alarmId, incidentId, siteId } = alarm;
    const { bytes, sha256 } = written;
    const incident = await lockIncident(tx, incidentId);
    if (!incident) throw new Error(`alarm ${alarmId} is in incident ${incidentId}, which is not there`);
    const entered = await tx
      .insertInto('snapshots')
      .values({
        alarm_id: alarmId,
        incident_id: incidentId,
        taken_at_ms: taken.takenAtMs,
        bytes,
        sha256,
        at_ms: this.world.nowMs(),
      })
      .onConflict((clash) => clash.doNothing())
      .returning('alarm_id')
      .executeTakeFirst();
    if (!entered) return;
    const event: EventDraft = {
      areaId: incident.areaId,
      type: 'alarm.pictured',
      actor: { kind: 'site', id: siteId },
      data: { ...alarm, ...taken, bytes, sha256 },
    };
    await record(tx, [event], new Map([[incidentId, incident]]), this.world);
  }

  private row(alarmId: string) {
    return this.db
      .selectFrom('snapshots')
      .select(['incident_id', 'bytes', 'sha256'])
      .where('alarm_id', '=', alarmId)
      .executeTakeFirst();
  }
}

/** Which camera took the snapshot of this alarm, by what the log told of it. */
async function picturedBy(
  tx: Tx,
  alarmId: string,
): Promise<{ areaId: string; siteId: string; sourceId: string } | null> {
  const rows = await tx
    .selectFrom('log')
    .selectAll()
    // It was told in the incident that the alarm was in then.
    .where(
      'incident_id',
      '=',
      tx.selectFrom('snapshots').select('incident_id').where('alarm_id', '=', alarmId),
    )
    .where('type', '=', 'alarm.pictured')
    .execute();
  for (const event of rows.map(eventOf)) {
    if (event.type !== 'alarm.pictured' || event.data.alarmId !== alarmId) continue;
    return { areaId: event.areaId, siteId: event.data.siteId, sourceId: event.data.sourceId };
  }
  return null;
}

function same(row: { sha256: string; bytes: number }, written: Written): Saved {
  return row.sha256 === written.sha256
    ? { ok: true, bytes: row.bytes }
    : { ok: false, reason: 'other_snapshot' };
}
