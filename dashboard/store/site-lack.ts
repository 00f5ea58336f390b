// What is lacking of a site: alarms lost or not arrived, its proof of life, or that anybody is called (D5, P3, N5). Pure.
import type { Site } from '@haixi/proto/live/picture';

/**
 * The worst first: a loss stands until a person has acknowledged it, the others end by themselves. `tested`: the site is
 * on test, and its alarms call nobody.
 */
export const siteLacks = ['lost', 'tested', 'missing', 'unproven'] as const;
export type SiteLack = (typeof siteLacks)[number];

/** `count` is how many numbers of the site's outbox it is about; null where there is nothing to count. */
export interface Lack {
  readonly lack: SiteLack;
  readonly count: number | null;
}

/** All that is lacking of this site, the worst first. A site that is dark, or never was there, owes no proof. */
export function lacksOf({ gaps, unprovenSinceMs, presence, onTestUntilMs }: Site): readonly Lack[] {
  const sum = (lost: boolean) =>
    gaps
      .filter(({ lostAtMs }) => (lostAtMs !== null) === lost)
      .reduce((total, { missing }) => total + missing, 0);
  const all: readonly Lack[] = [
    { lack: 'lost', count: sum(true) },
    { lack: 'tested', count: null },
    { lack: 'missing', count: sum(false) },
    { lack: 'unproven', count: null },
  ];
  const isUnproven = unprovenSinceMs !== null && presence === 'online';
  const is = { tested: onTestUntilMs !== null, unproven: isUnproven, lost: false, missing: false };
  return all.filter(({ lack, count }) => (count === null ? is[lack] : count > 0));
}

/** What stands in a sign of this size: a number of two digits at most. */
export function countIn({ count }: Lack): string {
  return count === null ? '' : count > 99 ? '99+' : String(count);
}
