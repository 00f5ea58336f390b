// Which sendings can still be taken back, and by which command: the world allows it until the unit is there. Pure.
import type { Incident } from '@haixi/proto/incident/incident';
import { legalMoves } from '@haixi/proto/incident/moves';
import type { AssignmentState } from '@haixi/proto/vocabulary';

/** A unit that this screen has sent. */
export interface Sent {
  readonly incidentId: string;
  readonly assignmentId: string;
  readonly unitId: string;
}

/** How it is taken back now. */
export interface Recall extends Sent {
  readonly expects: AssignmentState;
}

/** Those of `sent` that can be recalled now, the last sent first. */
export function undoable(sent: readonly Sent[], incidents: Readonly<Record<string, Incident>>): Recall[] {
  return sent.toReversed().flatMap((each) => {
    const incident = incidents[each.incidentId];
    const assignment = incident?.assignments.find(({ assignmentId }) => assignmentId === each.assignmentId);
    if (incident === undefined || assignment === undefined) return [];
    const moves = legalMoves(incident).assignments[each.assignmentId] ?? [];
    return moves.includes('recall') ? [{ ...each, expects: assignment.state }] : [];
  });
}
