// The four clocks of an incident 接警 派警 签收 到达: each a difference of two events, running or stopped.
import { isActive } from '@haixi/proto/incident/moves';
import type { Assignment, Incident, Overdue } from '@haixi/proto/incident/incident';
import type { AssignmentState, ClockStep } from '@haixi/proto/vocabulary';

/** `ms` is null while the clock waits for the step before it, and for a step that was never taken. `overdue` is the first unanswered one of this step. */
export interface StepClock {
  readonly step: ClockStep;
  readonly state: 'waiting' | 'running' | 'done';
  readonly ms: number | null;
  readonly overdue: Overdue | null;
}

/** The clocks at `nowMs` (server's time), in the order of the steps. */
export function stepClocks(incident: Incident, nowMs: number): StepClock[] {
  const clock = (step: ClockStep, fromMs: number | null, toMs: number | null): StepClock => {
    const overdue = incident.overdue.find((each) => each.step === step) ?? null;
    // A step that was never taken before the incident closed has no time of its own.
    if (fromMs === null || (toMs === null && incident.stage === 'closed'))
      return { step, state: 'waiting', ms: null, overdue };
    const state = toMs === null ? 'running' : 'done';
    return { step, state, ms: Math.max(0, (toMs ?? nowMs) - fromMs), overdue };
  };
  const { assignments, receivedAtMs } = incident;
  const dispatch = dispatchSpan(assignments, receivedAtMs);
  const signing = span(assignments, 'sent', 'signed');
  const arriving = span(assignments, 'signed', 'arrived');
  return [
    clock('receive', incident.openedAtMs, receivedAtMs),
    clock('dispatch', ...dispatch),
    clock('sign', ...signing),
    clock('arrive', ...arriving),
  ];
}

type Span = [fromMs: number | null, toMs: number | null];

/** From receiving to the first unit sent; when all were called back or declined, anew from the last one that went. */
function dispatchSpan(assignments: readonly Assignment[], receivedAtMs: number | null): Span {
  const [first] = assignments;
  if (first === undefined) return [receivedAtMs, null];
  const lost = !assignments.some(isActive) && !assignments.some((each) => each.atMs.arrived !== undefined);
  if (!lost) return [receivedAtMs, first.atMs.sent ?? null];
  const ends = assignments.map((each) => each.atMs[each.state] ?? 0);
  return [Math.max(...ends), null];
}

/** The unit that is first through this step, or, while none is, the one that has been at it longest. */
function span(assignments: readonly Assignment[], from: AssignmentState, to: AssignmentState): Span {
  const through = assignments.filter((each) => each.atMs[to] !== undefined);
  const [first] = through.toSorted((a, b) => a.atMs[to]! - b.atMs[to]!);
  if (first !== undefined) return [first.atMs[from] ?? null, first.atMs[to]!];
  const at = assignments.filter(isActive).flatMap((each) => each.atMs[from] ?? []);
  return at.length === 0 ? [null, null] : [Math.min(...at), null];
}
