// An installer's orders at work: what is done is on the phone's disk at once, and goes to the server until it is taken.
import type { Order } from '@haixi/proto/devices/orders';
import type { Area } from '@haixi/proto/live/picture';
import type { Asked } from '../api/queries';
import {
  afterRefused,
  afterTaken,
  type Fields,
  type Kept,
  nextPart,
  nothingKept,
  type Part,
  type Scan,
} from './kept';
import type { KeptStore, ReadOrders } from './kept.store';

/** The way to the server. Nothing of it throws. */
export interface KeeperWire {
  /** Who the server takes this phone for. */
  who(): Promise<Asked<{ personId: string }>>;
  orders(): Promise<Asked<{ orders: Order[] }>>;
  areas(): Promise<Asked<{ areas: Area[] }>>;
  claim(
    orderId: string,
    scan: Scan,
  ): Promise<Asked<{ serial: string; siteId: string; untilMs: number | null }>>;
  draft(orderId: string, fields: Fields): Promise<Asked<{ order: Order }>>;
  photo(orderId: string, jpeg: ArrayBuffer): Promise<Asked<unknown>>;
}

export interface KeeperWorld {
  pause(ms: number, wake: AbortSignal): Promise<void>;
  nowMs(): number;
  random(): number;
}

/** Why nothing is sent now. */
export type Held = 'unreachable' | 'signed_out' | 'other_person' | 'disk';

export interface KeeperState {
  /** Null until there is a list: read from the disk, or from the server. */
  readonly orders: readonly Order[] | null;
  readonly areas: readonly Area[];
  /** When the list was read from the server, by the phone's clock. */
  readonly readAtMs: number | null;
  readonly kept: Readonly<Record<string, Kept>>;
  readonly held: Held | null;
}

const nothing: KeeperState = { orders: null, areas: [], readAtMs: null, kept: {}, held: null };
const retryMsMin = 1_000;

/** Somebody who is still typing or turning is waited for, so that a word is one message and not ten. */
const settlesAfterMs = 500;
const retryMsMax = 20_000;

export class Keeper {
  #state = nothing;
  readonly #listeners = new Set<() => void>();
  #wake = new AbortController();
  #writing = 0;

  constructor(
    readonly personId: string,
    private readonly store: KeptStore,
    private readonly wire: KeeperWire,
    private readonly world: KeeperWorld,
  ) {}

  readonly state = (): KeeperState => this.#state;

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  /** Change what is kept of an order: on the disk when the promise resolves, and then on its way. Rejects if it can't be kept. */
  async keep(orderId: string, to: (now: Kept) => Kept): Promise<void> {
    // Shown at once, as a person expects of what they press; the disk follows within milliseconds.
    this.#put(to(this.keptOf(orderId)));
    await this.#change(orderId, to);
    this.nudge();
  }

  keptOf(orderId: string): Kept {
    return this.#state.kept[orderId] ?? nothingKept(this.personId, orderId);
  }

