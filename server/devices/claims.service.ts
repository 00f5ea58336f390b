// Scanning a sticker: a work order of one's own, a box nobody has claimed, a place where it was planned (rule N1).
import type { Position } from '@haixi/proto/basics';
import {
  claimLastsMs,
  readSticker,
  type claimBodySchema,
  type claimedSchema,
} from '@haixi/proto/devices/orders';
import { astray, metresBetween } from '@haixi/proto/devices/placing';
import type { EventDraft } from '@haixi/proto/live/events';
import { Inject, Injectable } from '@nestjs/common';
import type { z } from 'zod';
import type { Caller } from '../accounts/caller.js';
import { Seal } from '../accounts/seal.service.js';
import { sameHash } from '../accounts/secret.js';
import { SiteLink } from '../ingest/site-link.js';
import { type Db, type Tx } from '../store/database.store.js';
import { DB } from '../store/store.module.js';
import { World } from '../world.js';
import { inWords } from './astray-words.js';
import { proofKeyOf } from './claim-proof.js';
import { toWgs84 } from './datums.js';
import { lockSite, type LockedSite } from './keys.store.js';
import { lockOrder, notTheirs, notTheirSite, type OrderRow } from './orders.store.js';
import { type Refused, refused } from './refused.js';
import { tellConfig } from './site-config.store.js';
import { applyCamera, enterNew, sourceAt } from './sources.store.js';
import { hashOfCode } from './sticker-codes.js';
import { freeSticker, lockStickers, type LockedSticker } from './stickers.store.js';
import { isWithin, outlineOf } from './tree.store.js';
import { inTurn, type Turn } from './turn.store.js';

type Claimed = z.infer<typeof claimedSchema>;
type Scan = z.output<typeof claimBodySchema>;
type Answer = { readonly ok: true; readonly claimed: Claimed } | Refused;

/** Where nothing is known of a new site's place yet: it stands on no map before it is handed over. */
const nowhere: Position = { lon: 0, lat: 0 };

@Injectable()
export class Claims {
  constructor(
    @Inject(DB) private readonly db: Db,
    private readonly world: World,
    private readonly seal: Seal,
    private readonly link: SiteLink,
  ) {}

  /**
   * Claims the box of a scanned sticker for one's own work order. The same scan again gets the same answer, with new ten
   * minutes while the box has not come. Of two that scan one sticker at once, one wins; the other is refused and told of.
   */
  async claim(caller: Caller, orderId: string, scan: Scan): Promise<Answer> {
    const answer = await inTurn<Answer>(this.db, this.world, (tx) => this.turn(tx, caller, orderId, scan));
    // A box that is there already runs the order's camera from now on.
    if (answer.ok && answer.claimed.untilMs === null)
      tellConfig(this.link, answer.claimed.siteId, this.world.newId());
    return answer;
  }

  private async turn(tx: Tx, caller: Caller, orderId: string, scan: Scan): Promise<Turn<Answer>> {
    const order = await lockOrder(tx, orderId);
    const foreign = notTheirs(caller, order);
    if (!order || foreign) return { answer: foreign ?? refused('not_found', 'work order of yours') };
    if (order.state !== 'open' && order.state !== 'claimed')
      return { answer: refused('order_closed', order.state) };
    const read = readSticker(scan.sticker);
    if (!read) return { answer: refused('not_a_sticker') };
    const { serial, claimCode } = read;
    const others = order.serial === null ? [] : [order.serial];
    const stickers = await lockStickers(tx, [...new Set([serial, ...others])]);
    const sticker = stickers.get(serial);
    const tell = (because: 'already_claimed' | 'wrong_sticker'): Turn<Answer> => ({
      answer: refused(because, serial),
      events: [claimRefused(caller, order, serial, because)],
    });
    if (!sticker || !sameHash(sticker.codeHash, hashOfCode(claimCode))) return tell('wrong_sticker');
    if (!(await isWithin(tx, order.areaId, sticker.areaId))) return tell('wrong_sticker');
    const site = await lockSite(tx, order.siteId);
    const foreignSite = notTheirSite(caller, site);
    if (foreignSite) return { answer: foreignSite };
    if (site?.retiredAtMs != null) return { answer: refused('site_retired', site.siteId) };
    const source = await sourceAt(tx, order.siteId, order.sourceId);
    if (source?.retiredAtMs != null) return { answer: refused('no_such_source', order.sourceId) };
    const isOwnBox = sticker.state === 'enrolled' && site?.serial === serial && site.keyHash !== null;
    if (isOwnBox && order.serial === serial)
      return { answer: { ok: true, claimed: { serial, siteId: order.siteId, untilMs: null } } };
    const isAgain = sticker.state === 'claimed' && sticker.orderId === orderId;
    if (sticker.state !== 'new' && !isAgain && !isOwnBox) return tell('already_claimed');
    if (!isAgain && !isOwnBox && order.body.kind !== 'replace' && (await hasOtherBox(tx, order, site)))
      return { answer: refused('site_has_box', site?.serial ?? '') };
    const placed = await placeOf(tx, order, scan);
    if (placed.astray && !scan.reason) return { answer: refused('astray', placed.astray) };
    if (isAgain) return { answer: await this.take(tx, order, sticker, claimCode) };
    // Another box was scanned before, and has not come: the installer has taken this one instead.
    const before = order.serial === null || order.serial === serial ? undefined : stickers.get(order.serial);
    const actor = { kind: 'person', id: caller.personId } as const;
    const why = { reason: `${serial} was scanned instead`, actor, nowMs: this.world.nowMs() };
    const freed =
      before?.state === 'claimed' && before.orderId === orderId ? await freeSticker(tx, before, why) : [];
    await enterNew(tx, order, placed.position ?? order.body.plan?.position ?? nowhere);
    await applyCamera(tx, order, order.draft);
    const answer = isOwnBox
      ? await takeOwn(tx, order, serial)
      : await this.take(tx, order, sticker, claimCode);
    // Who has said why at the scan is not asked again where the camera stands.
    if (scan.reason && !order.draft.positionReason) await keepReason(tx, order, scan.reason);
    const claimed: EventDraft = {
      areaId: order.areaId,
      type: 'sticker.claimed',
      actor,
      data: {
        orderId,
        siteId: order.siteId,
        serial,
        fromPlanM: placed.fromPlanM,
        reason: scan.reason ?? '',
      },
    };
    return { answer, events: [...freed, claimed], changesRegister: true };
  }

