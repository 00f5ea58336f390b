// A live picture that begins with what this tablet has kept, and goes on with the real one as soon as that is there.
import type { Picture } from '@haixi/proto/live/picture';
import { type Following, nothingYet } from './follow';
import type { Live } from './live';

/** A picture of before, and up to when it was vouched for (server's time, ms). */
export interface KeptPicture {
  readonly picture: Picture;
  readonly asOfMs: number;
}

export interface KeptLive extends Live {
  /** From now on this one is followed; what was kept is shown until it has a picture of its own. */
  goOn(real: Live): void;
}

/**
 * Nothing of what was kept is vouched for: it is stale since it was (rule L3). `wallMs` is the screen's own clock, by
 * which ages are told while no server was heard.
 */
export function keptLive(kept: KeptPicture | null, wallMs: () => number): KeptLive {
  const listeners = new Set<() => void>();
  const before: Following = { ...nothingYet, picture: kept?.picture ?? null };
  let real: Live | null = null;
  let tablet: Parameters<Live['tellTablet']>[0] = null;
  let bridged: { of: Following; state: Following } | null = null;
  const isOwn = () => real !== null && real.state().picture !== null;

  return {
    state: () => {
      if (real === null) return before;
      const of = real.state();
      if (of.picture !== null) return of;
      // One object for one state: whoever subscribes compares by it.
      if (bridged?.of !== of) bridged = { of, state: { ...of, picture: before.picture } };
      return bridged.state;
    },
    nowMs: () => real?.nowMs() || wallMs(),
    asOfMs: () => (isOwn() ? real!.asOfMs() : (kept?.asOfMs ?? null)),
    staleSinceMs: () => (isOwn() ? real!.staleSinceMs() : (kept?.asOfMs ?? null)),
    subscribe: (changed) => {
      listeners.add(changed);
      return () => listeners.delete(changed);
    },
    awake: () => real?.awake(),
    slept: () => real?.slept(),
    tellTablet: (told) => {
      tablet = told;
      real?.tellTablet(told);
    },
    close: () => real?.close(),
    goOn: (followed) => {
      real = followed;
      real.tellTablet(tablet);
      const tell = () => listeners.forEach((each) => each());
      real.subscribe(tell);
      tell();
    },
  };
}
