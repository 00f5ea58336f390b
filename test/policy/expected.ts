// What every walker has to be answered at every door, out of the table of roles and the route's own row. Pure.
import type { Action } from '@haixi/proto/commands/actions';
import type { RouteRow } from '@haixi/proto/commands/route-row';
import type { Sample } from './samples.js';
import { here, mayIn, type Walker } from './walkers.js';

/** Status and code of a refusal, such as `403 not_allowed`; the status alone of what is no refusal. */
export type Said = string;

export interface Expectation {
  readonly allowed: boolean;
  readonly answers: readonly Said[];
}

const refused = (...answers: Said[]): Expectation => ({ allowed: false, answers });

export function expected(row: RouteRow, sample: Sample, walker: Walker): Expectation {
  const { action } = row;
  if (action === 'anyone') return { allowed: true, answers: sample.answers };
  if (action === 'site') {
    if (walker.kind !== 'agent') return refused('401 no_site_key');
    return walker.areaId === here ? { allowed: true, answers: sample.answers } : refused('403 foreign_site');
  }
  if (walker.kind === 'nobody' || walker.kind === 'agent') return refused('401 not_signed_in');
  if (walker.isOver || (walker.kind === 'token' && action === 'self')) return refused('401 no_token');
  if (action === 'self' || isAllowed(action, sample, walker))
    return { allowed: true, answers: sample.answers };
  return refused(refusal(action, sample, walker));
}

function isAllowed(action: Action, sample: Sample, walker: Walker): boolean {
  return sample.about === 'own' ? walker.actions.includes(action) : mayIn(walker, action, here);
}

/** Where the house hides what is there, a refusal is the same as for what is not there. */
function refusal(action: Action, { hiddenBy, hiddenElsewhere }: Sample, walker: Walker): Said {
  const isHidden =
    (hiddenBy !== undefined && !mayIn(walker, hiddenBy, here)) ||
    (hiddenElsewhere === true && walker.actions.includes(action));
  return isHidden ? '404 not_found' : '403 not_allowed';
}
