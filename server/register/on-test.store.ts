// A site on test: its end stands in the store, and what begins and ends it is an event (rule N5).
import type { EventDraft } from '@haixi/proto/live/events';
import { append } from '../log/log.store.js';
import { inTurn } from '../devices/turn.store.js';
import type { Db, Tx } from '../store/database.store.js';
import type { World } from '../world.js';
import { actorOf, type Changing } from './changing.js';
import { type Changed, done, notDone } from './refused.js';

const minuteMs = 60_000;

/** Puts a site on test from now on. A site that is on test already is until the new end: only a new start prolongs it. */
export function startTest(
  by: Changing,
  siteId: string,
  { minutes, reason }: { readonly minutes: number; readonly reason: string },
): Promise<Changed> {
  return inTurn<Changed>(by.db, by.world, async (tx) => {
    const site = await lock(tx, siteId);
    if (!site || !by.caller.may('site.test', site.area_id)) return { answer: notDone('not_found', 'site') };
    if (site.retired_at_ms !== null) return { answer: notDone('site_retired', siteId) };
    if (site.commissioned_at_ms === null) return { answer: notDone('not_in_use', siteId) };
    const untilMs = by.world.nowMs() + minutes * minuteMs;
    await tx.updateTable('sites').set({ on_test_until_ms: untilMs }).where('site_id', '=', siteId).execute();
    const data = { siteId, untilMs, reason };
    const event: EventDraft = { areaId: site.area_id, type: 'site.onTest', actor: actorOf(by), data };
    return { answer: done, events: [event] };
  });
}

/** Ends a site's test now. One that is not on test is left as it is, and nothing is told. */
export function endTest(by: Changing, siteId: string): Promise<Changed> {
  return inTurn<Changed>(by.db, by.world, async (tx) => {
    const site = await lock(tx, siteId);
    if (!site || !by.caller.may('site.test', site.area_id)) return { answer: notDone('not_found', 'site') };
    if (site.on_test_until_ms === null) return { answer: done };
    await tx.updateTable('sites').set({ on_test_until_ms: null }).where('site_id', '=', siteId).execute();
    const data = { siteId, because: 'ended' } as const;
    const event: EventDraft = { areaId: site.area_id, type: 'site.offTest', actor: actorOf(by), data };
    return { answer: done, events: [event] };
  });
}

/** The sites that are on test, each with its end. */
export async function sitesOnTest(db: Db): Promise<{ siteId: string; untilMs: number }[]> {
  const rows = await db
    .selectFrom('sites')
    .select(['site_id', 'on_test_until_ms'])
    .where('on_test_until_ms', 'is not', null)
    .execute();
  return rows.map((row) => ({ siteId: row.site_id, untilMs: row.on_test_until_ms! }));
}

/** Ends a test whose time is up, unless somebody has ended or begun it anew meanwhile. */
export async function endDue(
  db: Db,
  world: World,
  { siteId, untilMs }: { readonly siteId: string; readonly untilMs: number },
): Promise<void> {
  await db.transaction().execute(async (tx) => {
    const row = await tx
      .updateTable('sites')
      .set({ on_test_until_ms: null })
      .where('site_id', '=', siteId)
      .where('on_test_until_ms', '=', untilMs)
      .returning('area_id')
      .executeTakeFirst();
    if (!row) return;
    const event: EventDraft = {
      areaId: row.area_id,
      type: 'site.offTest',
      actor: { kind: 'system' },
      data: { siteId, because: 'time-up' },
    };
    await append(tx, [event], { nowMs: world.nowMs(), salt: world.salt });
  });
}

function lock(tx: Tx, siteId: string) {
  return tx
    .selectFrom('sites')
    .select(['area_id', 'on_test_until_ms', 'commissioned_at_ms', 'retired_at_ms'])
    .where('site_id', '=', siteId)
    .forNoKeyUpdate()
    .executeTakeFirst();
}
