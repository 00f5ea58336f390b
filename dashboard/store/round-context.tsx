// One's own rounds 值守巡视 for every component below: kept by the server, so that they outlast a reload of the page.
import type { Round } from '@haixi/proto/media/media';
import { createContext, useContext, useEffect, useMemo, useState } from 'react';
import { useSession } from './session-context';

export interface Rounds {
  readonly open: readonly Round[];
  /** Whether the server has said which there are. */
  readonly isKnown: boolean;
  /** Begins a round over this area; false where the server did not. */
  start(areaId: string, reason: string): Promise<boolean>;
  end(roundId: string): Promise<void>;
  /** Asks the server anew: one may have been ended there. */
  refresh(): void;
}

const RoundContext = createContext<Rounds | null>(null);
export const RoundContextProvider = RoundContext.Provider;

const none: readonly Round[] = [];

/** A round that was ended at the server is noticed within this, and at once where a picture says so. */
const askEveryMs = 30_000;

/** The rounds of the person at this screen, asked for once and again. */
export function useOwnRounds(): Rounds {
  const { queries } = useSession();
  const [known, setOpen] = useState<readonly Round[] | null>(null);
  const open = known ?? none;
  const rounds = useMemo<Omit<Rounds, 'open' | 'isKnown'>>(() => {
    const refresh = async () => {
      const asked = await queries.ask('myRound');
      // While the server can't be asked, what is known stays.
      if (asked.ok) setOpen(asked.value.rounds);
    };
    return {
      start: async (areaId, reason) => {
        const asked = await queries.ask('startRound', { body: { areaId, reason } });
        if (asked.ok)
          setOpen((now) => [...(now ?? none).filter((each) => each.areaId !== areaId), asked.value]);
        return asked.ok;
      },
      end: async (roundId) => {
        await queries.ask('endRound', { params: { roundId } });
        await refresh();
      },
      refresh: () => void refresh(),
    };
  }, [queries]);
  useEffect(() => {
    rounds.refresh();
    const again = setInterval(rounds.refresh, askEveryMs);
    // Begun or ended in another window of this person.
    window.addEventListener('focus', rounds.refresh);
    return () => {
      clearInterval(again);
      window.removeEventListener('focus', rounds.refresh);
    };
  }, [rounds]);
  const isKnown = known !== null;
  return useMemo(() => ({ ...rounds, open, isKnown }), [rounds, open, isKnown]);
}

/** The rounds of the page. */
export function useRounds(): Rounds {
  const rounds = useContext(RoundContext);
  if (rounds === null) throw new Error('no RoundContextProvider above this component');
  return rounds;
}
