// Who could be sent to this incident, asked again when anything has happened and while time passes.
import type { Proposal } from '@haixi/proto/commands/routes';
import { useCallback } from 'react';
import { useLive, useNowMs } from '../store/live-context';
import { useSession } from '../store/session-context';
import type { Fresh } from '../store/reader';
import { useFresh } from '../store/use-fresh';

/** Positions change without an event; a proposal is never older than this. */
const askEveryMs = 10_000;

export function useProposals(incidentId: string): Fresh<{ proposals: Proposal[] }> {
  const { queries } = useSession();
  const ask = useCallback(() => queries.proposals(incidentId), [queries, incidentId]);
  const vector = useLive(({ picture }) => picture?.vector);
  const turn = Math.floor(useNowMs() / askEveryMs);
  const heads = Object.values(vector ?? {}).join();
  return useFresh(ask, `${heads} ${turn}`);
}
