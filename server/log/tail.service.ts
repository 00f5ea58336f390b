// Follows the log: from a vector on, each area's events in number order, woken by a hint and by a poll each second.
import type { LogEvent } from '@haixi/proto/live/events';
import type { Vector } from '@haixi/proto/live/picture';
import { sql } from 'kysely';
import pg from 'pg';
import type { Db, Tx } from '../store/database.store.js';
import type { LogRow } from './chain.js';
import { eventOf, hintChannel } from './log.store.js';

const pollEveryMs = 1_000;
/** A server that takes a connection and says nothing must not hold up the next try, nor the end. */
const connectWithinMs = 5_000;
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
  /** For the one listening connection. */
  readonly url: string;
  readonly say: (line: string) => void;
  readonly onEvents: (events: LogEvent[]) => void;
}

/** A running tail. `vector` is how far it has told. */
export class Tail {
  vector: Vector = {};
  private listener: pg.Client | null = null;
  private timer: NodeJS.Timeout | null = null;
  private retry: NodeJS.Timeout | null = null;
  private reading: Promise<void> | null = null;
  private again = false;
  private stopped = false;

  constructor(private readonly ports: TailPorts) {}

  /** Starts from where the log is now; what came before belongs to a snapshot. */
  async start(): Promise<void> {
    this.vector = await readHeads(this.ports.db);
    this.timer = setInterval(() => this.wake(), pollEveryMs);
    await this.listen();
  }

  async stop(): Promise<void> {
    this.stopped = true;
    if (this.timer) clearInterval(this.timer);
    if (this.retry) clearTimeout(this.retry);
    await this.listener?.end().catch(() => {});
    await this.reading;
  }

  /** Reads what is new; a call while reading makes it read once more. */
  wake(): void {
    if (this.stopped) return;
    if (this.reading) {
      this.again = true;
      return;
    }
    this.reading = this.read()
      .catch((error: Error) => this.ports.say(`log tail: could not read, tries again: ${error.message}`))
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

  private async listen(): Promise<void> {
    const listener = new pg.Client({
      connectionString: this.ports.url,
      connectionTimeoutMillis: connectWithinMs,
    });
    this.listener = listener;
    listener.on('notification', () => this.wake());
    listener.on('error', () => this.lose(listener));
    listener.on('end', () => this.lose(listener));
    try {
      await listener.connect();
      await listener.query(`listen ${hintChannel}`);
      this.wake();
    } catch {
      this.lose(listener);
    }
  }

  /**
   * Lets a listener go and tries another at leisure: the hint is only a hint, and the poll goes on without it. One loss
   * is told by the failed call, an error and an end alike, so only the first of them counts.
   */
  private lose(listener: pg.Client): void {
    if (this.listener !== listener) return;
    this.listener = null;
    listener.removeAllListeners();
    // An error that comes late, with nobody listening, would end the process.
    listener.on('error', () => {});
    void listener.end().catch(() => {});
    if (this.stopped) return;
    this.retry = setTimeout(() => void this.listen(), pollEveryMs);
  }
}
