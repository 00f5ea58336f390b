// A refusal in words for a person: by its code where the code has words, else in the server's own.
import type { Problem } from '@haixi/proto/commands/routes';
import type { TFunction } from 'i18next';
import { problems } from './zh/problems';

/** Why something asked of the server was not done. */
export type Failure = { reason: 'signed_out' | 'unreachable' } | { reason: 'refused'; problem: Problem };

type Code = keyof typeof problems;

function hasWords(code: string): code is Code {
  return Object.hasOwn(problems, code);
}

/** What was not done and what to do about it, in the language of `t`. A code without words shows rule and to-do. */
export function failureWords(t: TFunction<'problems'>, failure: Failure): string {
  if (failure.reason !== 'refused') return t(failure.reason);
  const { code, where, rule, todo } = failure.problem;
  return t(hasWords(code) ? code : 'unknown', { where, rule, todo });
}
