// One tile of the wall shown large over the others; what it covers plays on for a moment, in case one comes right back.
import { useEffect, useMemo, useState } from 'react';
import type { Stage } from '../video/stage';

/** What nobody sees is not played for longer than this. */
const coveredAfterMs = 15_000;

export interface OneLarge {
  readonly large: string | null;
  /** Whether the others have been covered for long enough to rest. */
  readonly isCovering: boolean;
  readonly stage: Stage;
  readonly setHost: (host: HTMLElement | null) => void;
}

export function useOneLarge(): OneLarge {
  const [host, setHost] = useState<HTMLElement | null>(null);
  const [large, setLarge] = useState<string | null>(null);
  const [covering, setCovering] = useState<string | null>(null);
  useEffect(() => {
    if (large === null) return undefined;
    const timer = setTimeout(() => setCovering(large), coveredAfterMs);
    return () => {
      clearTimeout(timer);
      setCovering(null);
    };
  }, [large]);
  const stage = useMemo<Stage>(
    () => ({
      host,
      large: large === null ? [] : [large],
      toggle: (id) => setLarge((now) => (now === id ? null : id)),
      clear: () => setLarge(null),
    }),
    [host, large],
  );
  return { large, isCovering: large !== null && covering === large, stage, setHost };
}
