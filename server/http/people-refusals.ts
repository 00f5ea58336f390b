// Why a change of people, units or tokens is refused, as problems with their status; the reasons are those of accounts/.
import type { NotChanged } from '../accounts/person-change.store.js';
import type { UnitChanged } from '../accounts/units.store.js';
import { notAllowed, notFound, Refusal } from './problem.js';

type NotPut = UnitChanged & { ok: false };

/** The refusal of a change of a person or a unit. */
export function peopleRefused({ reason, about }: NotChanged | NotPut): Refusal {
  switch (reason) {
    case 'not_found':
      return notFound('params.personId', 'person in the areas you administer');
    case 'not_allowed':
      return notAllowed('people.manage', `area ${about}`);
    case 'oneself':
      return refused(
        403,
        reason,
        'params.personId',
        'nobody changes their own roles, invites themselves or retires themselves',
        'ask another administrator',
      );
    case 'beyond':
      return refused(
        403,
        reason,
        'params.personId',
        `this person also has a role in area ${about}, where you administer nobody`,
        'ask an administrator of that area',
      );
    case 'retired':
      return refused(
        409,
        reason,
        'params.personId',
        'this person is retired for good',
        'add them again under a new id',
      );
    case 'kept_apart':
      return refused(
        409,
        reason,
        'body.grants',
        `one person never has both of these roles: ${about}`,
        'give one of them to another person',
      );
    case 'last_administrator':
      return refused(
        409,
        reason,
        'params.personId',
        'this is the last administrator of the whole who can sign in',
        'make another administrator first, and let them sign in',
      );
    case 'id_taken':
      return refused(
        409,
        reason,
        'params',
        'this id belongs to somebody or something else',
        'choose another',
      );
    case 'name_taken':
      return refused(
        409,
        reason,
        'body.signInName',
        'somebody else signs in by this name',
        'choose another name',
      );
    case 'directory_name_taken':
      return refused(
        409,
        reason,
        'body.directoryName',
        'this name of the directory belongs to somebody else',
        'look the name up in the directory',
      );
    case 'unknown_person':
      return refused(
        409,
        reason,
        'body.personIds',
        `${about} is nobody of the areas you administer`,
        'add the person first',
      );
  }
}

export const tokenLastsTooLong = (): Refusal =>
  refused(
    400,
    'bad_body',
    'body.untilMs',
    'a token ends within 366 days, and later than now',
    'choose an earlier end, and issue another token before it',
  );

function refused(status: number, code: string, where: string, rule: string, todo: string): Refusal {
  return new Refusal(status, { code, where, rule, todo });
}
