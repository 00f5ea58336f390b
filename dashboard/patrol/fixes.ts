// When positions go out: together, each 15 s or after 30 m, the newest kept while there is no way. Pure.
import type { Position } from '@haixi/proto/basics';
import { distanceM } from './way';

export const sendEveryMs = 15_000;
const sendAfterM = 30;
/** As many as one command may carry. */
const fixesMax = 500;

export interface Fix {
  readonly position: Position;
  readonly accuracyM: number | null;
  /** Where it is going, clockwise from north; null for one that stands. */
  readonly headingDeg: number | null;
  readonly atMs: number;
}

export interface Fixes {
  readonly unsent: readonly Fix[];
  /** Where and when the last batch ended; null before the first. */
  readonly lastSent: Fix | null;
}

export const noFixes: Fixes = { unsent: [], lastSent: null };

/** A new fix behind the others; the oldest give way when there are too many. */
export function withFix(fixes: Fixes, fix: Fix): Fixes {
  return { ...fixes, unsent: [...fixes.unsent, fix].slice(-fixesMax) };
}

/** What to send now; empty while it is too early. */
export function due(fixes: Fixes, nowMs: number): readonly Fix[] {
  const newest = fixes.unsent.at(-1);
  if (newest === undefined) return [];
  const { lastSent } = fixes;
  if (lastSent === null || nowMs - lastSent.atMs >= sendEveryMs) return fixes.unsent;
  return distanceM(lastSent.position, newest.position) > sendAfterM ? fixes.unsent : [];
}

/** The fixes after this batch was answered; those that came meanwhile stay. */
export function afterSending(fixes: Fixes, batch: readonly Fix[]): Fixes {
  const last = batch.at(-1) ?? fixes.lastSent;
  return { unsent: fixes.unsent.filter((fix) => !batch.includes(fix)), lastSent: last };
}
