// What came back over the wire, judged: the server's own answer, or no answer at all, so the action is kept (T1).
import type { CommandAnswer } from '@haixi/proto/commands/commands';
import type { Posted } from '../../api/post';
import type { Answer, Entry } from './entry';

/** Why an entry is kept: words for the connection line. */
export type KeepReason = 'unreachable' | 'signed_out' | 'other_person' | 'predecessor' | 'disk';

export type Verdict =
  | { readonly kind: 'answered'; readonly answer: Answer }
  | { readonly kind: 'keep'; readonly because: KeepReason };

/** What came of a photo on its way up, in the words of a command's. */
export type PutPhoto = Exclude<Posted, { kind: 'answered' }> | { readonly kind: 'stored' };

/** Statuses that say "not now" and nothing about the action itself. */
const notNow = new Set([401, 408, 423, 425, 429]);

/** Judge what came back for this entry. Whatever is not the server's own answer to this very key keeps the action. */
export function judge(entry: Entry, came: Posted | PutPhoto): Verdict {
  switch (came.kind) {
    case 'unreachable':
      return keep('unreachable');
    case 'signedOut':
      return keep('signed_out');
    case 'stored':
      return answered({ kind: 'done', late: false, atMs: 0, incidentId: null });
    case 'problem':
      if (came.problem.code === 'other_person') return keep('other_person');
      if (came.status >= 500 || notNow.has(came.status)) return keep('unreachable');
      return answered({ kind: 'problem', code: came.problem.code, todo: came.problem.todo });
    case 'answered':
      return judgeAnswer(entry, came.answer);
  }
}

function judgeAnswer(entry: Entry, answer: CommandAnswer): Verdict {
  if (answer.key !== null && answer.key !== entry.key) return keep('unreachable');
  if (answer.ok) {
    const { late, atMs, incidentId } = answer;
    return answered({ kind: 'done', late, atMs, incidentId });
  }
  if (answer.reason === 'predecessor_unanswered') return keep('predecessor');
  const mine = answer.present?.assignments.find((one) => one.assignmentId === entry.about.assignmentId);
  return answered({
    kind: 'refused',
    reason: answer.reason,
    late: answer.late,
    stage: answer.present?.stage ?? null,
    state: mine?.state ?? null,
  });
}

function keep(because: KeepReason): Verdict {
  return { kind: 'keep', because };
}

function answered(answer: Answer): Verdict {
  return { kind: 'answered', answer };
}
