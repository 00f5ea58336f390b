// The beat of calling incidents: about ten times a second, none while nothing calls, none under reduced motion.
import { useEffect, useSyncExternalStore } from 'react';

const beatEveryMs = 100;
/** On a machine that is slow to draw (no graphics card, or busy) the beat must not take what the queue needs. */
const slowBeatEveryMs = 300;
const slowFrameMs = 34;

const reduced = '(prefers-reduced-motion: reduce)';

/**
 * Calls `beat` with the page's clock in ms as long as `calling`; once with null where the person wants no motion.
 * `beat` has to stay the same function between changes of what it draws.
 */
export function usePulse(calling: boolean, beat: (atMs: number | null) => void): void {
  const still = useSyncExternalStore(onReducedMotion, () => matchMedia(reduced).matches);
  useEffect(() => {
    if (!calling || still) return beat(null);
    let beatAtMs = 0;
    let frameAtMs = 0;
    let slowest = 0;
    let frame = requestAnimationFrame(function step(atMs) {
      slowest = Math.max(slowest, frameAtMs === 0 ? 0 : atMs - frameAtMs);
      frameAtMs = atMs;
      if (atMs - beatAtMs >= (slowest > slowFrameMs ? slowBeatEveryMs : beatEveryMs)) {
        beatAtMs = atMs;
        slowest = 0;
        beat(atMs);
      }
      frame = requestAnimationFrame(step);
    });
    return () => cancelAnimationFrame(frame);
  }, [calling, still, beat]);
}

function onReducedMotion(changed: () => void): () => void {
  const query = matchMedia(reduced);
  query.addEventListener('change', changed);
  return () => query.removeEventListener('change', changed);
}
