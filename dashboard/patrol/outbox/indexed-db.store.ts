// The outbox on the tablet's disk: IndexedDB, one row an entry, under the person's id; photos' bytes beside them (T1, T4).
import { type DBSchema, type IDBPDatabase, openDB } from 'idb';
import { keep } from '../../store/kept-on-tablet';
import { type Entry, isAcceptable } from './entry';
import type { OutboxStore, Photo } from './outbox.service';
import { type Change, type Pressed, entriesOf, nextSeqOf } from './queue';

interface Schema extends DBSchema {
  entries: { key: string; value: Entry; indexes: { byPerson: string } };
  photos: { key: string; value: Photo };
}

/** The store, and how another page of this tablet tells that it has changed it. */
export interface TabletStore extends OutboxStore {
  /** Call `changed` when another page has written; the function returned ends it. */
  listen(changed: () => void): () => void;
}

const name = 'haixi-patrol';
const changedKey = 'haixi-patrol-changed';

/** Open, or make, this tablet's store. Rejects where the browser keeps nothing (a private window, a full disk). */
export async function openTabletStore(): Promise<TabletStore> {
  let opened: Promise<IDBPDatabase<Schema>> | null = null;
  // A browser may end the connection at any time, short of space or because the data were deleted: then a new one.
  const db = () => {
    opened ??= connect(() => {
      opened = null;
    });
    return opened;
  };
  await db();
  // Without this a browser short of space may throw away what waits.
  void navigator.storage?.persist?.();
  const told = async (written: Promise<void>) => {
    await written;
    // The storage event reaches the other pages of this tablet and not this one.
    keep(localStorage, changedKey, String(performance.timeOrigin + performance.now()));
  };
  return {
    load: async (personId) => inOrder(await (await db()).getAllFromIndex('entries', 'byPerson', personId)),
    add: (pressed, photos) => told(db().then((open) => add(open, pressed, photos))),
    change: (change) => told(db().then((open) => write(open, change))),
    photo: async (key) => (await (await db()).get('photos', key)) ?? null,
    listen: (changed) => {
      const heard = (event: StorageEvent) => {
        if (event.key === changedKey) changed();
      };
      window.addEventListener('storage', heard);
      return () => window.removeEventListener('storage', heard);
    },
  };
}

async function connect(gone: () => void): Promise<IDBPDatabase<Schema>> {
  try {
    return await openDB<Schema>(name, 1, {
      upgrade(fresh) {
        fresh.createObjectStore('entries', { keyPath: 'key' }).createIndex('byPerson', 'personId');
        fresh.createObjectStore('photos', { keyPath: 'key' });
      },
      blocking(_current, _blocked, event) {
        (event.target as IDBDatabase).close();
        gone();
      },
      terminated: gone,
    });
  } catch (error) {
    gone();
    throw error;
  }
}

async function add(db: IDBPDatabase<Schema>, pressed: Pressed, photos: readonly Photo[]): Promise<void> {
  const tx = db.transaction(['entries', 'photos'], 'readwrite', { durability: 'strict' });
  const mine = await tx.objectStore('entries').index('byPerson').getAll(pressed.personId);
  const fresh = entriesOf(mine, pressed, nextSeqOf(mine));
  const bad = fresh.find((entry) => entry.type === 'command' && !isAcceptable(entry));
  if (bad) {
    tx.abort();
    await tx.done.catch(() => undefined);
    throw new Error(`the contract does not take this ${pressed.command.name}`);
  }
  await Promise.all([
    ...fresh.map((entry) => tx.objectStore('entries').put(entry)),
    ...photos.map((photo) => tx.objectStore('photos').put(photo)),
    tx.done,
  ]);
}

async function write(db: IDBPDatabase<Schema>, { put, drop }: Change): Promise<void> {
  const tx = db.transaction(['entries', 'photos'], 'readwrite', { durability: 'strict' });
  const answeredPhotos = [...put, ...drop].filter((entry) => entry.type === 'photo' && entry.answer !== null);
  const gone = [...drop.filter((entry) => entry.type === 'photo'), ...answeredPhotos];
  await Promise.all([
    ...put.map((entry) => tx.objectStore('entries').put(entry)),
    ...drop.map((entry) => tx.objectStore('entries').delete(entry.key)),
    ...gone.map((entry) => tx.objectStore('photos').delete(entry.key)),
    tx.done,
  ]);
}

function inOrder(entries: Entry[]): Entry[] {
  return entries.toSorted((a, b) => a.seq - b.seq);
}
