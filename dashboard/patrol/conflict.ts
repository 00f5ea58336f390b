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
  /** What the officer wrote and the log has not got, to be read out over the radio; empty where nothing was lost. */
  readonly words: string;
}

/** The answered entries that the officer still has to read, newest first. */
export function conflictsOf(entries: readonly Entry[]): Conflict[] {
  return entries
    .flatMap((entry) => (entry.answer === null ? [] : [conflictOf(entry, entry.answer)]))
    .toSorted((a, b) => b.entry.seq - a.entry.seq);
}

function conflictOf(entry: Entry, answer: Answer): Conflict {
  const told = { key: entry.key, entry, words: wordsOf(entry) };
  switch (answer.kind) {
    case 'done':
      return { ...told, stands: 'stage_gone', late: answer.late, words: answer.late ? '' : told.words };
    case 'problem':
      return { ...told, stands: entry.type === 'photo' ? 'photo' : 'problem', late: false };
    case 'refused': {
      const { stage, state, reason, late } = answer;
      const words = late ? '' : told.words;
      if (state === 'recalled' || state === 'released' || state === 'declined')
        return { ...told, stands: stage === 'closed' ? 'closed' : state, late, words };
      return { ...told, stands: stage === 'closed' ? 'closed' : reason, late, words };
    }
  }
}

function wordsOf(entry: Entry): string {
  if (entry.type === 'photo') return '';
  const { body } = entry.command;
  if ('text' in body) return body.text;
  return 'note' in body ? (body.note ?? '') : '';
}
