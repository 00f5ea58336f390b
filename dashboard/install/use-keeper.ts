// The person's orders on this page: opened from the phone's disk, read again while somebody looks, sent by one page at a time.
import { createContext, useContext, useEffect, useState, useSyncExternalStore } from 'react';
import { useSession } from '../store/session-context';
import { keeperWire } from './keeper-wire.service';
import { Keeper, type KeeperState } from './keeper.service';
import { openKeptStore } from './kept.store';
import { type Kept, nothingKept } from './kept';

/** While the page is looked at the orders are read again this often. */
const refreshEveryMs = 10_000;
const reopenMs = 3_000;

export interface KeeperUse {
  readonly state: KeeperState;
  /** True while the phone's disk takes nothing. */
  readonly broken: boolean;
  readonly keptOf: (orderId: string) => Kept;
  /** Resolves when it is on the phone's disk; rejects if it could not be kept. */
  readonly keep: (orderId: string, to: (now: Kept) => Kept) => Promise<void>;
  readonly putOrder: Keeper['putOrder'];
  readonly refresh: () => Promise<boolean>;
}

export const KeeperContext = createContext<KeeperUse | null>(null);

export function useKeeper(): KeeperUse {
  const keeper = useContext(KeeperContext);
  if (keeper === null) throw new Error('no KeeperContext above this component');
  return keeper;
}

/** Opens what this person has on this phone, and keeps it going as long as the page is there. */
export function useOpenedKeeper(): KeeperUse {
  const { me, queries } = useSession();
  const { personId } = me.person;
  const [keeper, setKeeper] = useState<Keeper | null>(null);
  const [broken, setBroken] = useState(false);

  useEffect(() => {
    const stop = new AbortController();
    const begin = async () => {
      const store = await openKeptStore();
      const world = { pause, nowMs: Date.now, random: Math.random };
      const opened = new Keeper(personId, store, keeperWire(queries), world);
      stop.signal.addEventListener(
        'abort',
        store.listen(() => void opened.reload()),
      );
      await opened.reload();
      if (stop.signal.aborted) return;
      setKeeper(opened);
      setBroken(false);
      void opened.refresh().catch(() => setBroken(true));
      await alone(personId, stop.signal, () => opened.run(stop.signal));
    };
    const keepOn = async () => {
      while (!stop.signal.aborted) {
        await begin().catch(() => stop.signal.aborted || setBroken(true));
        await pause(reopenMs, stop.signal);
      }
    };
    void keepOn();
    return () => {
      stop.abort();
      setKeeper(null);
    };
  }, [personId, queries]);

  useEffect(() => {
    if (keeper === null) return undefined;
    const again = () => {
      if (document.visibilityState !== 'visible') return;
      keeper.nudge();
      void keeper.refresh().catch(() => setBroken(true));
    };
    const timer = setInterval(() => {
      if (document.visibilityState === 'visible') void keeper.refresh().catch(() => setBroken(true));
    }, refreshEveryMs);
    window.addEventListener('online', again);
    document.addEventListener('visibilitychange', again);
    return () => {
      clearInterval(timer);
      window.removeEventListener('online', again);
      document.removeEventListener('visibilitychange', again);
    };
  }, [keeper]);

  const state = useSyncExternalStore(keeper?.subscribe ?? unchanging, keeper?.state ?? nothingRead);
  return {
    state,
    broken: broken || state.held === 'disk',
    keptOf: (orderId) => state.kept[orderId] ?? nothingKept(personId, orderId),
    keep: async (orderId, to) => {
      if (keeper === null) throw new Error('the phone’s store is not open');
      await keeper.keep(orderId, to).catch((error: unknown) => {
        setBroken(true);
        throw error;
      });
    },
    putOrder: (order) => keeper?.putOrder(order),
    refresh: async () => (await keeper?.refresh()) ?? false,
  };
}

/** Two pages of one phone would only send the same things twice; where the browser has locks, one page sends. */
async function alone(personId: string, signal: AbortSignal, run: () => Promise<void>): Promise<void> {
  if (!('locks' in navigator)) return run();
  await navigator.locks.request(`haixi-install-${personId}`, { signal }, run);
}

function pause(ms: number, wake: AbortSignal): Promise<void> {
  if (wake.aborted) return Promise.resolve();
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, ms);
    const early = () => {
      clearTimeout(timer);
      resolve();
    };
    wake.addEventListener('abort', early, { once: true });
  });
}

const empty: KeeperState = { orders: null, areas: [], readAtMs: null, kept: {}, held: null };
const nothingRead = () => empty;
const unchanging = () => () => undefined;
