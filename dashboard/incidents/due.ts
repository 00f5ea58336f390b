// Which clock of an incident runs out first, and how long that is: what the queue counts down. Pure.
import { allowedMs } from '@haixi/proto/incident/allowed';
import type { Incident } from '@haixi/proto/incident/incident';
import type { ClockStep } from '@haixi/proto/vocabulary';
import { stepClocks } from './step-clocks';

export interface Due {
  readonly step: ClockStep;
  /** Milliseconds until it is due; below zero, how long it has been overdue. */
  readonly leftMs: number;
  /** Said by the server and not yet answered. The page's own count only runs down to zero: it decides nothing (I4). */
  readonly overdue: boolean;
}

/** The most pressing clock at `nowMs` (server's time): the one longest overdue, else the next one due; null if none runs. */
export function dueOf(incident: Incident, nowMs: number): Due | null {
  const late = incident.overdue.toSorted((a, b) => a.dueAtMs - b.dueAtMs)[0];
  if (late !== undefined)
    return { step: late.step, leftMs: Math.min(0, late.dueAtMs - nowMs), overdue: true };
  const running = stepClocks(incident, nowMs).flatMap(({ step, state, ms }) => {
    if (state !== 'running' || ms === null) return [];
    return [{ step, leftMs: Math.max(0, allowedMs[step][incident.priority] - ms), overdue: false }];
  });
  return running.toSorted((a, b) => a.leftMs - b.leftMs)[0] ?? null;
}
