// Commands until they are answered: one key, tried again with the same one, so that sending twice changes nothing.
import type { CommandAnswer, CommandInput, CommandName, RejectReason } from '@haixi/proto/commands/commands';
import { retryDelayMs } from '../live/backoff';
import { type Posted, post } from './post';

/** A command's body as a screen gives it; the sender adds the key and the client's time. */
export type Intent<N extends CommandName> = Omit<CommandInput<N>, 'key' | 'occurredAtMs' | 'after'>;

export type Send = <N extends CommandName>(name: N, intent: Intent<N>) => Promise<CommandAnswer>;

export interface SenderNeeds {
  readonly request: typeof fetch;
  readonly newKey: () => string;
  /** Wall clock, epoch ms: the time the person pressed. */
  readonly nowMs: () => number;
  readonly random: () => number;
  readonly wait: (ms: number) => Promise<void>;
  readonly signedOut: () => void;
}

/** A function that posts a command and resolves with the server's answer, however often it has to try. */
export function createSend(needs: SenderNeeds): Send {
  return async (name, intent) => {
    const body = { ...intent, key: needs.newKey(), occurredAtMs: needs.nowMs() } as CommandInput<typeof name>;
    for (let attempt = 1; ; attempt += 1) {
      const posted = await post(name, body, needs.request);
      if (posted.kind === 'signedOut') needs.signedOut();
      if (posted.kind !== 'unreachable') return answerOf(posted, body.key);
      await needs.wait(retryDelayMs(attempt, needs.random()));
    }
  };
}

/** A refusal at the door, before any rule of the incident was asked, in the words of an answer. */
function answerOf(posted: Exclude<Posted, { kind: 'unreachable' }>, key: string): CommandAnswer {
  if (posted.kind === 'answered') return posted.answer;
  const refused = { ok: false, key, present: null, holder: null, late: false } as const;
  if (posted.kind === 'signedOut')
    return { ...refused, reason: 'not_allowed', where: 'session', rule: 'not signed in' };
  const { where, rule } = posted.problem;
  return { ...refused, reason: reasonOf(posted.status), where, rule };
}

function reasonOf(status: number): RejectReason {
  if (status === 403) return 'not_allowed';
  return status === 404 ? 'not_found' : 'bad_body';
}
