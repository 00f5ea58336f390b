// What a planner does: work orders, stickers to be printed, and letting a claimed box be claimed again.
import type { Order, OrderBody, StickerRow } from '@haixi/proto/devices/orders';
import type { EventDraft } from '@haixi/proto/live/events';
import { Inject, Injectable } from '@nestjs/common';
import type { Caller } from '../accounts/caller.js';
import { Seal } from '../accounts/seal.service.js';
import { SiteLink } from '../ingest/site-link.js';
import { canonical } from '../log/chain.js';
import { type Db, type Tx } from '../store/database.store.js';
import { DB } from '../store/store.module.js';
import { World } from '../world.js';
import { shownAddress } from './camera-address.js';
import { type KeptDraft, lockOrder, type OrderRow, shownOrder, shownOrders } from './orders.store.js';
import { type Refused, refused } from './refused.js';
import { openAddress, tellConfig } from './site-config.store.js';
import { endNew, keptDraftOf, sourceAt } from './sources.store.js';
import { newSticker } from './sticker-codes.js';
import { freeSticker, lockStickers, readStickers } from './stickers.store.js';
import { installsIn } from './tree.store.js';
import { inTurn } from './turn.store.js';

/** So many of the latest are listed. */
const listMax = 1_000;

@Injectable()
export class Planning {
  constructor(
    @Inject(DB) private readonly db: Db,
    private readonly world: World,
    private readonly link: SiteLink,
    private readonly seal: Seal,
  ) {}

  /** Work orders of these areas, newest first. */
  orders(areaIds: readonly string[]): Promise<Order[]> {
    return shownOrders(this.db, (order) => order('area_id', 'in', [...areaIds]), listMax);
  }

  /** Plans a work order, or changes one that nobody has begun; the same again changes nothing. */
  async put(caller: Caller, orderId: string, body: OrderBody): Promise<{ ok: true; order: Order } | Refused> {
    if (!caller.may('site.plan', body.areaId))
      return refused('not_allowed', `site.plan in area ${body.areaId}`);
    const done = await inTurn<{ ok: true } | Refused>(this.db, this.world, async (tx) => {
      const before = await lockOrder(tx, orderId);
      if (before && !caller.may('site.plan', before.areaId))
        return { answer: refused('not_found', 'work order') };
      if (before && canonical(before.body) === canonical(body)) return { answer: { ok: true } };
      if (before && before.state !== 'open')
        return { answer: refused(before.state === 'claimed' ? 'order_begun' : 'order_closed', before.state) };
      const wrong = await this.wrongPlan(tx, orderId, body, before);
      if (wrong) return { answer: wrong };
      return { answer: { ok: true }, events: [await this.write(tx, caller, orderId, body, before)] };
    });
    return done.ok ? { ok: true, order: await shownOrder(this.db, orderId) } : done;
  }

  /** Cancels a work order: what its box was given ends, and so does what was entered for it alone. */
  async cancel(caller: Caller, orderId: string, reason: string): Promise<{ ok: true } | Refused> {
    const done = await inTurn<{ ok: true; siteId?: string } | Refused>(this.db, this.world, async (tx) => {
      const order = await lockOrder(tx, orderId);
      if (!order || !caller.may('site.plan', order.areaId))
        return { answer: refused('not_found', 'work order') };
      if (order.state === 'cancelled') return { answer: { ok: true } };
      if (order.state === 'accepted') return { answer: refused('order_closed', order.state) };
      const why = {
        reason,
        actor: { kind: 'person', id: caller.personId } as const,
        nowMs: this.world.nowMs(),
      };
      const stickers = await lockStickers(tx, order.serial === null ? [] : [order.serial]);
      const events: EventDraft[] = [];
      // A box that another order brought stays what it is.
      for (const sticker of stickers.values())
        if (sticker.orderId === orderId) events.push(...(await freeSticker(tx, sticker, why)));
      events.push(...(await endNew(tx, order, why)));
      await tx
        .updateTable('orders')
        .set({ state: 'cancelled', claim_until_ms: null, claim_proof: null })
        .where('order_id', '=', orderId)
        .execute();
      const { areaId } = order;
      events.push({ areaId, type: 'order.cancelled', actor: why.actor, data: { orderId, reason } });
      return { answer: { ok: true, siteId: order.siteId }, events, changesRegister: true };
    });
    if (!done.ok) return done;
    // Where the site's box stays, it lets go of the camera.
    if (done.siteId !== undefined) tellConfig(this.link, done.siteId, this.world.newId());
    return { ok: true };
  }

  /** New stickers with their texts, which nobody can read again. */
  makeStickers(
    caller: Caller,
    areaId: string,
    count: number,
  ): Promise<{ ok: true; stickers: { serial: string; text: string }[] } | Refused> {
    return inTurn<{ ok: true; stickers: { serial: string; text: string }[] } | Refused>(
      this.db,
      this.world,
      async (tx) => {
        if (!caller.may('site.plan', areaId))
          return { answer: refused('not_allowed', `site.plan in area ${areaId}`) };
        const made = Array.from({ length: count }, () => newSticker((bytes) => this.world.random(bytes)));
        const made_at_ms = this.world.nowMs();
        await tx
          .insertInto('stickers')
          .values(
            made.map(({ serial, codeHash: code_hash }) => {
              return { serial, code_hash, area_id: areaId, made_at_ms, state: 'new' };
            }),
          )
          .execute();
        const told: EventDraft = {
          areaId,
          type: 'stickers.made',
          actor: { kind: 'person', id: caller.personId },
          data: { serials: made.map(({ serial }) => serial) },
        };
        const stickers = made.map(({ serial, text }) => ({ serial, text }));
        return { answer: { ok: true, stickers }, events: [told] };
      },
    );
  }