  /** The box may come for its credentials for ten minutes from now. */
  private async take(tx: Tx, order: OrderRow, { serial }: LockedSticker, claimCode: string): Promise<Answer> {
    const { orderId, siteId } = order;
    const untilMs = this.world.nowMs() + claimLastsMs;
    await tx
      .updateTable('orders')
      .set({
        state: 'claimed',
        serial,
        claim_until_ms: untilMs,
        claim_proof: this.seal.seal(proofKeyOf(claimCode)),
      })
      .where('order_id', '=', orderId)
      .execute();
    await tx
      .updateTable('stickers')
      .set({ state: 'claimed', site_id: siteId, order_id: orderId })
      .where('serial', '=', serial)
      .execute();
    return { ok: true, claimed: { serial, siteId, untilMs } };
  }
}

/** The box that serves this site already serves this camera too. */
async function takeOwn(tx: Tx, { orderId, siteId }: OrderRow, serial: string): Promise<Answer> {
  await tx
    .updateTable('orders')
    .set({ state: 'claimed', serial, claim_until_ms: null, claim_proof: null })
    .where('order_id', '=', orderId)
    .execute();
  return { ok: true, claimed: { serial, siteId, untilMs: null } };
}

async function keepReason(tx: Tx, { orderId, draft }: OrderRow, positionReason: string): Promise<void> {
  await tx
    .updateTable('orders')
    .set({ draft: JSON.stringify({ ...draft, positionReason }) })
    .where('order_id', '=', orderId)
    .execute();
}

/** Whether another agent speaks for the site already, or a box of another order is on its way: a site has one. */
async function hasOtherBox(tx: Tx, order: OrderRow, site: LockedSite | null): Promise<boolean> {
  if (!site) return false;
  if (site.keyHash !== null) return true;
  const waiting = await tx
    .selectFrom('stickers')
    .select('serial')
    .where('site_id', '=', site.siteId)
    .where('state', '=', 'claimed')
    .where('order_id', '<>', order.orderId)
    .executeTakeFirst();
  return waiting !== undefined;
}

interface Placed {
  /** WGS-84; null where the phone does not know. */
  readonly position: Position | null;
  readonly fromPlanM: number | null;
  /** What a reason is wanted for, in words; null where nothing is. */
  readonly astray: string | null;
}

async function placeOf(tx: Tx, { areaId, body: { plan } }: OrderRow, { taken }: Scan): Promise<Placed> {
  if (!taken) return { position: null, fromPlanM: null, astray: null };
  const position = toWgs84(taken.position, taken.datum);
  const fromPlanM = plan ? Math.round(metresBetween(plan.position, position)) : null;
  const found = astray(position, await outlineOf(tx, areaId), plan);
  return { position, fromPlanM, astray: inWords(found, plan?.withinM ?? null) };
}

function claimRefused(
  caller: Caller,
  { areaId, orderId }: OrderRow,
  serial: string,
  because: 'already_claimed' | 'wrong_sticker',
): EventDraft {
  const actor = { kind: 'person', id: caller.personId } as const;
  return { areaId, type: 'claim.refused', actor, data: { orderId, serial, because } };
}
