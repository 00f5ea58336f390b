// The desk of the person at this screen, for every component below: read by all, changed by whoever owns the part.
import type { Desk } from '@haixi/proto/accounts/desk';
import { type ReactNode, createContext, useContext, useEffect, useState, useSyncExternalStore } from 'react';
import { type DeskKeeper, createDeskKeeper } from './desk-keeper';
import { useSession } from './session-context';

const DeskContext = createContext<DeskKeeper | null>(null);

/** One desk for a page; each page that arranges something has its own. */
export function DeskProvider({ children }: { children: ReactNode }) {
  const { queries } = useSession();
  const [keeper] = useState(() =>
    createDeskKeeper({
      read: () => queries.ask('desk'),
      keep: (parts) => queries.ask('putDesk', { body: parts }, { keepalive: true }),
      wait: (done, ms) => {
        const timer = setTimeout(done, ms);
        return () => clearTimeout(timer);
      },
    }),
  );
  useEffect(() => {
    keeper.start();
    return keeper.stop;
  }, [keeper]);
  return <DeskContext value={keeper}>{children}</DeskContext>;
}

export interface OwnDesk {
  readonly desk: Desk;
  /** Whether it is the person's own already, or still the defaults. */
  readonly read: boolean;
  readonly change: (part: Partial<Desk>) => void;
}

/** The desk and how to arrange it. */
export function useDesk(): OwnDesk {
  const keeper = useContext(DeskContext);
  if (keeper === null) throw new Error('no DeskProvider above this component');
  const { desk, read } = useSyncExternalStore(keeper.subscribe, keeper.state);
  return { desk, read, change: keeper.change };
}
