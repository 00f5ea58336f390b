// The person's outbox on this page: opened, sent by one page of the tablet at a time, woken when a way is back (T1, T4).
import { createContext, useContext, useEffect, useMemo, useState, useSyncExternalStore } from 'react';
import { useLive } from '../store/live-context';
import { useSession } from '../store/session-context';
import type { About, PatrolCommand } from './outbox/entry';
import { openTabletStore } from './outbox/indexed-db.store';
import { Outbox, type OutboxState, type Photo } from './outbox/outbox.service';
import { sendUnkept } from './outbox/unkept';
import { httpWire } from './outbox/wire.service';

/** How long until a store that failed is tried again, in ms. */
const reopenMs = 3_000;

export interface OutboxUse {
  readonly state: OutboxState;
  /** True while the tablet's disk takes nothing: then nothing may be pressed as if it were kept. */
  readonly broken: boolean;
  /**
   * Take an action. Resolves when it is on the tablet's disk; rejects if it could not be kept. A call for help that the
   * disk does not take is sent all the same, and rejects only where that fails, too.
   */
  readonly take: (command: PatrolCommand, about: About, photos?: readonly Photo[]) => Promise<void>;
  readonly dismiss: (key: string) => void;
}

export const OutboxContext = createContext<OutboxUse | null>(null);

/** The outbox of the person at this tablet. */
export function useOutbox(): OutboxUse {
  const outbox = useContext(OutboxContext);
  if (outbox === null) throw new Error('no OutboxContext above this component');
  return outbox;
}

/** A random key: 128 bits in hex. */
export function newKey(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}

/** Open the outbox of the person signed in, and keep it sending as long as the page is there. */
export function useOpenedOutbox(): OutboxUse {
  const { me, queries } = useSession();
  const { personId } = me.person;
  const [outbox, setOutbox] = useState<Outbox | null>(null);
  const [broken, setBroken] = useState(false);
  const connected = useLive((state) => state.connected);
  const wire = useMemo(() => httpWire(queries, (input, init) => fetch(input, init)), [queries]);

  useEffect(() => {
    const stop = new AbortController();
    const begin = async () => {
      const store = await openTabletStore();
      const opened = new Outbox(personId, store, wire, world);
      stop.signal.addEventListener(
        'abort',
        store.listen(() => void opened.reload()),
      );
      await opened.reload();
      if (stop.signal.aborted) return;
      setOutbox(opened);
      setBroken(false);
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
      setOutbox(null);
    };
  }, [personId, wire]);

  useEffect(() => {
    const nudge = () => {
      if (document.visibilityState === 'visible') outbox?.nudge();
    };
    if (connected) nudge();
    window.addEventListener('online', nudge);
    document.addEventListener('visibilitychange', nudge);
    return () => {
      window.removeEventListener('online', nudge);
      document.removeEventListener('visibilitychange', nudge);
    };
  }, [outbox, connected]);

  const state = useSyncExternalStore(outbox?.subscribe ?? unchanging, outbox?.state ?? nothingKept);
  return {
    state,
    broken,
    take: async (command, about, photos = []) => {
      const pressed = { key: newKey(), command, about, pressedAtMs: Date.now() };
      try {
        if (outbox === null) throw new Error('the outbox is not open');
        await outbox.take(pressed, photos);
      } catch (error) {
        if (command.name !== 'unit.sos') throw error;
        if (!(await sendUnkept({ ...pressed, personId }, wire, world))) throw error;
      }
    },
    dismiss: (key) => void outbox?.dismiss(key),
  };
}

/** Two pages of one tablet would only send the same keys twice; where the browser has locks, one page sends. */
async function alone(personId: string, signal: AbortSignal, run: () => Promise<void>): Promise<void> {
  if (!('locks' in navigator)) return run();
  await navigator.locks.request(`haixi-patrol-${personId}`, { signal }, run);
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

const world = { pause, random: Math.random };
const empty: OutboxState = { entries: [], delivered: [], held: { urgent: null, ordinary: null } };
const nothingKept = () => empty;
const unchanging = () => () => undefined;
