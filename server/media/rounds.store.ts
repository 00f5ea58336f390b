// Rounds 值守巡视 in the store: open ones as rows that outlast a restart, their start and end in the log (rule V3).
import type { EventDraft } from '@haixi/proto/live/events';
import { type Round, roundLastsMs } from '@haixi/proto/media/media';
import type { ViewEnd } from '@haixi/proto/vocabulary';
import { append } from '../log/log.store.js';
import type { Db, Tx } from '../store/database.store.js';
import type { World } from '../world.js';
import { spansOf } from './spans.js';

/** An open round, and whose it is. */
export interface OpenRound extends Round {
  readonly personId: string;
}

interface Row {
  readonly round_id: string;
  readonly person_id: string;
  readonly area_id: string;
  readonly started_at_ms: number;
  readonly until_ms: number;
}

const columns = ['round_id', 'person_id', 'area_id', 'started_at_ms', 'until_ms'] as const;

/** Begins a round of this person over this area; the one that is open is given again. */
export async function startRound(
  tx: Tx,
  personId: string,
  asked: { readonly areaId: string; readonly reason: string },
  world: World,
): Promise<OpenRound> {
  // Two tabs that ask at once wait for one another here.
  await tx.selectFrom('people').select('person_id').where('person_id', '=', personId).forUpdate().execute();
  const nowMs = world.nowMs();
  const { areaId, reason } = asked;
  const open = await tx
    .selectFrom('rounds')
    .select(columns)
    .where('person_id', '=', personId)
    .where('area_id', '=', areaId)
    .where('until_ms', '>', nowMs)
    .executeTakeFirst();
  if (open) return roundOf(open);
  const round = {
    round_id: world.newId(),
    person_id: personId,
    area_id: areaId,
    started_at_ms: nowMs,
    until_ms: nowMs + roundLastsMs,
  };
  await tx
    .insertInto('rounds')
    .values({ ...round, reason })
    .execute();
  const event: EventDraft = {
    areaId,
    type: 'round.started',
    actor: { kind: 'person', id: personId },
    data: { roundId: round.round_id, reason },
  };
  await append(tx, [event], { nowMs, salt: world.salt });
  return roundOf(round);
}

/** All open rounds, or one person's. */
export async function openRounds(db: Db, personId: string | null = null): Promise<OpenRound[]> {
  const all = db.selectFrom('rounds').select(columns).orderBy('started_at_ms');
  const rows = await (personId === null ? all : all.where('person_id', '=', personId)).execute();
  return rows.map(roundOf);
}

/** Tells the end of a round, once, with the cameras that were looked at and when. False where it has ended already. */
export async function endRound(tx: Tx, roundId: string, because: ViewEnd, world: World): Promise<boolean> {
  const looks = await tx.deleteFrom('round_looks').where('round_id', '=', roundId).returningAll().execute();
  const row = await tx.deleteFrom('rounds').where('round_id', '=', roundId).returningAll().executeTakeFirst();
  if (!row) return false;
  const nowMs = world.nowMs();
  const event: EventDraft = {
    areaId: row.area_id,
    type: 'round.ended',
    actor: because === 'viewer-left' ? { kind: 'person', id: row.person_id } : { kind: 'system' },
    data: {
      roundId,
      because,
      lastedMs: Math.max(0, nowMs - row.started_at_ms),
      looks: spansOf(
        looks.map((look) => ({
          siteId: look.site_id,
          sourceId: look.source_id,
          fromMs: look.from_ms,
          toMs: look.to_ms,
        })),
      ),
    },
  };
  await append(tx, [event], { nowMs, salt: world.salt });
  return true;
}

/** The sessions that each of these people has now. */
export async function sessionsOf(db: Db, personIds: readonly string[], nowMs: number): Promise<string[]> {
  if (personIds.length === 0) return [];
  const rows = await db
    .selectFrom('sessions')
    .select('session_id')
    .where('person_id', 'in', personIds)
    .where('expires_at_ms', '>', nowMs)
    .execute();
  return rows.map((row) => row.session_id);
}

function roundOf(row: Row): OpenRound {
  return {
    roundId: row.round_id,
    personId: row.person_id,
    areaId: row.area_id,
    startedAtMs: row.started_at_ms,
    untilMs: row.until_ms,
  };
}
