// What this tablet has to tell of its assignments and their messages: delivered, rung, seen, each once (T3). Pure.
import type { Assignment, Marks } from '@haixi/proto/incident/assignment';
import type { TabletMark } from '@haixi/proto/vocabulary';
import type { Card } from './cards';

export interface MarkDue {
  readonly incidentId: string;
  readonly assignmentId: string;
  readonly mark: TabletMark;
  /** The number of the message, from 0; null for the assignment itself. */
  readonly message: number | null;
}

/**
 * What is true and has not been told. Delivered: the page has it. Rung: the sound goes out now, for what nobody has seen.
 * Seen: its card is on the screen before somebody's eyes; a message's once its 知道了 was pressed, which is told elsewhere.
 */
export function marksDue(cards: readonly Card[], rings: boolean, inSight: ReadonlySet<string>): MarkDue[] {
  return cards.flatMap(({ incident: { incidentId }, assignment }) => {
    const { assignmentId } = assignment;
    const own = { incidentId, assignmentId };
    const isSeen = inSight.has(assignmentId);
    return [
      ...dueOf(assignment.marks, rings && assignment.state === 'sent', isSeen).map((mark) => ({
        ...own,
        mark,
        message: null,
      })),
      ...assignment.messages.flatMap(({ marks }, message) =>
        dueOf(marks, rings, false).map((mark) => ({ ...own, mark, message })),
      ),
    ];
  });
}

/** The messages that nobody has acknowledged, here or anywhere; `acknowledged` were here and may still wait. */
export function unseenMessages(
  { messages }: Assignment,
  acknowledged: ReadonlySet<number>,
): { text: string; message: number }[] {
  return messages.flatMap(({ text, marks }, message) =>
    marks.seen === undefined && !acknowledged.has(message) ? [{ text, message }] : [],
  );
}

function dueOf(marks: Marks, rings: boolean, isSeen: boolean): TabletMark[] {
  const due: TabletMark[] = [];
  if (marks.delivered === undefined) due.push('delivered');
  if (rings && marks.rung === undefined && marks.seen === undefined) due.push('rung');
  if (isSeen && marks.seen === undefined) due.push('seen');
  return due;
}
