// The phone between no network and the server: what is done is kept at once, sent in order, and stays until it is taken.
import type { Order } from '@haixi/proto/devices/orders';
import { expect, it } from 'vitest';
import type { Asked } from '../api/queries';
import { Keeper, type KeeperWire } from './keeper.service';
import { isEmpty, type Kept, keyOf, nothingKept, withFields, withPhoto, withScan } from './kept';
import type { KeptStore, ReadOrders } from './kept.store';
import { order } from './order.fixture';

const scan = { sticker: 'HX1:7K3MPQ2R:0123456789ABCDEFGHJKMNPQRS', taken: null, reason: null };
const unreachable = { ok: false, reason: 'unreachable' } as const;
const wrongSticker = { code: 'wrong_sticker', where: 'sticker', rule: 'no such box', todo: 'look again' };

/** A disk that outlives the page. */
function disk(): KeptStore {
  const rows = new Map<string, Kept>();
  let orders: ReadOrders | null = null;
  return {
    load: (personId) =>
      Promise.resolve({ kept: [...rows.values()].filter((row) => row.personId === personId), read: orders }),
    change: (personId, orderId, to) => {
      const key = keyOf(personId, orderId);
      const next = to(rows.get(key) ?? nothingKept(personId, orderId));
      if (isEmpty(next)) rows.delete(key);
      else rows.set(key, next);
      return Promise.resolve(next);
    },
    putOrders: (read) => Promise.resolve(void (orders = read)),
    listen: () => () => undefined,
  };
}

/** A server with one order, and a cable to it that can be pulled. */
function server() {
  const got: string[] = [];
  let [there, cable, personId, refuses]: [Order, boolean, string, boolean] = [order, true, 'in-xu', false];
  const answer = <T>(value: T): Promise<Asked<T>> =>
    Promise.resolve(cable ? { ok: true, value } : unreachable);
  const wire: KeeperWire = {
    who: () => answer({ personId }),
    orders: () => answer({ orders: [there] }),
    areas: () => answer({ areas: [] }),
    claim: () => {
      if (cable && refuses) return Promise.resolve({ ok: false, reason: 'refused', problem: wrongSticker });
      if (cable) got.push('scan');
      return answer({ serial: '7K3MPQ2R', siteId: 'order-1', untilMs: 1 });
    },
    draft: (_orderId, fields) => {
      if (cable) got.push(`fields ${Object.keys(fields).join()}`);
      if (cable) there = { ...there, draft: { ...there.draft, ...fields } };
      return answer({ order: there });
    },
    photo: (_orderId, jpeg) => {
      if (cable) got.push(`photo ${jpeg.byteLength}`);
      return answer({ ok: true });
    },
  };
  return {
    got,
    wire,
    pull: () => void (cable = false),
    plug: () => void (cable = true),
    signIn: (who: string) => void (personId = who),
    refuse: () => void (refuses = true),
  };
}

function page(store: KeptStore, wire: KeeperWire) {
  const stop = new AbortController();
  const world = {
    pause: (ms: number, wake: AbortSignal) => pause(ms / 100, wake),
    nowMs: () => 5,
    random: () => 0,
  };
  const keeper = new Keeper('in-xu', store, wire, world);
  const ended = keeper.run(stop.signal);
  const until = async (what: () => boolean) => {
    while (!what()) await new Promise((resolve) => setTimeout(resolve, 2));
  };
  return { keeper, until, close: async () => (stop.abort(), await ended) };
}

function pause(ms: number, wake: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, ms);
    wake.addEventListener('abort', () => resolve(), { once: true });
  });
}

it('without network everything is kept, outlives the page, and is sent in order when the network is back', async () => {
  const [store, centre] = [disk(), server()];
  const before = page(store, centre.wire);
  await before.keeper.refresh();
  centre.pull();
  await before.keeper.keep('order-1', (now) => withScan(now, scan));
  await before.keeper.keep('order-1', (now) => withFields(now, { siteName: '北门' }));
  await before.keeper.keep('order-1', (now) => withPhoto(now, new ArrayBuffer(9)));
  await before.until(() => before.keeper.state().held === 'unreachable');
  await before.close();

  const after = page(store, centre.wire);
  await after.until(() => after.keeper.state().orders !== null);
  expect(after.keeper.keptOf('order-1').fields?.what).toEqual({ siteName: '北门' });
  expect(centre.got).toEqual([]);
  centre.plug();
  after.keeper.nudge();
  await after.until(() => isEmpty(after.keeper.keptOf('order-1')));
  expect(centre.got).toEqual(['scan', 'fields siteName', 'photo 9']);
  expect(after.keeper.state().orders![0]).toMatchObject({ hasNoticePhoto: true });
  await after.close();
});

it('a sticker that is refused is told and sent no second time, and the rest goes on', async () => {
  const [store, centre] = [disk(), server()];
  centre.refuse();
  const { keeper, until, close } = page(store, centre.wire);
  await keeper.refresh();
  await keeper.keep('order-1', (now) => withFields(withScan(now, scan), { siteName: '北门' }));
  await until(() => keeper.keptOf('order-1').fields === null);
  expect(keeper.keptOf('order-1').scan?.refused).toEqual(wrongSticker);
  expect(centre.got).toEqual(['fields siteName']);
  await close();
});

it('nothing leaves under another person’s name', async () => {
  const [store, centre] = [disk(), server()];
  centre.signIn('in-ye');
  const { keeper, until, close } = page(store, centre.wire);
  await keeper.keep('order-1', (now) => withScan(now, scan));
  await until(() => keeper.state().held === 'other_person');
  expect(centre.got).toEqual([]);
  await close();
});

it('a second person on the phone finds nothing of the first one’s', async () => {
  const [store, centre] = [disk(), server()];
  centre.pull();
  const mine = page(store, centre.wire);
  await mine.keeper.keep('order-1', (now) => withFields(now, { siteName: '北门' }));
  await mine.close();
  expect((await store.load('in-ye')).kept).toEqual([]);
});
