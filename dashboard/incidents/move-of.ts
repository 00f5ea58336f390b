// The move that a command asks for, where the table of moves has one of its name.
import type { CommandName } from '@haixi/proto/commands/commands';
import {
  type AssignmentMove,
  type IncidentMove,
  assignmentMoves,
  incidentMoves,
} from '@haixi/proto/incident/moves';

export function moveOf(name: CommandName): IncidentMove | AssignmentMove | null {
  const move = name.split('.')[1] ?? '';
  return isMove(move) ? move : null;
}

/** Whether this word, as a late report carries it, is a move that has a name in the vocabulary. */
export function isMove(word: string): word is IncidentMove | AssignmentMove {
  return Object.hasOwn(incidentMoves, word) || Object.hasOwn(assignmentMoves, word);
}
