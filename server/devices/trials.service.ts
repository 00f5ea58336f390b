// What an installer has the box do: raise a test alarm, and send bytes by which its line is measured; and what was decoded.
import { lineTestBytes } from '@haixi/proto/devices/device-routes';
import type { Check } from '@haixi/proto/devices/orders';
import type { decodedBodySchema } from '@haixi/proto/devices/orders';
import type { SiteCommand } from '@haixi/proto/mqtt/messages';
import { Inject, Injectable } from '@nestjs/common';
import type { z } from 'zod';
import type { Caller } from '../accounts/caller.js';
import { hashOfSecret, newSecret } from '../accounts/secret.js';
import { SiteLink } from '../ingest/site-link.js';
import { type Db, type Tx } from '../store/database.store.js';
import { DB } from '../store/store.module.js';
import { World } from '../world.js';
import { judge, testWithinMs } from './checks.js';
import { factsOf, tellCheck } from './checks.store.js';
import { lockOrder, notTheirs, type OrderRow, readOrder } from './orders.store.js';
import { type Refused, refused } from './refused.js';
import { inTurn, type Turn } from './turn.store.js';

/** A test alarm that was asked for this lately is waited for: a second press asks for no second one. */
const pressedTwiceMs = 3_000;

interface LineTest {
  readonly orderId: string;
  readonly siteId: string;
  readonly untilMs: number;
}

type Sent = { readonly ok: true; readonly siteId: string; readonly command: SiteCommand | null } | Refused;

@Injectable()
export class Trials {
  /** Line tests that were asked for, by the hash of their ticket; of the steady clock. */
  private readonly lineTests = new Map<string, LineTest>();

  constructor(
    @Inject(DB) private readonly db: Db,
    private readonly world: World,
    private readonly link: SiteLink,
  ) {}

  /** How the checks of one's own work order stand now. */
  async checks(caller: Caller, orderId: string): Promise<{ ok: true; checks: Check[] } | Refused> {
    const order = await readOrder(this.db, orderId);
    const foreign = notTheirs(caller, order);
    if (!order || foreign) return foreign ?? refused('not_found', 'work order of yours');
    return { ok: true, checks: judge(await factsOf(this.db, order), this.world.nowMs()) };
  }

  /** Has the box raise a test alarm. Its round trip begins here and ends with the commit of what it raised. */
  async alarm(caller: Caller, orderId: string): Promise<{ ok: true } | Refused> {
    return this.send(caller, orderId, async (tx, order) => {
      const asked_at_ms = this.world.nowMs();
      const waiting = await tx
        .selectFrom('asked_tests')
        .select('test')
        .where('order_id', '=', orderId)
        .where('stored_at_ms', 'is', null)
        .where('asked_at_ms', '>', asked_at_ms - pressedTwiceMs)
        .executeTakeFirst();
      if (waiting) return null;
      const { siteId: site_id, sourceId: source_id } = order;
      const test = this.world.newId();
      await tx
        .insertInto('asked_tests')
        .values({ test, site_id, source_id, order_id: orderId, asked_at_ms, stored_at_ms: null })
        .execute();
      return { id: test, kind: 'alarm.test', sourceId: order.sourceId };
    });
  }

  /** Has the box measure its line. */
  async line(caller: Caller, orderId: string): Promise<{ ok: true } | Refused> {
    return this.send(caller, orderId, async (tx, { siteId }) => {
      const ticket = newSecret((count) => this.world.random(count));
      const steadyMs = this.world.steadyMs();
      for (const [hash, test] of this.lineTests)
        if (test.untilMs <= steadyMs || test.orderId === orderId) this.lineTests.delete(hash);
      this.lineTests.set(hashOfSecret(ticket), { orderId, siteId, untilMs: steadyMs + testWithinMs });
      await tellCheck(tx, orderId, { check: 'bandwidth', value: null, detail: '', atMs: this.world.nowMs() });
      return { id: this.world.newId(), kind: 'line.measure', ticket };
    });
  }

  /** Uses a line's ticket up; null where it is none for this site now. Counting begins with it. */
  beginLine(siteId: string, ticket: string): { end(bytes: number): Promise<number> } | null {
    const hash = hashOfSecret(ticket);
    const test = this.lineTests.get(hash);
    const beganMs = this.world.steadyMs();
    if (!test || test.siteId !== siteId || test.untilMs <= beganMs) return null;
    this.lineTests.delete(hash);
    return {
      end: async (bytes) => {
        const tookMs = Math.max(1, this.world.steadyMs() - beganMs);
        const kbps = Math.round((Math.min(bytes, lineTestBytes) * 8) / tookMs);
        const atMs = this.world.nowMs();
        await tellCheck(this.db, test.orderId, { check: 'bandwidth', value: kbps, detail: '', atMs });
        return kbps;
      },
    };
  }

  /** Keeps that this person's browser has decoded the order's camera, in an open view of their own. */
  async decoded(
    caller: Caller,
    orderId: string,
    told: z.output<typeof decodedBodySchema>,
  ): Promise<{ ok: true } | Refused> {
    return inTurn<{ ok: true } | Refused>(this.db, this.world, async (tx) => {
      const own = await this.own(tx, caller, orderId);
      if (!own.ok) return { answer: own };
      const { siteId, sourceId } = own.order;
      const view = await tx
        .selectFrom('views')
        .select('view_id')
        .where('view_id', '=', told.viewId)
        .where('person_id', '=', caller.personId)
        .where('site_id', '=', siteId)
        .where('source_id', '=', sourceId)
        .executeTakeFirst();
      if (!view) return { answer: refused('no_view') };
      const detail = `${told.width}×${told.height}`;
      const atMs = this.world.nowMs();
      await tellCheck(tx, orderId, { check: 'picture', value: told.firstFrameMs, detail, atMs });
      return { answer: { ok: true } };
    });
  }

  /** Asks a box that is there for something, once what was asked is in the store. */
  private async send(
    caller: Caller,
    orderId: string,
    enter: (tx: Tx, order: OrderRow) => Promise<SiteCommand | null>,
  ): Promise<{ ok: true } | Refused> {
    const sent = await inTurn<Sent>(this.db, this.world, async (tx): Promise<Turn<Sent>> => {
      const own = await this.own(tx, caller, orderId);
      if (!own.ok) return { answer: own };
      const { siteId } = own.order;
      const site = await tx
        .selectFrom('sites')
        .select(['presence', 'key_hash'])
        .where('site_id', '=', siteId)
        .executeTakeFirst();
      if (site?.presence !== 'online' || site.key_hash === null) return { answer: refused('not_online') };
      return { answer: { ok: true, siteId, command: await enter(tx, own.order) } };
    });
    if (!sent.ok) return sent;
    if (sent.command) this.link.send('commands', sent.siteId, sent.command);
    return { ok: true };
  }

  /** One's own order that has its box. */
  private async own(
    tx: Tx,
    caller: Caller,
    orderId: string,
  ): Promise<{ ok: true; order: OrderRow } | Refused> {
    const order = await lockOrder(tx, orderId);
    const foreign = notTheirs(caller, order);
    if (!order || foreign) return foreign ?? refused('not_found', 'work order of yours');
    if (order.state === 'open') return refused('not_claimed');
    return order.state === 'claimed' ? { ok: true, order } : refused('order_closed', order.state);
  }
}
