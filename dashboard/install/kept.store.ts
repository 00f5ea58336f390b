// What an installer's phone keeps on its disk: IndexedDB, a record an order under the person, and the orders as last read.
import type { Order } from '@haixi/proto/devices/orders';
import type { Area } from '@haixi/proto/live/picture';
import { type DBSchema, openDB } from 'idb';
import { isEmpty, type Kept, keyOf, nothingKept } from './kept';

/** The person's orders and their areas, so that work goes on where there is no network. */
export interface ReadOrders {
  readonly personId: string;
  readonly orders: readonly Order[];
  readonly areas: readonly Area[];
  /** The phone's own clock, epoch ms. */
  readonly readAtMs: number;
}

interface Schema extends DBSchema {
  kept: { key: string; value: Kept; indexes: { byPerson: string } };
  orders: { key: string; value: ReadOrders };
}

/** Durable before a promise resolves; each change is read, made and written in one transaction. */
export interface KeptStore {
  load(personId: string): Promise<{ kept: Kept[]; read: ReadOrders | null }>;
  /** Changes one order's record and gives it as it is then; one that keeps nothing any more is deleted. */
  change(personId: string, orderId: string, to: (now: Kept) => Kept): Promise<Kept>;
  putOrders(read: ReadOrders): Promise<void>;
  /** Call `changed` when another page of this phone has written; the function returned ends it. */
  listen(changed: () => void): () => void;
}

const name = 'haixi-install';
const changedKey = 'haixi-install-changed';

/** Open, or make, this phone's store. Rejects where the browser keeps nothing (a private window, a full disk). */
export async function openKeptStore(): Promise<KeptStore> {
  const db = await openDB<Schema>(name, 1, {
    upgrade(fresh) {
      fresh.createObjectStore('kept', { keyPath: 'key' }).createIndex('byPerson', 'personId');
      fresh.createObjectStore('orders', { keyPath: 'personId' });
    },
    blocking(_current, _blocked, event) {
      (event.target as IDBDatabase).close();
    },
  });
  // Without this a browser short of space may throw away what waits.
  void navigator.storage?.persist?.();
  return {
    load: async (personId) => ({
      kept: await db.getAllFromIndex('kept', 'byPerson', personId),
      read: (await db.get('orders', personId)) ?? null,
    }),
    async change(personId, orderId, to) {
      const tx = db.transaction('kept', 'readwrite', { durability: 'strict' });
      const key = keyOf(personId, orderId);
      const next = to((await tx.store.get(key)) ?? nothingKept(personId, orderId));
      await Promise.all([isEmpty(next) ? tx.store.delete(key) : tx.store.put(next), tx.done]);
      // The storage event reaches the other pages of this phone and not this one.
      localStorage.setItem(changedKey, String(performance.timeOrigin + performance.now()));
      return next;
    },
    putOrders: async (read) => void (await db.put('orders', read)),
    listen(changed) {
      const heard = (event: StorageEvent) => {
        if (event.key === changedKey) changed();
      };
      window.addEventListener('storage', heard);
      return () => window.removeEventListener('storage', heard);
    },
  };
}
