// A saved wall or tour that was deleted, for some seconds: brought back to its place by one press.
import type { Desk } from '@haixi/proto/accounts/desk';
import { useEffect, useState } from 'react';

const offeredForMs = 10_000;

export interface TakenAway {
  /** The name of what was deleted last, while it can be brought back. */
  readonly last: string | null;
  readonly take: (from: 'walls' | 'tours', name: string) => void;
  readonly bringBack: () => void;
}

export function useTakenAway(
  { walls, tours }: Pick<Desk, 'walls' | 'tours'>,
  change: (part: Partial<Desk>) => void,
): TakenAway {
  const [gone, setGone] = useState<{ name: string; back: () => Partial<Desk> } | null>(null);
  useEffect(() => {
    if (gone === null) return undefined;
    const timer = setTimeout(() => setGone(null), offeredForMs);
    return () => clearTimeout(timer);
  }, [gone]);
  return {
    last: gone?.name ?? null,
    take: (from, name) => {
      if (from === 'walls') {
        setGone({ name, back: () => ({ walls }) });
        change({ walls: walls.filter((each) => each.name !== name) });
      } else {
        setGone({ name, back: () => ({ tours }) });
        change({ tours: tours.filter((each) => each.name !== name) });
      }
    },
    bringBack: () => {
      if (gone !== null) change(gone.back());
      setGone(null);
    },
  };
}
