// Who is signed in, asked until the server answers; once known, the session begins, and the live picture for who watches.
// A tablet that finds no network begins with whom and what it has kept, and goes on as soon as the server answers.
import { useEffect, useState } from 'react';
import { type Asked, createQueries } from '../api/queries';
import { createSend } from '../api/send';
import type { Me } from '@haixi/proto/commands/routes';
import { retryDelayMs } from '../live/backoff';
import { type KeptLive, keptLive } from '../live/kept-live';
import type { Live } from '../live/live';
import { openLive } from '../live/live-socket';
import type { Session } from '../store/session-context';
import { forgetKept, keepMe, keptMe, keptPicture } from '../store/kept-on-tablet';
import { pageOf, usesPage, watches } from './pages';

export type SignIn =
  | { state: 'asking' }
  | { state: 'unreachable' }
  | { state: 'signedOut' }
  | { state: 'signedIn'; session: Session; live: Live | null };

/** So long a tablet waits for the server before it shows what it has kept, in ms. */
const keptAfterMs = 2_500;

/** Ask who is here, then open the live picture; it is closed when the page goes or the session ends. */
export function useSignIn(): SignIn {
  const [signIn, setSignIn] = useState<SignIn>({ state: 'asking' });

  useEffect(() => {
    let gone = false;
    let live: Live | null = null;
    let kept: { me: Me; live: KeptLive } | null = null;
    const isTablet = pageOf(location.pathname) === 'patrol';
    const request: typeof fetch = (input, init) => fetch(input, init);
    const queries = createQueries(request);
    const signedOut = () => {
      live?.close();
      forgetKept();
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

    // Without an answer the session is still there, so the page doesn't say that it has ended.
    const signOut = async () => {
      const ended = await queries.signOut();
      const isOver = ended.ok || ended.reason === 'signed_out';
      if (isOver) signedOut();
      return isOver;
    };
    const show = (me: Me) =>
      setSignIn({ state: 'signedIn', session: { me, send, queries, signOut }, live: kept?.live ?? live });

    const follow = () => {
      const opened = openLive(() => performance.now(), Math.random);
      opened.subscribe(() => {
        if (opened.state().ended?.why === 'signed_out') signedOut();
      });
      return opened;
    };
    const openKept = (me: Me) => {
      kept = { me, live: keptLive(keptPicture(me.person.personId), Date.now) };
      show(me);
    };
    const confirmed = (me: Me) => {
      // Somebody else has signed in since: nothing of the one before stays on the screen.
      if (kept !== null && kept.me.person.personId !== me.person.personId) return location.reload();
      if (isTablet && usesPage(me, 'patrol') && watches(me)) {
        keepMe(me);
        if (kept === null) openKept(me);
      }
      if (watches(me)) {
        live = follow();
        kept?.live.goOn(live);
      }
      if (kept === null || JSON.stringify(kept.me) !== JSON.stringify(me)) show(me);
    };
    const begin = async (attempt: number): Promise<void> => {
      const asking = queries.me();
      const before = isTablet && kept === null ? keptMe() : null;
      if (before !== null && (await first(asking, keptAfterMs)) === 'nothing yet' && !gone) openKept(before);
      const asked = await asking;
      if (gone) return;
      if (asked.ok) confirmed(asked.value);
      else if (asked.reason === 'unreachable') {
        if (kept === null) setSignIn({ state: 'unreachable' });
        await waitOrOnline(retryDelayMs(attempt, Math.random()));
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

/** Whether the server was reached within this time. */
async function first(asking: Promise<Asked<Me>>, withinMs: number): Promise<'answered' | 'nothing yet'> {
  const answered = asking.then((asked) =>
    asked.ok || asked.reason !== 'unreachable' ? ('answered' as const) : ('nothing yet' as const),
  );
  return Promise.race([answered, wait(withinMs).then(() => 'nothing yet' as const)]);
}

/** A network that is back is tried at once. */
function waitOrOnline(ms: number): Promise<void> {
  return new Promise((resolve) => {
    const done = () => {
      clearTimeout(timer);
      window.removeEventListener('online', done);
      resolve();
    };
    const timer = setTimeout(done, ms);
    window.addEventListener('online', done);
  });
}

function wait(ms: number): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, ms);
  });
}
