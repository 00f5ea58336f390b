// An officer at a tablet: what to press next out of the cards that are shown, with a note or without, and now and then an SOS.
import type { Picture } from '@haixi/proto/live/picture';
import { legalMoves } from '@haixi/proto/incident/moves';
import type { AssignmentState } from '@haixi/proto/vocabulary';
import type { About, PatrolCommand } from '@haixi/dashboard/patrol/outbox/entry';
import type { Chance } from '../engine/chance';

export interface Pressing {
  readonly command: PatrolCommand;
  readonly about: About;
}

const unitMoves = ['sign', 'setOut', 'arrive', 'feedBack', 'decline'] as const;

const nowhere: About = { incidentId: null, assignmentId: null, address: '' };

/** What this officer presses now, or null. The picture may be old: a tablet offline shows the last one. */
export function nextPress(picture: Picture | null, personId: string, chance: Chance): Pressing | null {
  const unit = Object.values(picture?.units ?? {}).find((one) => one.personIds.includes(personId));
  if (!picture || !unit) return null;
  const { unitId } = unit;
  if (chance.chance(0.05))
    return { command: { name: 'unit.sos', body: { unitId, position: null } }, about: nowhere };
  if (chance.chance(0.05))
    return { command: { name: 'unit.duty', body: { unitId, onDuty: !unit.onDuty } }, about: nowhere };
  const mine = Object.values(picture.incidents).flatMap((incident) =>
    incident.assignments
      .filter((one) => one.unitId === unitId)
      .map((assignment) => ({ incident, assignment })),
  );
  if (mine.length === 0) return null;
  const { incident, assignment } = chance.pick(mine);
  const { incidentId, address } = incident;
  const { assignmentId, state: expects } = assignment;
  const about: About = { incidentId, assignmentId, address };
  if (chance.chance(0.2))
    return {
      command: { name: 'incident.note', body: { incidentId, text: `现场 ${chance.int(1_000)}` } },
      about,
    };
  const legal = legalMoves(incident).assignments[assignmentId] ?? [];
  const moves = unitMoves.filter(
    (move) => legal.includes(move) && (move !== 'decline' || chance.chance(0.1)),
  );
  if (moves.length === 0) return null;
  const move = chance.pick(moves);
  return { command: stepOf(move, { incidentId, assignmentId, expects }), about };
}

interface Step {
  readonly incidentId: string;
  readonly assignmentId: string;
  readonly expects: AssignmentState;
}

function stepOf(move: (typeof unitMoves)[number], step: Step): PatrolCommand {
  switch (move) {
    case 'feedBack':
      return { name: 'assignment.feedBack', body: { ...step, note: '已劝离' } };
    case 'decline':
      return { name: 'assignment.decline', body: { ...step, note: '另有任务' } };
    case 'sign':
      return { name: 'assignment.sign', body: step };
    case 'setOut':
      return { name: 'assignment.setOut', body: step };
    case 'arrive':
      return { name: 'assignment.arrive', body: step };
  }
}