  /** Stickers of these areas and what became of them, the latest first. */
  stickers(areaIds: readonly string[]): Promise<StickerRow[]> {
    return readStickers(this.db, areaIds, listMax);
  }

  /** Lets a claimed box be claimed again; its key is withdrawn. A work order that waits for it is open again. */
  reclaim(caller: Caller, serial: string, reason: string): Promise<{ ok: true } | Refused> {
    return inTurn<{ ok: true } | Refused>(this.db, this.world, async (tx) => {
      const none = { answer: refused('not_found', 'sticker') };
      const found = await tx
        .selectFrom('stickers')
        .select('order_id')
        .where('serial', '=', serial)
        .executeTakeFirst();
      const order = found?.order_id ? await lockOrder(tx, found.order_id) : null;
      const sticker = (await lockStickers(tx, [serial])).get(serial);
      if (!sticker || !caller.may('device.revoke', sticker.areaId)) return none;
      if (sticker.state === 'new') return { answer: { ok: true } };
      // It was claimed or freed between the two looks.
      if ((found?.order_id ?? null) !== sticker.orderId) return { answer: refused('order_begun', serial) };
      const actor = { kind: 'person', id: caller.personId } as const;
      const events = await freeSticker(tx, sticker, { reason, actor, nowMs: this.world.nowMs() });
      if (order?.state === 'claimed' && order.serial === serial) await reopen(tx, order);
      return { answer: { ok: true }, events, changesRegister: true };
    });
  }

  private async wrongPlan(
    tx: Tx,
    orderId: string,
    body: OrderBody,
    before: OrderRow | null,
  ): Promise<Refused | null> {
    const { kind, areaId, installerId, siteId, sourceId } = body;
    if (body.sourceType !== 'camera') return refused('cameras_only');
    if (installerId !== null && !(await installsIn(tx, installerId, areaId)))
      return refused('no_such_installer', installerId);
    const site = await tx
      .selectFrom('sites')
      .select(['area_id', 'retired_at_ms'])
      .where('site_id', '=', siteId ?? orderId)
      .executeTakeFirst();
    if (siteId === null) {
      if (kind !== 'install') return refused('no_such_site', 'none');
      // A site of this id that is there may only be the one that this order has made.
      return site && before?.body.siteId !== null ? refused('id_taken', orderId) : null;
    }
    if (site?.area_id !== areaId) return refused('no_such_site', siteId);
    if (site.retired_at_ms !== null) return refused('site_retired', siteId);
    const source = await sourceAt(tx, siteId, sourceId);
    if (kind === 'install') return isFree(source) ? null : refused('source_exists', sourceId);
    return source && source.retiredAtMs === null ? null : refused('no_such_source', sourceId);
  }

  private async write(
    tx: Tx,
    caller: Caller,
    orderId: string,
    body: OrderBody,
    before: OrderRow | null,
  ): Promise<EventDraft> {
    const { areaId, installerId, sourceId } = body;
    const siteId = body.siteId ?? orderId;
    const row = { area_id: areaId, installer_id: installerId, site_id: siteId, source_id: sourceId };
    const draft = body.siteId === null ? {} : await keptDraftOf(tx, body.kind, siteId, sourceId);
    const begins = { draft: JSON.stringify({ ...draft, cameraShown: this.shown(draft) }) };
    const isOther =
      before?.siteId !== siteId || before.sourceId !== sourceId || before.body.kind !== body.kind;
    if (before) {
      // What was filled in for another camera says nothing of this one.
      const changed = { ...row, body: JSON.stringify(body), ...(isOther ? begins : {}) };
      await tx.updateTable('orders').set(changed).where('order_id', '=', orderId).execute();
    } else {
      const entered = { order_id: orderId, state: 'open', planned_at_ms: this.world.nowMs() };
      await tx
        .insertInto('orders')
        .values({ ...row, ...begins, ...entered, body: JSON.stringify(body) })
        .execute();
    }
    return {
      areaId,
      type: 'order.set',
      actor: { kind: 'person', id: caller.personId },
      data: { orderId, siteId, sourceId, installerId, isNew: before === null },
    };
  }

  private shown({ cameraSealed }: KeptDraft): string | null {
    return cameraSealed ? shownAddress(openAddress(this.seal, cameraSealed).address) : null;
  }
}

/** Whether a new camera may have these ids: nobody has them, or one that was entered and never handed over. */
function isFree(source: Awaited<ReturnType<typeof sourceAt>>): boolean {
  return source === null || (source.commissionedAtMs === null && source.retiredAtMs === null);
}

/** An order whose box was taken from it can be claimed for again; what was filled in stays. */
async function reopen(tx: Tx, { orderId }: OrderRow): Promise<void> {
  await tx
    .updateTable('orders')
    .set({ state: 'open', serial: null, claim_until_ms: null, claim_proof: null })
    .where('order_id', '=', orderId)
    .execute();
  await tx.deleteFrom('order_checks').where('order_id', '=', orderId).execute();
}