  /** An order as a route of its own has answered it. */
  putOrder(order: Order): void {
    const orders = (this.#state.orders ?? []).map((each) => (each.orderId === order.orderId ? order : each));
    this.#tell({ orders });
  }

  /** Read the disk again: another page of the same phone may have changed it. */
  async reload(): Promise<void> {
    const { kept, read } = await this.store.load(this.personId);
    this.#tell({ kept: Object.fromEntries(kept.map((each) => [each.orderId, each])) });
    if (this.#state.orders === null && read !== null)
      this.#tell({ orders: read.orders, areas: read.areas, readAtMs: read.readAtMs });
    this.nudge();
  }

  /** Read the orders from the server; without an answer the list stays as it was. */
  async refresh(): Promise<boolean> {
    const [orders, areas] = await Promise.all([this.wire.orders(), this.wire.areas()]);
    if (!orders.ok) {
      this.#hold(orders.reason === 'signed_out' ? 'signed_out' : 'unreachable');
      return false;
    }
    const read: ReadOrders = {
      personId: this.personId,
      orders: orders.value.orders,
      areas: areas.ok ? areas.value.areas : this.#state.areas,
      readAtMs: this.world.nowMs(),
    };
    this.#tell({ orders: read.orders, areas: read.areas, readAtMs: read.readAtMs });
    if (this.#state.held === 'unreachable') this.nudge();
    await this.store.putOrders(read);
    return true;
  }

  /** Try at once: the network or the page is back. */
  nudge(): void {
    this.#wake.abort();
    this.#wake = new AbortController();
  }

  /** Send until `stop` aborts, one part after another. Throws only where the disk can't be read. */
  async run(stop: AbortSignal): Promise<void> {
    stop.addEventListener('abort', () => this.nudge(), { once: true });
    await this.reload();
    let tries = 0;
    while (!stop.aborted) {
      const wake = this.#wake.signal;
      const next = this.#next();
      if (next === null) {
        if (this.#state.held !== 'unreachable') this.#hold(null);
        await aborted(wake);
        continue;
      }
      if (next.part === 'fields') {
        await this.world.pause(settlesAfterMs, wake);
        if (wake.aborted) continue;
      }
      const held = await this.#send(next.kept, next.part).catch((): Held => 'disk');
      this.#hold(held);
      if (held !== null) await this.world.pause(retryMs(tries, this.world.random()), wake);
      tries = held === null || wake.aborted ? 0 : tries + 1;
    }
  }

  #next(): { kept: Kept; part: Part } | null {
    for (const kept of Object.values(this.#state.kept)) {
      const part = nextPart(kept);
      if (part !== null) return { kept, part };
    }
    return null;
  }

  /** One try; null where it was answered, else why it has to wait. */
  async #send(kept: Kept, part: Part): Promise<Held | null> {
    // The cookie is the phone's, what is kept is the person's: nothing leaves under somebody else's name.
    const who = await this.wire.who();
    if (!who.ok) return who.reason === 'signed_out' ? 'signed_out' : 'unreachable';
    if (who.value.personId !== this.personId) return 'other_person';
    const asked = await this.#ask(kept, part);
    if (asked.ok) {
      await this.#change(kept.orderId, (now) => afterTaken(now, part, kept));
      return null;
    }
    if (asked.reason !== 'refused') return asked.reason;
    // Too many at once is the one refusal that time alone mends.
    if (asked.problem.code === 'too_many_requests') return 'unreachable';
    const { problem } = asked;
    await this.#change(kept.orderId, (now) => afterRefused(now, part, kept, problem));
    return null;
  }

  async #ask(kept: Kept, part: Part): Promise<Asked<unknown>> {
    const { orderId, scan, fields, photo } = kept;
    if (part === 'scan' && scan !== null) {
      const asked = await this.wire.claim(orderId, scan.what);
      if (asked.ok) this.#claimed(orderId, asked.value);
      return asked;
    }
    if (part === 'fields' && fields !== null) {
      const asked = await this.wire.draft(orderId, fields.what);
      if (asked.ok) this.putOrder(asked.value.order);
      return asked;
    }
    if (photo === null) throw new Error(`nothing to send as ${part}`);
    const asked = await this.wire.photo(orderId, photo.what);
    if (asked.ok) this.#changeOrder(orderId, (order) => ({ ...order, hasNoticePhoto: true }));
    return asked;
  }

  #claimed(orderId: string, claimed: { serial: string; siteId: string; untilMs: number | null }): void {
    const { serial, siteId, untilMs } = claimed;
    this.#changeOrder(orderId, (order) => ({
      ...order,
      serial,
      siteId,
      claimUntilMs: untilMs,
      state: 'claimed',
    }));
  }

  #changeOrder(orderId: string, to: (order: Order) => Order): void {
    const order = this.#state.orders?.find((each) => each.orderId === orderId);
    if (order) this.putOrder(to(order));
  }

  /** Writes in the order of calls; only after the last of them is the disk's word newer than what is shown. */
  async #change(orderId: string, to: (now: Kept) => Kept): Promise<void> {
    this.#writing += 1;
    const written = await this.store.change(this.personId, orderId, to).finally(() => (this.#writing -= 1));
    if (this.#writing === 0) this.#put(written);
  }

  #put(kept: Kept): void {
    this.#tell({ kept: { ...this.#state.kept, [kept.orderId]: kept } });
  }

  #hold(held: Held | null): void {
    if (this.#state.held !== held) this.#tell({ held });
  }

  #tell(part: Partial<KeeperState>): void {
    this.#state = { ...this.#state, ...part };
    for (const listener of this.#listeners) listener();
  }
}

function retryMs(tries: number, random: number): number {
  const full = Math.min(retryMsMax, retryMsMin * 2 ** Math.min(tries, 10));
  return Math.max(retryMsMin, Math.round(full * (1 - random / 2)));
}

function aborted(signal: AbortSignal): Promise<void> {
  if (signal.aborted) return Promise.resolve();
  return new Promise((resolve) => {
    signal.addEventListener('abort', () => resolve(), { once: true });
  });
}
