// Follows the log: from a vector on, each area's events in number order, woken by a hint and by a poll each second.
import type { LogEvent } from '@haixi/proto/live/events';
import type { Vector } from '@haixi/proto/live/picture';
import { sql } from 'kysely';
import type { Db, Tx } from '../store/database.store.js';
import type { World } from '../world.js';
import type { LogRow } from './chain.js';
import type { Hints } from './hints.js';
import { eventOf } from './log.store.js';

const pollEveryMs = 1_000;
const rowsMax = 2_000;

/** Events after `vector`, by area and number; at most `limit`. Areas that are not in the vector are not read. */
export async function readAfter(db: Db | Tx, vector: Vector, limit = rowsMax): Promise<LogEvent[]> {
  const from = Object.entries(vector).map(([area_id, n]) => ({ area_id, n }));
  if (from.length === 0) return [];
  const { rows } = await sql<LogRow>`
    select log.* from json_to_recordset(${JSON.stringify(from)}::json) as v(area_id text, n bigint)
    join log on log.area_id = v.area_id and log.n > v.n
    order by log.area_id, log.n limit ${limit}`.execute(db);
  return rows.map(eventOf);
}

/** The number of the last event of each area. */
export async function readHeads(db: Db | Tx): Promise<Vector> {
  const rows = await db.selectFrom('area_heads').select(['area_id', 'n']).execute();
  return Object.fromEntries(rows.map((row) => [row.area_id, row.n]));
}

export interface TailPorts {
  readonly db: Db;
  readonly world: World;
  readonly hints: Hints;
  readonly onEvents: (events: LogEvent[]) => void;
}

/** A running tail. `vector` is how far it has told. */
export class Tail {
  readonly vector: Vector = {};
  private stopPoll = async () => {};
  private stopHints = async () => {};
  private reading: Promise<void> | null = null;
  private again = false;
  private stopped = false;

  constructor(private readonly ports: TailPorts) {}

  /** Tells what comes after `from`; what came before belongs to a snapshot. */
  start(from: Vector): void {
    Object.assign(this.vector, from);
    this.stopPoll = this.ports.world.every(pollEveryMs, 'log tail', () => this.wake());
    this.stopHints = this.ports.hints.listen(() => void this.wake());
  }

  async stop(): Promise<void> {
    this.stopped = true;
    await Promise.all([this.stopPoll(), this.stopHints(), this.reading]);
  }

  /** Reads what is new; a call while reading makes it read once more. */
  wake(): void {
    if (this.stopped) return;
    if (this.reading) {
      this.again = true;
      return;
    }
    this.reading = this.read()
      .catch((error: Error) =>
        this.ports.world.say(`log tail: could not read, tries again: ${error.message}`),
      )
      .finally(() => {
        this.reading = null;
        if (this.again) {
          this.again = false;
          this.wake();
        }
      });
  }

  private async read(): Promise<void> {
    for (;;) {
      const events = await readAfter(this.ports.db, this.vector);
      if (events.length === 0 || this.stopped) return;
      for (const event of events) this.vector[event.areaId] = event.n;
      this.ports.onEvents(events);
      if (events.length < rowsMax) return;
    }
  }
}
