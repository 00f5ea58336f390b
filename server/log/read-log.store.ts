// The log as its auditor reads it: pages of one area, newest first, and the whole of it with its hashes.
import type { LogEvent } from '@haixi/proto/live/events';
import { sql } from 'kysely';
import type { Db } from '../store/database.store.js';
import { eventOf } from './log.store.js';

/** Which events of an area; all that are given hold together. */
export interface LogQuery {
  readonly areaId: string;
  readonly beforeN?: number | undefined;
  readonly type?: string | undefined;
  /** Whoever did it, or whom it is about. */
  readonly personId?: string | undefined;
  readonly fromMs?: number | undefined;
  readonly toMs?: number | undefined;
  readonly limit: number;
}

const pageRows = 1_000;

export async function readLog(db: Db, query: LogQuery): Promise<LogEvent[]> {
  const { areaId, beforeN, type, personId, fromMs, toMs, limit } = query;
  let rows = db.selectFrom('log').selectAll().where('area_id', '=', areaId);
  if (beforeN !== undefined) rows = rows.where('n', '<', beforeN);
  if (type !== undefined) rows = rows.where('type', '=', type);
  if (fromMs !== undefined) rows = rows.where('at_ms', '>=', fromMs);
  if (toMs !== undefined) rows = rows.where('at_ms', '<=', toMs);
  if (personId !== undefined)
    rows = rows.where(
      sql<boolean>`(actor::json ->> 'id' = ${personId} or data::json ->> 'personId' = ${personId})`,
    );
  return (await rows.orderBy('n', 'desc').limit(limit).execute()).map(eventOf);
}

/**
 * The whole log of one area as lines of JSON, in the form that `npm run verify -- FILE` checks: its events, then its
 * head. What was committed does not change, so pages are read one after another and no transaction waits for who reads.
 */
export async function* logLines(db: Db, areaId: string): AsyncGenerator<string> {
  const head = await db
    .selectFrom('area_heads')
    .select(['area_id', 'n', 'hash'])
    .where('area_id', '=', areaId)
    .executeTakeFirstOrThrow();
  for (let after = 0; after < head.n; after += pageRows) {
    const rows = await db
      .selectFrom('log')
      .selectAll()
      .where('area_id', '=', areaId)
      .where('n', '>', after)
      .where('n', '<=', Math.min(after + pageRows, head.n))
      .orderBy('n')
      .execute();
    yield rows.map((row) => `${JSON.stringify({ row })}\n`).join('');
  }
  yield `${JSON.stringify({ head })}\n`;
}
