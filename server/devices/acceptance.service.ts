// Handing a camera over: all checks, then in use, and a ticket as the proof that never changes (rule N6 asked again).
import { createHash } from 'node:crypto';
import type { AcceptanceTicket, Check } from '@haixi/proto/devices/orders';
import type { EventDraft } from '@haixi/proto/live/events';
import type { SiteType } from '@haixi/proto/vocabulary';
import { Inject, Injectable } from '@nestjs/common';
import type { Caller } from '../accounts/caller.js';
import { canonical } from '../log/chain.js';
import { type Db, type Tx } from '../store/database.store.js';
import { DB } from '../store/store.module.js';
import { World } from '../world.js';
import { judge, missing } from './checks.js';
import { factsOf } from './checks.store.js';
import { commissionSite, commissionSource } from './commissioning.store.js';
import { lockSite } from './keys.store.js';
import { lockOrder, notTheirs, notTheirSite, type OrderRow, readOrder } from './orders.store.js';
import { type Refused, refused } from './refused.js';
import { wrongPlace } from './refused-places.js';
import { sourceAt } from './sources.store.js';
import { toWgs84 } from './datums.js';
import { inTurn, type Turn } from './turn.store.js';

type Accepted = { readonly ok: true; readonly ticket: AcceptanceTicket } | Refused;

@Injectable()
export class Acceptance {
  constructor(
    @Inject(DB) private readonly db: Db,
    private readonly world: World,
  ) {}

  /** Hands one's own work order over; the camera is in use from its commit on. Again: the same ticket. */
  accept(caller: Caller, orderId: string): Promise<Accepted> {
    return inTurn<Accepted>(this.db, this.world, (tx) => this.turn(tx, caller, orderId));
  }

  /**
   * The ticket of a work order, for whoever may read tickets where it is. An installer who is nothing else there reads
   * those of their own orders alone.
   */
  async ticket(caller: Caller, orderId: string): Promise<Accepted> {
    const order = await readOrder(this.db, orderId);
    if (!order || !mayRead(caller, order)) return refused('not_found', 'work order');
    return order.ticket === null ? refused('no_ticket') : { ok: true, ticket: read(order.ticket) };
  }

  private async turn(tx: Tx, caller: Caller, orderId: string): Promise<Turn<Accepted>> {
    const order = await lockOrder(tx, orderId);
    const foreign = notTheirs(caller, order);
    if (!order || foreign) return { answer: foreign ?? refused('not_found', 'work order of yours') };
    if (order.ticket !== null) return { answer: { ok: true, ticket: read(order.ticket) } };
    if (order.state === 'open') return { answer: refused('not_claimed') };
    if (order.state !== 'claimed') return { answer: refused('order_closed', order.state) };
    const wrong = wrongPlace(order.draft.place);
    if (wrong) return { answer: wrong };
    const site = await lockSite(tx, order.siteId);
    if (!site || site.retiredAtMs !== null) return { answer: refused('site_retired', order.siteId) };
    const foreignSite = notTheirSite(caller, site);
    if (foreignSite) return { answer: foreignSite };
    const source = await sourceAt(tx, order.siteId, order.sourceId);
    if (!source || source.retiredAtMs !== null) return { answer: refused('no_such_source', order.sourceId) };
    const nowMs = this.world.nowMs();
    const checks = judge(await factsOf(tx, order), nowMs);
    const lacking = missing(checks);
    if (lacking.length > 0) return { answer: refused('not_ready', lacking.join(', ')) };
    const ticket = await this.write(tx, caller, order, checks, nowMs);
    const actor = { kind: 'person', id: caller.personId } as const;
    const text = canonical(ticket);
    await tx
      .updateTable('orders')
      .set({ state: 'accepted', ticket: text, accepted_at_ms: nowMs })
      .where('order_id', '=', orderId)
      .execute();
    const accepted: EventDraft = {
      areaId: order.areaId,
      type: 'order.accepted',
      actor,
      data: {
        orderId,
        siteId: order.siteId,
        sourceId: order.sourceId,
        serial: order.serial ?? '',
        roundTripMs: checks.find(({ check }) => check === 'alarm')?.value ?? 0,
        ticketSha256: createHash('sha256').update(text, 'utf8').digest('hex'),
      },
    };
    // Its site may have come into another area since it was planned.
    const here = { ...order, areaId: site.areaId };
    const events = [
      ...(await commissionSite(tx, here, site, actor, nowMs)),
      await commissionSource(tx, here, actor, nowMs),
      accepted,
    ];
    return { answer: { ok: true, ticket }, events, changesRegister: true };
  }

  private async write(
    tx: Tx,
    caller: Caller,
    order: OrderRow,
    checks: Check[],
    acceptedAtMs: number,
  ): Promise<AcceptanceTicket> {
    const { body, draft, siteId, sourceId, areaId } = order;
    const { taken, place, legalBasis, headingDeg, fovDeg, rangeM } = draft;
    if (!taken || !place || !legalBasis || headingDeg === undefined || !fovDeg || !rangeM)
      throw new Error(`work order ${order.orderId} passed its checks without what they ask for`);
    const area = await tx
      .selectFrom('areas')
      .select('name')
      .where('area_id', '=', areaId)
      .executeTakeFirstOrThrow();
    const site = await tx
      .selectFrom('sites')
      .select(['name', 'type', 'address', 'agent'])
      .where('site_id', '=', siteId)
      .executeTakeFirstOrThrow();
    const siteName = draft.siteName ?? site.name;
    return {
      orderId: order.orderId,
      kind: body.kind,
      areaId,
      areaName: area.name,
      siteId,
      siteName,
      siteType: draft.siteType ?? (site.type as SiteType),
      address: draft.address ?? site.address,
      sourceId,
      cameraName: draft.cameraName ?? siteName,
      place,
      legalBasis,
      position: toWgs84(taken.position, taken.datum),
      datum: taken.datum,
      accuracyM: taken.accuracyM,
      positionReason: draft.positionReason ?? '',
      heightM: draft.heightM ?? null,
      headingDeg,
      fovDeg,
      rangeM,
      privacyZones: draft.privacy?.length ?? 0,
      serial: order.serial,
      agent: site.agent ?? '',
      checks,
      installerId: caller.personId,
      installerName: caller.name,
      acceptedAtMs,
      noticeSha256: order.noticeSha256 ?? '',
    };
  }
}

/** Whether somebody reads what an order has led to: its ticket, and the photo of its notice. */
export function mayRead(
  caller: Caller,
  { areaId, installerId }: Pick<OrderRow, 'areaId' | 'installerId'>,
): boolean {
  if (!caller.may('ticket.read', areaId)) return false;
  if (installerId === caller.personId) return true;
  const isMore = caller.may('site.plan', areaId) || caller.may('look.read', areaId);
  return isMore || !caller.may('site.install', areaId);
}

/** A ticket is stored as it was made. */
function read(text: string): AcceptanceTicket {
  return JSON.parse(text) as AcceptanceTicket;
}
