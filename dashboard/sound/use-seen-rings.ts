// How many rings of each incident this person has looked at, so that a button pressed again is heard again.
import type { Incident } from '@haixi/proto/incident/incident';
import { useCallback, useMemo, useState } from 'react';

export type SeenRings = Readonly<Record<string, number>>;

/** What was there when the page came up counts as seen; `look` marks all rings of one incident as seen. */
export function useSeenRings(incidents: Readonly<Record<string, Incident>>): {
  seen: SeenRings;
  look: (incident: Incident) => void;
} {
  const [first] = useState<SeenRings>(() =>
    Object.fromEntries(Object.values(incidents).map(({ incidentId, rings }) => [incidentId, rings])),
  );
  const [looked, setLooked] = useState<SeenRings>({});
  const look = useCallback(
    ({ incidentId, rings }: Incident) =>
      setLooked((before) => (before[incidentId] === rings ? before : { ...before, [incidentId]: rings })),
    [],
  );
  const seen = useMemo(() => ({ ...first, ...looked }), [first, looked]);
  return { seen, look };
}
