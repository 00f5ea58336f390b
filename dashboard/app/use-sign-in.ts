// Who is signed in, asked until the server answers; once known, the session begins, and the live picture for who watches.
import { useEffect, useState } from 'react';
import { createQueries } from '../api/queries';
import { createSend } from '../api/send';
import { retryDelayMs } from '../live/backoff';
import type { Live } from '../live/live';
import { openLive } from '../live/live-socket';
import type { Session } from '../store/session-context';
import { watches } from './pages';

export type SignIn =
  | { state: 'asking' }
  | { state: 'unreachable' }
  | { state: 'signedOut' }
  | { state: 'signedIn'; session: Session; live: Live | null };

/** Ask who is here, then open the live picture; it is closed when the page goes or the session ends. */
export function useSignIn(): SignIn {
  const [signIn, setSignIn] = useState<SignIn>({ state: 'asking' });

  useEffect(() => {
    let gone = false;
    let live: Live | null = null;
    const request: typeof fetch = (input, init) => fetch(input, init);
    const queries = createQueries(request);
    const signedOut = () => {
      live?.close();
      if (!gone) setSignIn({ state: 'signedOut' });
    };
    const send = createSend({
      request,
      newKey: () => crypto.randomUUID(),
      nowMs: Date.now,
      random: Math.random,
      wait,
      signedOut,
    });

    const begin = async (attempt: number): Promise<void> => {
      const asked = await queries.me();
      if (gone) return;
      if (asked.ok) {
        if (watches(asked.value)) {
          live = openLive(() => performance.now(), Math.random);
          live.subscribe(() => {
            if (live?.state().ended?.why === 'signed_out') signedOut();
          });
        }
        // Without an answer the session is still there, so the page doesn't say that it has ended.
        const signOut = async () => {
          const ended = await queries.signOut();
          if (ended.ok || ended.reason === 'signed_out') signedOut();
        };
        setSignIn({ state: 'signedIn', session: { me: asked.value, send, queries, signOut }, live });
      } else if (asked.reason === 'unreachable') {
        setSignIn({ state: 'unreachable' });
        await wait(retryDelayMs(attempt, Math.random()));
        if (!gone) await begin(attempt + 1);
      } else signedOut();
    };
    void begin(1);
    return () => {
      gone = true;
      live?.close();
    };
  }, []);

  return signIn;
}

function wait(ms: number): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, ms);
  });
}
