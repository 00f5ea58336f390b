// Makes the tablet's page one that is kept: registers its service worker and says that it can be installed.
import { useEffect } from 'react';

/** A tablet may stay open for a week: it asks this often whether there is a newer build, in ms. */
const lookEveryMs = 60 * 60_000;

export function useInstalled(): void {
  useEffect(() => {
    const manifest = document.createElement('link');
    manifest.rel = 'manifest';
    manifest.href = '/patrol.webmanifest';
    document.head.append(manifest);
    return () => manifest.remove();
  }, []);

  useEffect(() => {
    if (!import.meta.env.PROD || !('serviceWorker' in navigator)) return undefined;
    let looking: ReturnType<typeof setInterval> | undefined;
    const register = async () => {
      const kept = await navigator.serviceWorker.register('/patrol-worker.js', {
        scope: '/patrol',
        updateViaCache: 'none',
      });
      // The map of an assignment is wanted where the network is worst: the worker fetches it before it is asked for.
      void navigator.serviceWorker.ready.then(({ active }) => active?.postMessage('the page stands'));
      looking = setInterval(() => void kept.update().catch(() => undefined), lookEveryMs);
    };
    // Without it, as in a private window, the page works while there is network.
    void register().catch(() => undefined);
    return () => clearInterval(looking);
  }, []);
}
