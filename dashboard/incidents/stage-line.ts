// How far an incident has come along the five stages, with those it never was in told apart from those it passed.
import type { Incident } from '@haixi/proto/incident/incident';
import { stages, type Stage } from '@haixi/proto/vocabulary';

export interface StageMark {
  readonly stage: Stage;
  /** `skipped`: the incident is beyond it without having been in it, as one closed without a dispatch. */
  readonly mark: 'past' | 'now' | 'ahead' | 'skipped';
}

/** The five stages in order, each with where the incident stands to it. */
export function stageLine(incident: Incident): StageMark[] {
  const now = stages.indexOf(incident.stage);
  return stages.map((stage, index) => {
    if (index === now) return { stage, mark: 'now' };
    if (index > now) return { stage, mark: 'ahead' };
    return { stage, mark: wasIn(incident, stage) ? 'past' : 'skipped' };
  });
}

function wasIn({ receivedAtMs, assignments }: Incident, stage: Stage): boolean {
  switch (stage) {
    case 'reported':
      return true;
    case 'received':
      return receivedAtMs !== null;
    case 'assisting':
      return assignments.length > 0;
    case 'handling':
      return assignments.some(({ atMs }) => atMs.arrived !== undefined);
    case 'closed':
      return false;
  }
}
