// What an installer fills in, kept at every step, so that a lost phone loses nothing; the box runs by it at once.
import type { Draft, Order } from '@haixi/proto/devices/orders';
import { type CameraAddress } from '@haixi/proto/devices/site-config';
import type { EventDraft } from '@haixi/proto/live/events';
import { Inject, Injectable } from '@nestjs/common';
import type { Caller } from '../accounts/caller.js';
import { Seal } from '../accounts/seal.service.js';
import { SiteLink } from '../ingest/site-link.js';
import { canonical } from '../log/chain.js';
import { type Db, type Tx } from '../store/database.store.js';
import { DB } from '../store/store.module.js';
import { World } from '../world.js';
import { refusedAddress, shownAddress } from './camera-address.js';
import { lockSite } from './keys.store.js';
import {
  type KeptDraft,
  lockOrder,
  notTheirs,
  notTheirSite,
  type OrderRow,
  shownOrder,
} from './orders.store.js';
import { type Refused, refused } from './refused.js';
import { wrongPlace } from './refused-places.js';
import { openAddress, tellConfig } from './site-config.store.js';
import { applyCamera, sourceAt, sourceSet } from './sources.store.js';
import { inTurn, type Turn } from './turn.store.js';

type Kept = { readonly ok: true; readonly siteId: string; readonly isNewConfig: boolean } | Refused;

@Injectable()
export class Drafts {
  constructor(
    @Inject(DB) private readonly db: Db,
    private readonly world: World,
    private readonly seal: Seal,
    private readonly link: SiteLink,
  ) {}

  /** Keeps what is filled in; what is left out stays as it was. Nothing of a draft with a refused part is kept. */
  async put(caller: Caller, orderId: string, draft: Draft): Promise<{ ok: true; order: Order } | Refused> {
    const kept = await inTurn<Kept>(this.db, this.world, (tx) => this.turn(tx, caller, orderId, draft));
    if (!kept.ok) return kept;
    if (kept.isNewConfig) tellConfig(this.link, kept.siteId, this.world.newId());
    return { ok: true, order: await shownOrder(this.db, orderId) };
  }

  private async turn(tx: Tx, caller: Caller, orderId: string, draft: Draft): Promise<Turn<Kept>> {
    const order = await lockOrder(tx, orderId);
    const foreign = notTheirs(caller, order);
    if (!order || foreign) return { answer: foreign ?? refused('not_found', 'work order of yours') };
    if (order.state !== 'open' && order.state !== 'claimed')
      return { answer: refused('order_closed', order.state) };
    const wrong = wrongPlace(draft.place) ?? wrongAddress(draft.camera);
    if (wrong) return { answer: wrong };
    const foreignSite = notTheirSite(caller, await lockSite(tx, order.siteId));
    if (foreignSite) return { answer: foreignSite };
    const kept: KeptDraft = this.merged(order.draft, draft);
    // A camera that is moved needs no box to be claimed: its site's own goes on.
    const begun = order.state === 'open' && order.body.kind === 'move' ? await ownBox(tx, order) : {};
    await tx
      .updateTable('orders')
      .set({ draft: JSON.stringify(kept), ...begun })
      .where('order_id', '=', orderId)
      .execute();
    const isRunning = order.state === 'claimed' || 'state' in begun;
    const events = isRunning ? await this.run(tx, caller, order, kept) : null;
    return {
      answer: { ok: true, siteId: order.siteId, isNewConfig: events !== null },
      events: events ?? [],
    };
  }

  /** Has the box of the locked site run by this draft; null where that changes nothing. What was checked of the picture before is void. */
  private async run(tx: Tx, caller: Caller, order: OrderRow, kept: KeptDraft): Promise<EventDraft[] | null> {
    const { siteId, sourceId, orderId } = order;
    if (!(await applyCamera(tx, order, kept))) return null;
    const isNewCamera = kept.cameraSealed !== order.draft.cameraSealed;
    await tx
      .deleteFrom('order_checks')
      .where('order_id', '=', orderId)
      .where('check_name', '=', 'picture')
      .execute();
    await tx
      .insertInto('order_checks')
      .values({
        order_id: orderId,
        check_name: 'privacy',
        state: 'running',
        value: null,
        limit_value: null,
        detail: '',
        at_ms: this.world.nowMs(),
      })
      .onConflict((clash) =>
        clash.columns(['order_id', 'check_name']).doUpdateSet({ at_ms: this.world.nowMs() }),
      )
      .execute();
    // A test that is under way stays one that was asked for, and says nothing of the new camera.
    if (isNewCamera)
      await tx.updateTable('asked_tests').set({ order_id: null }).where('order_id', '=', orderId).execute();
    const source = await sourceAt(tx, siteId, sourceId);
    // A camera in use looks otherwise from now on: that is told at once, not only when it is handed over.
    if (source?.commissionedAtMs == null) return [];
    return [await sourceSet(tx, order, { kind: 'person', id: caller.personId }, false)];
  }

  private merged(before: KeptDraft, { camera, ...draft }: Draft): KeptDraft {
    if (!camera || this.isSame(before.cameraSealed, camera)) return { ...before, ...draft };
    return {
      ...before,
      ...draft,
      cameraShown: shownAddress(camera.address),
      cameraSealed: this.seal.seal(JSON.stringify(camera)),
    };
  }

  private isSame(sealed: string | null | undefined, camera: CameraAddress): boolean {
    return sealed != null && canonical(openAddress(this.seal, sealed)) === canonical(camera);
  }
}

function wrongAddress(camera: CameraAddress | undefined): Refused | null {
  for (const field of ['address', 'substream'] as const) {
    const address = camera?.[field];
    const why = address === undefined ? null : refusedAddress(address);
    if (why) return refused('refused_address', `${field}: ${why}`);
  }
  return null;
}

/** The box of the order's site, as the one that serves the order. */
async function ownBox(tx: Tx, { siteId }: OrderRow): Promise<{ state: 'claimed'; serial: string | null }> {
  const site = await tx.selectFrom('sites').select('serial').where('site_id', '=', siteId).executeTakeFirst();
  return { state: 'claimed', serial: site?.serial ?? null };
}
