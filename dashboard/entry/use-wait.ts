// A wait that runs down on the screen.
import { useEffect, useState } from 'react';

export interface Wait {
  /** 0 while there is nothing to wait for. */
  readonly leftMs: number;
  readonly begin: (ms: number) => void;
}

export function useWait(): Wait {
  const [untilMs, setUntilMs] = useState(0);
  const [nowMs, setNowMs] = useState(0);
  const waiting = untilMs > nowMs;
  useEffect(() => {
    if (!waiting) return undefined;
    const timer = setInterval(() => setNowMs(performance.now()), 500);
    return () => clearInterval(timer);
  }, [waiting]);
  return {
    leftMs: Math.max(0, untilMs - nowMs),
    begin: (ms) => {
      setNowMs(performance.now());
      setUntilMs(performance.now() + ms);
    },
  };
}
