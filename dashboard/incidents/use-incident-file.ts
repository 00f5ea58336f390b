// The incident's file, read again whenever the log of its area has gone on.
import type { IncidentFile } from '@haixi/proto/commands/routes';
import { useCallback } from 'react';
import { useLive } from '../store/live-context';
import { useSession } from '../store/session-context';
import type { Fresh } from '../store/reader';
import { useFresh } from '../store/use-fresh';

/** The file of this incident of this area. Notes change it too, though they don't change the incident. */
export function useIncidentFile(incidentId: string): Fresh<IncidentFile> {
  const { queries } = useSession();
  const ask = useCallback(() => queries.incident(incidentId), [queries, incidentId]);
  const vector = useLive(({ picture }) => picture?.vector);
  return useFresh(ask, vector);
}
