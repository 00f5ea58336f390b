// What the server knows of an order's camera, gathered for its checks, and what of it the phone and the box have told.
import type { Check } from '@haixi/proto/devices/orders';
import type { Readings } from '@haixi/proto/mqtt/messages';
import type { Db, Tx } from '../store/database.store.js';
import type { Facts } from './checks.js';
import type { OrderRow } from './orders.store.js';
import { outlineOf } from './tree.store.js';

/** Gathers the facts of one order; of what other tables tell nothing is locked. */
export async function factsOf(db: Db | Tx, order: OrderRow): Promise<Facts> {
  const { siteId, sourceId, orderId, areaId, serial } = order;
  const site = await db
    .selectFrom('sites')
    .select(['presence', 'key_hash', 'serial'])
    .where('site_id', '=', siteId)
    .executeTakeFirst();
  const got = await db
    .selectFrom('readings')
    .select(['server_at_ms', 'skew_ms', 'readings'])
    .where('site_id', '=', siteId)
    .executeTakeFirst();
  const kept = await db.selectFrom('order_checks').selectAll().where('order_id', '=', orderId).execute();
  const told = new Map(kept.map((row) => [row.check_name, row]));
  const test = await db
    .selectFrom('asked_tests')
    .select(['asked_at_ms', 'stored_at_ms'])
    .where('order_id', '=', orderId)
    .orderBy('asked_at_ms', 'desc')
    .limit(1)
    .executeTakeFirst();
  const [picture, line] = [told.get('picture'), told.get('bandwidth')];
  return {
    draft: order.draft,
    plan: order.body.plan,
    area: await outlineOf(db, areaId),
    hasNotice: order.noticeSha256 !== null,
    box: {
      claimUntilMs: order.claimUntilMs,
      isEnrolled: order.claimUntilMs === null && site?.key_hash != null && site.serial === serial,
    },
    isOnline: site?.presence === 'online',
    reading: got
      ? { atMs: got.server_at_ms, skewMs: got.skew_ms, camera: cameraIn(got.readings, sourceId) }
      : null,
    configuredAtMs: told.get('privacy')?.at_ms ?? null,
    decoded: picture ? { firstFrameMs: picture.value ?? 0, size: picture.detail, atMs: picture.at_ms } : null,
    line: line ? { kbps: line.value, atMs: line.at_ms } : null,
    alarm: test ? { askedAtMs: test.asked_at_ms, storedAtMs: test.stored_at_ms } : null,
  };
}

/** Keeps what was told of one check, in the place of what was told before. */
export async function tellCheck(
  db: Db | Tx,
  orderId: string,
  check: Pick<Check, 'check' | 'value' | 'detail'> & { readonly atMs: number },
): Promise<void> {
  const row = {
    state: check.value === null ? 'running' : 'ok',
    value: check.value,
    limit_value: null,
    detail: check.detail,
    at_ms: check.atMs,
  };
  await db
    .insertInto('order_checks')
    .values({ order_id: orderId, check_name: check.check, ...row })
    .onConflict((clash) => clash.columns(['order_id', 'check_name']).doUpdateSet(row))
    .execute();
}

/** Readings were checked by their schema before they were stored. */
function cameraIn(readings: string, sourceId: string) {
  const { cameras } = JSON.parse(readings) as Readings;
  return cameras.find((camera) => camera.sourceId === sourceId) ?? null;
}
