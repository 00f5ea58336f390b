// What the officer sees before the server has answered: the live picture with the waiting actions laid over it. Pure.
import type { Assignment } from '@haixi/proto/incident/incident';
import { assignmentMoves, isActive, mayMoveAssignment } from '@haixi/proto/incident/moves';
import type { Unit } from '@haixi/proto/live/picture';
import type { AssignmentState } from '@haixi/proto/vocabulary';
import type { CommandEntry, PatrolCommandName } from './outbox/entry';
import type { OutboxState } from './outbox/outbox.service';
import { waiting } from './outbox/queue';

/** The moves of the one large button, in their order. */
const primaryMoves = ['sign', 'setOut', 'arrive', 'feedBack'] as const;
export type PrimaryMove = (typeof primaryMoves)[number];

export interface ForeseenAssignment {
  /** The state after everything that waits, if the server takes it. */
  readonly state: AssignmentState;
  /** The states that are not yet in the picture, each with the time it was pressed. */
  readonly steps: readonly { state: AssignmentState; pressedAtMs: number; delivered: boolean }[];
  /** Notes of this assignment's incident that wait. */
  readonly notesWaiting: number;
}

/** The assignment with what waits, and what was delivered but has not come by the live picture yet. */
export function foreseeAssignment(assignment: Assignment, outbox: OutboxState): ForeseenAssignment {
  const mine = (entry: CommandEntry) => entry.about.assignmentId === assignment.assignmentId;
  const delivered = outbox.delivered.map(({ entry }) => entry).filter(mine);
  const queued = commandsWaiting(outbox).filter(mine);
  let state = assignment.state;
  const steps: { state: AssignmentState; pressedAtMs: number; delivered: boolean }[] = [];
  for (const entry of [...delivered, ...queued]) {
    const to = stateAfter[entry.command.name];
    const expects = 'expects' in entry.command.body ? entry.command.body.expects : null;
    // One that expects another state has been carried out already, or will be refused: the picture stands.
    if (to === undefined || expects !== state) continue;
    state = to;
    steps.push({ state, pressedAtMs: entry.pressedAtMs, delivered: delivered.includes(entry) });
  }
  const notesWaiting = queued.filter((entry) => entry.command.name === 'incident.note').length;
  return { state, steps, notesWaiting };
}

/** The next legal move of the unit, or null where it is the operator's turn. */
export function nextMove(state: AssignmentState): PrimaryMove | null {
  return primaryMoves.find((move) => mayMoveAssignment(state, move)) ?? null;
}

/** Whether it still asks something of the officer, seen with what waits. */
export function asksForMove(assignment: Assignment, outbox: OutboxState): boolean {
  const { state } = foreseeAssignment(assignment, outbox);
  return isActive({ ...assignment, state }) && nextMove(state) !== null;
}

/** On duty or not: the last press counts until the picture is newer than its answer. */
export function foreseeDuty(unit: Unit, outbox: OutboxState): { onDuty: boolean; waits: boolean } {
  const queued = commandsWaiting(outbox).findLast((entry) => isDutyOf(entry, unit.unitId));
  if (queued) return { onDuty: wanted(queued), waits: true };
  const delivered = outbox.delivered.findLast(({ entry }) => isDutyOf(entry, unit.unitId));
  const newer = delivered !== undefined && delivered.atMs > (unit.dutyAtMs ?? 0);
  return { onDuty: newer ? wanted(delivered.entry) : unit.onDuty, waits: false };
}

/** The centre's messages of this assignment that 知道了 was pressed for here, answered or not. */
export function foreseenSeen(assignmentId: string, outbox: OutboxState): ReadonlySet<number> {
  const pressed = [...outbox.delivered.map(({ entry }) => entry), ...commandsWaiting(outbox)];
  return new Set(
    pressed.flatMap(({ command, about }) =>
      command.name === 'assignment.mark' &&
      about.assignmentId === assignmentId &&
      command.body.message !== null
        ? [command.body.message]
        : [],
    ),
  );
}

function commandsWaiting(outbox: OutboxState): CommandEntry[] {
  return waiting(outbox.entries).filter((entry) => entry.type === 'command');
}

function isDutyOf(entry: CommandEntry, unitId: string): boolean {
  return entry.command.name === 'unit.duty' && entry.command.body.unitId === unitId;
}

function wanted(entry: CommandEntry): boolean {
  return entry.command.name === 'unit.duty' && entry.command.body.onDuty;
}

const stateAfter: Partial<Record<PatrolCommandName, AssignmentState>> = {
  'assignment.sign': assignmentMoves.sign.to,
  'assignment.setOut': assignmentMoves.setOut.to,
  'assignment.arrive': assignmentMoves.arrive.to,
  'assignment.feedBack': assignmentMoves.feedBack.to,
  'assignment.decline': assignmentMoves.decline.to,
};
