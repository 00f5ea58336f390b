// Undo at the console: remembers for some seconds what this screen sent, and recalls it.
import type { Incident } from '@haixi/proto/incident/incident';
import { useCallback, useEffect, useRef, useState } from 'react';
import type { Run } from '../store/use-commands';
import { type Recall, type Sent, undoable } from './undoable';

/** Long enough to see that it was the wrong one; the panel's own 撤销 stays as long as it is legal. */
const offeredMs = 12_000;

export interface Undo {
  /** What can be taken back now, the last first. */
  readonly offers: readonly Recall[];
  readonly undo: () => void;
  /** Runs a command and remembers a unit that it sent. */
  readonly run: Run;
}

export function useUndo(run: Run, incidents: Readonly<Record<string, Incident>>): Undo {
  const [sent, setSent] = useState<readonly Sent[]>([]);
  const timers = useRef(new Set<ReturnType<typeof setTimeout>>());
  useEffect(() => {
    const all = timers.current;
    return () => all.forEach((timer) => clearTimeout(timer));
  }, []);
  const forget = useCallback(
    (assignmentId: string) => setSent((now) => now.filter((each) => each.assignmentId !== assignmentId)),
    [],
  );
  const remembering = useCallback<Run>(
    async (name, intent) => {
      const answer = await run(name, intent);
      if (name !== 'incident.send' || !answer.ok || answer.assignmentId === null) return answer;
      const { assignmentId, incidentId } = answer;
      if (incidentId !== null && 'unitId' in intent && typeof intent.unitId === 'string') {
        const one = { incidentId, assignmentId, unitId: intent.unitId };
        setSent((now) => [...now, one]);
        const timer = setTimeout(() => {
          timers.current.delete(timer);
          forget(assignmentId);
        }, offeredMs);
        timers.current.add(timer);
      }
      return answer;
    },
    [run, forget],
  );
  const offers = undoable(sent, incidents);
  const undo = () => {
    const [last] = offers;
    if (last === undefined) return;
    forget(last.assignmentId);
    const { incidentId, assignmentId, expects } = last;
    void run('assignment.recall', { incidentId, assignmentId, expects });
  };
  return { offers, undo, run: remembering };
}
