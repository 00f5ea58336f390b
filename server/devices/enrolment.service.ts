// A box comes for its credentials: it proves that it knows its claim code, once, while its claim stands (rule N2).
import {
  claimLastsMs,
  type Enrolled,
  type enrolBodySchema,
  type nonceSchema,
} from '@haixi/proto/devices/orders';
import type { EventDraft } from '@haixi/proto/live/events';
import { Inject, Injectable } from '@nestjs/common';
import type { z } from 'zod';
import { Seal } from '../accounts/seal.service.js';
import { hashOfSecret, sameHash } from '../accounts/secret.js';
import { Environment } from '../environment.js';
import { type Db, type Tx } from '../store/database.store.js';
import { DB } from '../store/store.module.js';
import { World } from '../world.js';
import { isProof, nonceLastsMs, Nonces } from './claim-proof.js';
import { issueKey, lockSite } from './keys.store.js';
import { lockOrder, type OrderRow } from './orders.store.js';
import { type Refused, refused } from './refused.js';
import { lockStickers } from './stickers.store.js';
import { inTurn, type Turn } from './turn.store.js';

type Asked = z.output<typeof enrolBodySchema>;
type Answer = { readonly ok: true; readonly enrolled: Enrolled } | Refused;

/** A box that waits asks again so soon. */
const againMs = 3_000;
/** A refusal of one kind and box is told so often at most: whoever knocks is nobody yet, and must not fill the log. */
const tellEveryMs = 60_000;
const toldMax = 1_000;

const waiting: Answer = { ok: true, enrolled: { state: 'waiting', againMs } };

@Injectable()
export class Enrolment {
  private readonly nonces: Nonces;
  /** When a refusal was told last, by box and kind; of the steady clock. */
  private readonly told = new Map<string, number>();

  constructor(
    @Inject(DB) private readonly db: Db,
    private readonly world: World,
    private readonly seal: Seal,
    private readonly environment: Environment,
  ) {
    this.nonces = new Nonces(world.random(32));
  }

  /** A nonce for this box, whether or not there is such a box. */
  nonce(serial: string): z.infer<typeof nonceSchema> {
    const nowMs = this.world.nowMs();
    return { nonce: this.nonces.make(serial, nowMs, this.world.salt()), untilMs: nowMs + nonceLastsMs };
  }

  /** Gives a claimed box its credentials for its proof; the same box and key again get the same answer. */
  async enrol(asked: Asked): Promise<Answer> {
    const madeAtMs = this.nonces.madeAtMs(asked.nonce, asked.serial, this.world.nowMs());
    if (madeAtMs === null) return refused('nonce_expired');
    return inTurn<Answer>(this.db, this.world, (tx) => this.turn(tx, asked, madeAtMs));
  }

  private async turn(tx: Tx, asked: Asked, madeAtMs: number): Promise<Turn<Answer>> {
    const { serial } = asked;
    const found = await tx
      .selectFrom('stickers')
      .select('order_id')
      .where('serial', '=', serial)
      .executeTakeFirst();
    const order = found?.order_id ? await lockOrder(tx, found.order_id) : null;
    const sticker = (await lockStickers(tx, [serial])).get(serial);
    // Claimed or freed between the two looks: the box asks again in a moment.
    if (!order || !sticker || sticker.orderId !== order.orderId) return { answer: waiting };
    if (sticker.state === 'enrolled') return this.again(tx, asked, order);
    if (sticker.state !== 'claimed' || order.claimProof === null || order.claimUntilMs === null)
      return { answer: waiting };
    if (!isProof(this.seal.open(order.claimProof), asked)) return this.refuse(order, serial, 'wrong_proof');
    // A proof from before this claim is somebody else's, or an old one sent again.
    if (madeAtMs < order.claimUntilMs - claimLastsMs) return { answer: refused('nonce_expired') };
    if (order.claimUntilMs <= this.world.nowMs()) return this.refuse(order, serial, 'claim_expired');
    return this.grant(tx, asked, order);
  }

  private async grant(tx: Tx, asked: Asked, order: OrderRow): Promise<Turn<Answer>> {
    const { serial, key, agent } = asked;
    const { siteId, orderId } = order;
    const site = await lockSite(tx, siteId);
    if (!site || site.retiredAtMs !== null) return { answer: waiting };
    // The box that was there before is replaced by this one, and its sticker has done its service.
    await tx
      .updateTable('stickers')
      .set({ state: 'withdrawn' })
      .where('site_id', '=', siteId)
      .where('serial', '<>', serial)
      .where('state', '=', 'enrolled')
      .execute();
    const events = await issueKey(tx, site, { serial, key, agent, sealed: this.seal.seal(key) });
    await tx.updateTable('stickers').set({ state: 'enrolled' }).where('serial', '=', serial).execute();
    await tx
      .updateTable('orders')
      .set({ claim_until_ms: null, claim_proof: null })
      .where('order_id', '=', orderId)
      .execute();
    return { answer: this.granted(siteId), events, changesRegister: true };
  }

  /** The box that has the credentials may have missed the answer; any other is refused. */
  private async again(tx: Tx, { serial, key }: Asked, order: OrderRow): Promise<Turn<Answer>> {
    const site = await lockSite(tx, order.siteId);
    const isSame =
      site?.serial === serial && site.keyHash !== null && sameHash(site.keyHash, hashOfSecret(key));
    return isSame ? { answer: this.granted(order.siteId) } : this.refuse(order, serial, 'already_enrolled');
  }

  private refuse(
    { areaId, orderId }: OrderRow,
    serial: string,
    because: 'wrong_proof' | 'already_enrolled' | 'claim_expired',
  ): Turn<Answer> {
    const event: EventDraft = {
      areaId,
      type: 'claim.refused',
      actor: { kind: 'system' },
      data: { orderId, serial, because },
    };
    return { answer: refused(because), events: this.mayTell(`${serial} ${because}`) ? [event] : [] };
  }

  private mayTell(what: string): boolean {
    const steadyMs = this.world.steadyMs();
    const lastMs = this.told.get(what);
    if (lastMs !== undefined && steadyMs - lastMs < tellEveryMs) return false;
    for (const [other, atMs] of this.told) if (steadyMs - atMs >= tellEveryMs) this.told.delete(other);
    if (this.told.size >= toldMax) return false;
    this.told.set(what, steadyMs);
    return true;
  }

  private granted(siteId: string): Answer {
    const { agentBrokerUrl: server, origin: web } = this.environment;
    return { ok: true, enrolled: { state: 'granted', siteId, server, web } };
  }
}
