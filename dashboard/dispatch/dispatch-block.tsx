// Who to send for one incident: the proposals, kept fresh, and 派警 by click or by the keys 1–3.
import type { Incident } from '@haixi/proto/incident/incident';
import { isActive } from '@haixi/proto/incident/moves';
import type { Tablet, Unit } from '@haixi/proto/live/picture';
import { type Ref, useImperativeHandle } from 'react';
import type { Names } from '../store/names';
import type { Run } from '../store/use-commands';
import { ProposalList, proposalsShown } from './proposal-list';
import { useProposals } from './use-proposals';

export interface DispatchBlockProps {
  readonly ref: Ref<{ sendNth(nth: number): void }>;
  readonly incident: Incident;
  readonly units: Readonly<Record<string, Unit>>;
  readonly tablets: readonly Tablet[];
  readonly names: Names;
  readonly nowMs: number;
  readonly run: Run;
  readonly isSending: (unitId: string) => boolean;
}

export function DispatchBlock(props: DispatchBlockProps) {
  const { ref, incident, units, tablets, names, nowMs, run, isSending } = props;
  const { value, failed } = useProposals(incident.incidentId);
  // Whoever is sent already is in the list above; the answer to the last question may still propose them.
  const bound = new Set(incident.assignments.filter(isActive).map(({ unitId }) => unitId));
  const proposals = value?.proposals.filter(({ unitId }) => !bound.has(unitId)) ?? null;
  const send = (unitId: string) => {
    const { incidentId, stage } = incident;
    if (!isSending(unitId)) void run('incident.send', { incidentId, expects: stage, unitId });
  };
  useImperativeHandle(ref, () => ({
    sendNth: (nth) => {
      const chosen = nth <= proposalsShown ? proposals?.[nth - 1] : undefined;
      if (chosen !== undefined) send(chosen.unitId);
    },
  }));
  return (
    <ProposalList
      proposals={proposals}
      failed={failed}
      units={units}
      tablets={tablets}
      names={names}
      nowMs={nowMs}
      isSending={isSending}
      onSend={send}
    />
  );
}
