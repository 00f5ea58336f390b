// The live picture for React: components select a part of it and are drawn again only when that part changes.
import type { Latest, Picture } from '@haixi/proto/live/picture';
import { createContext, useContext, useEffect, useEffectEvent, useState, useSyncExternalStore } from 'react';
import type { Following } from '../live/follow';
import type { Live } from '../live/live';

export const LiveContext = createContext<Live | null>(null);

/** The part of the live state that `select` picks. It must pick, not build: a new object each time never settles. */
export function useLive<T>(select: (state: Following) => T): T {
  const live = useLiveSource();
  return useSyncExternalStore(live.subscribe, () => select(live.state()));
}

/** The same once in `everyMs`, however often it changes: for what is long to make of it and need not be of this moment. */
export function useLiveEach<T>(everyMs: number, select: (state: Following) => T): T {
  const live = useLiveSource();
  const [value, setValue] = useState(() => select(live.state()));
  const take = useEffectEvent(() => setValue(select(live.state())));
  useEffect(() => {
    const timer = setInterval(take, everyMs);
    return () => clearInterval(timer);
  }, [everyMs]);
  return value;
}

/** The picture, or null while the first snapshot is still on its way. */
export function usePicture(): Picture | null {
  return useLive((state) => state.picture);
}

/** The latest positions and readings, each with its own time. */
export function useLatest(): Latest {
  return useLive((state) => state.latest);
}

/** A clock to be read at any moment: the server's time in ms. */
export function useServerClock(): () => number {
  return useLiveSource().nowMs;
}

/** How far a site's agent is ahead of the server's clock, in ms, to be read at any moment; 0 while it is not known. */
export function useSkew(siteId: string): () => number {
  const live = useLiveSource();
  return () => live.state().latest.sites.find((each) => each.siteId === siteId)?.skewMs ?? 0;
}

/** Tell the server whether this tablet could ring, whenever it changes and as long as the page is there (T3). */
export function useTellTablet(state: Parameters<Live['tellTablet']>[0]): void {
  const live = useLiveSource();
  useEffect(() => {
    live.tellTablet(state);
    return () => live.tellTablet(null);
  }, [live, state]);
}

/** The server's time in ms, a new value each second. */
export function useNowMs(): number {
  const live = useLiveSource();
  return useSyncExternalStore(everySecond, () => Math.floor(live.nowMs() / 1000) * 1000);
}

/** Since when the picture can't be vouched for (server's time, ms), or null while it can (rule L3). */
export function useStaleSinceMs(): number | null {
  const live = useLiveSource();
  return useSyncExternalStore(everySecond, live.staleSinceMs);
}

/** Up to when the picture is vouched for (server's time, whole seconds in ms), or null before the first snapshot. */
export function useAsOfMs(): number | null {
  const live = useLiveSource();
  return useSyncExternalStore(everySecond, () => {
    const asOfMs = live.asOfMs();
    return asOfMs === null ? null : Math.floor(asOfMs / 1000) * 1000;
  });
}

const seconds = new Set<() => void>();
let clock: ReturnType<typeof setInterval> | undefined;

/** One interval for all running clocks of the page, so that they step together. */
function everySecond(step: () => void): () => void {
  seconds.add(step);
  clock ??= setInterval(() => seconds.forEach((each) => each()), 250);
  return () => {
    seconds.delete(step);
    if (seconds.size > 0) return;
    clearInterval(clock);
    clock = undefined;
  };
}

function useLiveSource(): Live {
  const live = useContext(LiveContext);
  if (live === null) throw new Error('no LiveContext above this component');
  return live;
}
