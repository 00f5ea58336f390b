// The screen stays on while on duty, so that a new assignment is seen without a touch.
import { useEffect } from 'react';

/** Hold the wake lock while `wanted`; the browser drops it whenever the page is hidden, so it is asked for again. */
export function useWakeLock(wanted: boolean): void {
  useEffect(() => {
    if (!wanted || !('wakeLock' in navigator)) return undefined;
    let held: WakeLockSentinel | null = null;
    let gone = false;
    const ask = async () => {
      if (document.visibilityState !== 'visible') return;
      // Refused with a low battery; the officer's own screen setting holds then.
      const lock = await navigator.wakeLock.request('screen').catch(() => null);
      if (gone) void lock?.release();
      else held = lock;
    };
    const again = () => void ask();
    void ask();
    document.addEventListener('visibilitychange', again);
    return () => {
      gone = true;
      document.removeEventListener('visibilitychange', again);
      void held?.release();
    };
  }, [wanted]);
}
