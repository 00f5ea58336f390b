// Who is signed in and the ways to tell and ask the server, for every component below.
import type { Me } from '@haixi/proto/commands/routes';
import { createContext, useContext } from 'react';
import type { Queries } from '../api/queries';
import type { Send } from '../api/send';

export interface Session {
  readonly me: Me;
  readonly send: Send;
  readonly queries: Queries;
  /** End the session and go to the page that says so; false where the server can't be asked, and it goes on. */
  readonly signOut: () => Promise<boolean>;
}

export const SessionContext = createContext<Session | null>(null);

/** The session of the person at this screen. */
export function useSession(): Session {
  const session = useContext(SessionContext);
  if (session === null) throw new Error('no SessionContext above this component');
  return session;
}
