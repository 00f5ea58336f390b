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
/** A read without an answer for so long has another one begun beside it; so many at most, of the pool's connections. */
const answersWithinMs = 5_000;
const readsMax = 3;

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
  /** The log is another one than was followed, and stands at these heads: what was told before is not of it. */
  readonly onOtherLog: (heads: Vector) => void;
}

/** A running tail. `vector` is how far it has told. */
export class Tail {
  vector: Vector = {};
  /** The latest moment, on the steady clock, of which it has told everything that was committed by then. */
  knownAtMs = -Infinity;
  private stopPoll = async () => {};
  private stopHints = async () => {};
  private newest: { readonly sinceMs: number } | null = null;
  private readonly underWay = new Set<Promise<void>>();
  private again = false;
  private stopped = false;

  constructor(private readonly ports: TailPorts) {}

  /** Tells what comes after `from`; what came before belongs to a snapshot. */
  start(from: Vector): void {
    this.vector = { ...from };
    this.knownAtMs = this.ports.world.steadyMs();
    this.stopPoll = this.ports.world.every(pollEveryMs, 'log tail', () => this.wake());
    this.stopHints = this.ports.hints.listen(() => this.wake());
  }

  async stop(): Promise<void> {
    this.stopped = true;
    await Promise.all([this.stopPoll(), this.stopHints(), ...this.underWay]);
  }

  /**
   * Reads what is new; a call while reading makes it read once more. A read that has no answer for long, because its
   * connection is dead and nobody has noticed, holds up no other: one begins beside it, by another connection.
   */
  wake(): void {
    if (this.stopped) return;
    const nowMs = this.ports.world.steadyMs();
    if (this.newest && (nowMs - this.newest.sinceMs < answersWithinMs || this.underWay.size >= readsMax)) {
      this.again = true;
      return;
    }
    const mine = { sinceMs: nowMs };
    this.newest = mine;
    const reading = this.read()
      .catch((error: Error) =>
        this.ports.world.say(`log tail: could not read, tries again: ${error.message}`),
      )
      .finally(() => {
        this.underWay.delete(reading);
        if (this.newest !== mine) return;
        this.newest = null;
        if (!this.again) return;
        this.again = false;
        this.wake();
      });
    this.underWay.add(reading);
  }

  private async read(): Promise<void> {
    const { db, world } = this.ports;
    const [askedAtMs, toldBefore] = [world.steadyMs(), { ...this.vector }];
    const heads = await readHeads(db);
    if (isShorter(heads, toldBefore)) {
      world.say(
        'log tail: the log is shorter than it was: this is another store, and every screen starts anew',
      );
      this.vector = { ...heads };
      this.ports.onOtherLog(heads);
    }
    while (!this.stopped && this.isBehind(heads)) {
      // An area that was registered meanwhile is told from its first event on.
      const events = this.next(await readAfter(db, { ...zeros(heads), ...this.vector }));
      if (events.length > 0) this.ports.onEvents(events);
      else if (this.isBehind(heads)) throw new Error('events that the heads count are not there');
    }
    for (const areaId of Object.keys(heads)) this.vector[areaId] ??= 0;
    this.knownAtMs = Math.max(this.knownAtMs, askedAtMs);
  }

  /** Of these events those that come next in their areas: another read may have told the first of them. */
  private next(events: readonly LogEvent[]): LogEvent[] {
    return events.filter(({ areaId, n }) => {
      if (this.stopped || n !== (this.vector[areaId] ?? 0) + 1) return false;
      this.vector[areaId] = n;
      return true;
    });
  }

  private isBehind(heads: Vector): boolean {
    return Object.entries(heads).some(([areaId, n]) => n > (this.vector[areaId] ?? 0));
  }
}

function isShorter(heads: Vector, vector: Vector): boolean {
  return Object.entries(vector).some(([areaId, n]) => n > (heads[areaId] ?? 0));
}

function zeros(vector: Vector): Vector {
  return Object.fromEntries(Object.keys(vector).map((areaId) => [areaId, 0]));
}
