// Holds a list still while somebody points into it. A pointer that only lies there must not hide a panic for ever.
import { useEffect, useRef, useState } from 'react';

/** How long a pointer may rest before the list moves on without it. */
const restMsMax = 5_000;

/** After the list has moved under a resting pointer, a press that was meant for the row before it does nothing. */
const settleMs = 500;

export interface Hold<T> {
  /** The list as it stood when the pointer came in; null while it is elsewhere or rests. */
  readonly held: T | null;
  readonly settling: boolean;
  /** The pointer came in or moved. */
  readonly touch: () => void;
  /** The pointer went out, or somebody asked for what waits. */
  readonly release: () => void;
}

export function useHold<T>(now: T): Hold<T> {
  const [held, setHeld] = useState<T | null>(null);
  const [settling, setSettling] = useState(false);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  useEffect(() => () => clearTimeout(timer.current), []);

  const after = (ms: number, then: () => void) => {
    clearTimeout(timer.current);
    timer.current = setTimeout(then, ms);
  };
  const rested = () => {
    setHeld(null);
    setSettling(true);
    after(settleMs, () => setSettling(false));
  };
  const touch = () => {
    if (settling) return;
    setHeld((before) => before ?? now);
    after(restMsMax, rested);
  };
  const release = () => {
    setHeld(null);
    setSettling(false);
    clearTimeout(timer.current);
  };
  return { held, settling, touch, release };
}
