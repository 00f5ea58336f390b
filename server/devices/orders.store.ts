// Work orders in the store: locked, read, and shown without what nobody may see of them.
import type { Order, OrderBody } from '@haixi/proto/devices/orders';
import type { Expression, ExpressionBuilder, Selectable, SqlBool } from 'kysely';
import type { Caller } from '../accounts/caller.js';
import type { Db, Tx } from '../store/database.store.js';
import type { Database } from '../store/schema.js';
import { type Refused, refused } from './refused.js';

/** A draft as it is kept: the camera's address sealed, and beside it what is shown of it. */
export type KeptDraft = Partial<Order['draft']> & { readonly cameraSealed?: string | null };

/** A work order as it stands. `claimProof` is sealed. */
export interface OrderRow {
  readonly orderId: string;
  readonly areaId: string;
  readonly installerId: string | null;
  readonly siteId: string;
  readonly sourceId: string;
  readonly state: Order['state'];
  readonly body: OrderBody;
  readonly draft: KeptDraft;
  readonly plannedAtMs: number;
  readonly serial: string | null;
  readonly claimUntilMs: number | null;
  readonly claimProof: string | null;
  readonly noticeSha256: string | null;
  readonly noticeType: string | null;
  readonly ticket: string | null;
  readonly acceptedAtMs: number | null;
}

/** Loads and locks one work order; null where there is none of this id. It is locked before any sticker or site. */
export async function lockOrder(tx: Tx, orderId: string): Promise<OrderRow | null> {
  const row = await tx
    .selectFrom('orders')
    .selectAll()
    .where('order_id', '=', orderId)
    .forUpdate()
    .executeTakeFirst();
  return row ? read(row) : null;
}

export async function readOrder(db: Db | Tx, orderId: string): Promise<OrderRow | null> {
  const row = await db.selectFrom('orders').selectAll().where('order_id', '=', orderId).executeTakeFirst();
  return row ? read(row) : null;
}

/** To an installer the order of somebody else is as none; and their role may have gone since it was planned. */
export function notTheirs(caller: Caller, order: OrderRow | null): Refused | null {
  if (!order || order.installerId !== caller.personId) return refused('not_found', 'work order of yours');
  return caller.may('site.install', order.areaId)
    ? null
    : refused('not_allowed', `site.install in area ${order.areaId}`);
}

/** A site that is in another area than its order, by its id or because it was moved, is theirs only where they install. */
export function notTheirSite(caller: Caller, site: { readonly areaId: string } | null): Refused | null {
  if (!site || caller.may('site.install', site.areaId)) return null;
  return refused('not_allowed', `site.install in area ${site.areaId}`);
}

/** Work orders as they are shown, newest first, at most `limit` of them. */
export async function shownOrders(
  db: Db | Tx,
  where: (order: ExpressionBuilder<Database, 'orders'>) => Expression<SqlBool>,
  limit: number,
): Promise<Order[]> {
  const rows = await db
    .selectFrom('orders')
    .selectAll()
    .where(where)
    .orderBy('planned_at_ms', 'desc')
    .orderBy('order_id')
    .limit(limit)
    .execute();
  return show(db, rows.map(read));
}

/** An accepted order stays on its installer's list for so long, in ms. */
const acceptedShownMs = 30 * 86_400_000;

/** An installer's own work orders in these areas: open and claimed ones, and those accepted lately. */
export function ordersOfInstaller(
  db: Db,
  personId: string,
  areaIds: readonly string[],
  nowMs: number,
): Promise<Order[]> {
  return shownOrders(
    db,
    (order) =>
      order.and([
        order('installer_id', '=', personId),
        order('area_id', 'in', [...areaIds]),
        order.or([
          order('state', 'in', ['open', 'claimed']),
          order('accepted_at_ms', '>', nowMs - acceptedShownMs),
        ]),
      ]),
    200,
  );
}

export async function shownOrder(db: Db | Tx, orderId: string): Promise<Order> {
  const [order] = await shownOrders(db, (row) => row('order_id', '=', orderId), 1);
  if (!order) throw new Error(`work order ${orderId} is not there`);
  return order;
}

async function show(db: Db | Tx, orders: readonly OrderRow[]): Promise<Order[]> {
  const areas = await db.selectFrom('areas').select(['area_id', 'name']).execute();
  const areaNames = new Map(areas.map((row) => [row.area_id, row.name]));
  const ids = [...new Set(orders.flatMap(({ installerId }) => installerId ?? []))];
  const people =
    ids.length === 0
      ? []
      : await db.selectFrom('people').select(['person_id', 'name']).where('person_id', 'in', ids).execute();
  const names = new Map(people.map((row) => [row.person_id, row.name]));
  return orders.map((order) => {
    const { orderId, areaId, installerId, siteId, sourceId, state, body, draft } = order;
    const { plannedAtMs, serial, claimUntilMs, acceptedAtMs } = order;
    const { cameraSealed: _, cameraShown = null, ...shown } = draft;
    return {
      ...body,
      orderId,
      areaId,
      installerId,
      siteId,
      sourceId,
      state,
      plannedAtMs,
      serial,
      claimUntilMs,
      areaName: areaNames.get(areaId) ?? areaId,
      installerName: installerId === null ? null : (names.get(installerId) ?? installerId),
      draft: { ...shown, cameraShown },
      hasNoticePhoto: order.noticeSha256 !== null,
      acceptedAtMs,
    };
  });
}

function read(row: Selectable<Database['orders']>): OrderRow {
  return {
    orderId: row.order_id,
    areaId: row.area_id,
    installerId: row.installer_id,
    siteId: row.site_id,
    sourceId: row.source_id,
    state: row.state as Order['state'],
    // Both were checked by their schemas before they were stored.
    body: JSON.parse(row.body) as OrderBody,
    draft: JSON.parse(row.draft) as KeptDraft,
    plannedAtMs: row.planned_at_ms,
    serial: row.serial,
    claimUntilMs: row.claim_until_ms,
    claimProof: row.claim_proof,
    noticeSha256: row.notice_sha256,
    noticeType: row.notice_type,
    ticket: row.ticket,
    acceptedAtMs: row.accepted_at_ms,
  };
}
