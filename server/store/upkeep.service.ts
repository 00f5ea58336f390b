// Upkeep: takes away what is due, in small steps, so that no table grows without end (docs/decisions/0013).
import {
  type BeforeApplicationShutdown,
  Inject,
  Injectable,
  type OnApplicationBootstrap,
} from '@nestjs/common';
import { type RawBuilder, sql } from 'kysely';
import { World } from '../world.js';
import type { Db } from './database.store.js';
import { DB } from './store.module.js';

const everyMs = 3_600_000;
const dayMs = 24 * 3_600_000;
/** So many rows go in one statement: nobody waits long for one of them. */
const rowsAtOnce = 500;

/** An answer is kept for tablets that come back after weeks (rule T1), and a year is the longest leave. */
export const answersKeptMs = 400 * dayMs;
export const troublesKeptMs = 90 * dayMs;
export const refusedKeptMs = 90 * dayMs;
/** What locked somebody out is over long before. */
export const triesKeptMs = dayMs;
/** So long an address counts as the person's own (rule W3). */
export const addressesKeptMs = 30 * dayMs;
/** Clocks that were met or fired are of no use once their incident is closed; the log tells what they did. */
export const clocksKeptMs = dayMs;

/** What is due of one table: the statement deletes `rowsAtOnce` rows at most. Rows that somebody holds are left for the next time. */
const dues: readonly ((nowMs: number) => RawBuilder<unknown>)[] = [
  (nowMs) => sql`
    delete from commands where (person_id, key) in (
      select person_id, key from commands where at_ms < ${nowMs - answersKeptMs}
      order by at_ms limit ${rowsAtOnce} for update skip locked)`,
  (nowMs) => sql`
    delete from sessions where session_id in (
      select session_id from sessions where expires_at_ms < ${nowMs} limit ${rowsAtOnce} for update skip locked)`,
  (nowMs) => sql`
    delete from sign_in_links where token_hash in (
      select token_hash from sign_in_links where expires_at_ms < ${nowMs}
      limit ${rowsAtOnce} for update skip locked)`,
  (nowMs) => sql`
    delete from invitations where token_hash in (
      select token_hash from invitations where expires_at_ms < ${nowMs}
      limit ${rowsAtOnce} for update skip locked)`,
  (nowMs) => sql`
    delete from sign_in_tries where key in (
      select key from sign_in_tries where since_ms < ${nowMs - triesKeptMs}
      limit ${rowsAtOnce} for update skip locked)`,
  (nowMs) => sql`
    delete from known_addresses where (person_id, address) in (
      select person_id, address from known_addresses where at_ms < ${nowMs - addressesKeptMs}
      limit ${rowsAtOnce} for update skip locked)`,
  (nowMs) => sql`
    delete from camera_troubles where id in (
      select id from camera_troubles where until_ms < ${nowMs - troublesKeptMs}
      order by until_ms limit ${rowsAtOnce} for update skip locked)`,
  (nowMs) => sql`
    delete from deadlines where (incident_id, step, assignment_id) in (
      select d.incident_id, d.step, d.assignment_id from deadlines d join incidents i using (incident_id)
      where d.state <> 'running' and d.due_at_ms < ${nowMs - clocksKeptMs} and i.stage = 'closed'
      order by d.due_at_ms limit ${rowsAtOnce} for update of d skip locked)`,
  (nowMs) => sql`
    delete from quarantine where id in (
      select id from quarantine where at_ms < ${nowMs - refusedKeptMs}
      order by id limit ${rowsAtOnce} for update skip locked)`,
];

@Injectable()
export class Upkeep implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private stopTidying = async () => {};
  private stopped = false;

  constructor(
    @Inject(DB) private readonly db: Db,
    private readonly world: World,
  ) {}

  onApplicationBootstrap(): void {
    this.stopTidying = this.world.every(everyMs, 'upkeep', () => this.tidy());
  }

  async beforeApplicationShutdown(): Promise<void> {
    this.stopped = true;
    await this.stopTidying();
  }

  /** Takes away everything that is due by now. Two servers may do so at once: each takes what the other does not. */
  async tidy(): Promise<void> {
    for (const due of dues) {
      for (let rows = rowsAtOnce; rows === rowsAtOnce && !this.stopped;) {
        const { numAffectedRows } = await due(this.world.nowMs()).execute(this.db);
        rows = Number(numAffectedRows ?? 0);
      }
    }
  }
}
