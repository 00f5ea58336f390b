// A refused or late action in words (T2): what stands instead of what the officer reported. Pure.
import type { RejectReason } from '@haixi/proto/commands/commands';
import type { Answer, Entry } from './outbox/entry';

/** What stands: the end of the assignment or incident, or the plain reason where neither explains it. */
export type Stands = 'closed' | 'recalled' | 'released' | 'declined' | 'photo' | 'problem' | RejectReason;

export interface Conflict {
  readonly key: string;
  readonly entry: Entry;
  readonly stands: Stands;
  /** True where the report is in the log all the same, as reported late. */
  readonly late: boolean;
}

/** The answered entries that the officer still has to read, newest first. */
export function conflictsOf(entries: readonly Entry[]): Conflict[] {
  return entries
    .flatMap((entry) => (entry.answer === null ? [] : [conflictOf(entry, entry.answer)]))
    .toSorted((a, b) => b.entry.seq - a.entry.seq);
}

function conflictOf(entry: Entry, answer: Answer): Conflict {
  const told = { key: entry.key, entry };
  switch (answer.kind) {
    case 'done':
      return { ...told, stands: 'stage_gone', late: answer.late };
    case 'problem':
      return { ...told, stands: entry.type === 'photo' ? 'photo' : 'problem', late: false };
    case 'refused': {
      const { stage, state, reason, late } = answer;
      if (state === 'recalled' || state === 'released' || state === 'declined')
        return { ...told, stands: stage === 'closed' ? 'closed' : state, late };
      return { ...told, stands: stage === 'closed' ? 'closed' : reason, late };
    }
  }
}
