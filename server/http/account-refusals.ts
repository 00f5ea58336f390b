// Why somebody is not let in, or one's own account is not changed, in words with what to do.
import type { NotBelieved } from '../accounts/guesses.service.js';
import type { NotInvited } from '../accounts/invitations.service.js';
import type { Weakness } from '../accounts/password-rules.js';
import type { NoSecondFactor } from '../accounts/second-factors.service.js';
import { Refusal } from './problem.js';

type Refused = NotBelieved | NotInvited | NoSecondFactor;
type Words = readonly [status: number, where: string, rule: string, todo: string];

const words: Readonly<Record<Exclude<Refused['reason'], 'locked_out' | 'weak_password'>, Words>> = {
  wrong_password: [
    401,
    'body.password',
    'nobody has this name with this password',
    'look at both again; after ten wrong ones this name is locked here for 15 minutes',
  ],
  code_needed: [
    401,
    'body.code',
    'the password is right, and this person has a second factor',
    'send the code of the authenticator app, or a recovery code, with the password',
  ],
  wrong_code: [
    401,
    'body.code',
    'the code is wrong, has expired, or was used already',
    'wait for the app’s next code; see that the phone’s clock is right',
  ],
  busy: [503, 'server', 'too many are signing in at this moment', 'try again in some seconds'],
  link_used: [
    410,
    'params.token',
    'this link was used, has expired, or never was',
    'ask whoever sent it for another one; the set-up link is printed when the server starts',
  ],
  first_needed: [
    400,
    'body.first',
    'the set-up link makes the first person and the root area',
    'send both in `first`',
  ],
  first_not_asked: [400, 'body.first', 'this link is of a person who is there already', 'leave `first` out'],
  no_password: [
    409,
    'account',
    'this account has no password: one comes in by the directory or by a link',
    'ask an administrator for a link to choose one',
  ],
  not_shown: [
    403,
    'session',
    'a second factor is there, and this session has not shown it',
    'show a code of it first',
  ],
  sign_in_again: [
    403,
    'session',
    'without a password, one has to have signed in within the last 15 minutes',
    'sign out, sign in again, and do it then',
  ],
  none_pending: [409, 'account', 'no second factor is being set up', 'begin to set one up first'],
  no_second_factor: [409, 'account', 'there is no second factor', 'nothing is to be done'],
  must_have: [
    409,
    'account',
    'a role of yours demands a second factor',
    'set up another one in its place, which takes this one away',
  ],
};

const weaknesses: Readonly<Record<Weakness, string>> = {
  common: 'a password that many people choose, or one with figures behind it, is guessed first',
  few_characters: 'a password has at least five different characters',
  has_name: 'a password does not have one’s own name or that of this system in it',
};

/** The same for somebody who is in: 401 would tell their page that they are not. */
export function ownAccountRefused(refused: Refused, nowMs: number): Refusal {
  const { status, problem } = accountRefused(refused, nowMs);
  return new Refusal(status === 401 ? 403 : status, problem);
}

/** The refusal in the one shape; a lock tells until when, and how long by `Retry-After` (see `retryAfterS`). */
export function accountRefused(refused: Refused, nowMs: number): Refusal {
  if (refused.reason === 'weak_password')
    return refusal(400, 'weak_password', 'body.password', weaknesses[refused.weakness], 'choose another one');
  if (refused.reason === 'locked_out') {
    const minutes = Math.ceil(retryAfterS(refused, nowMs)! / 60);
    const until = new Date(refused.untilMs).toISOString();
    return refusal(
      429,
      'locked_out',
      'body.signInName',
      `too many wrong tries: this name is locked here for ${minutes} min, until ${until}`,
      'wait that long, or ask an administrator to unlock it',
    );
  }
  const [status, where, rule, todo] = words[refused.reason];
  return refusal(status, refused.reason, where, rule, todo);
}

/** After how many seconds to try again; null where trying again is no use. */
export function retryAfterS(refused: Refused, nowMs: number): number | null {
  if (refused.reason === 'busy') return 5;
  if (refused.reason !== 'locked_out') return null;
  return Math.max(1, Math.ceil((refused.untilMs - nowMs) / 1000));
}

function refusal(status: number, code: string, where: string, rule: string, todo: string): Refusal {
  return new Refusal(status, { code, where, rule, todo });
}
