// What the demo's colleagues know when they decide, and what they decide on: shapes that operators and units share (pure).
import type { CommandInput, CommandName } from '@haixi/proto/commands/commands';
import type { Assignment, Incident } from '@haixi/proto/incident/incident';
import type { Picture, Tablet, UnitPosition } from '@haixi/proto/live/picture';

export interface Situation {
  /** The server's clock, epoch ms. */
  readonly nowMs: number;
  readonly picture: Picture;
  readonly positions: readonly UnitPosition[];
  readonly tablets: readonly Tablet[];
  /** Colleagues at the desk now. */
  readonly operators: readonly string[];
  /** Everybody who is or was a colleague at the desk: what they left behind is taken over. */
  readonly formerOperators: readonly string[];
  /** For each unit the colleague who speaks for it. */
  readonly partners: ReadonlyMap<string, string>;
  /** Units that stand where they were called to. */
  readonly there: ReadonlySet<string>;
  /** Another seed tells another day. */
  readonly seed: string;
  /** So many times faster than people are. */
  readonly pace: number;
}

/** A command as a screen gives it: key and time are added when it is sent. */
export type Intent<N extends CommandName> = Omit<CommandInput<N>, 'key' | 'occurredAtMs' | 'after'>;
export type Order = { [N in CommandName]: { readonly name: N; readonly intent: Intent<N> } }[CommandName];

/** What one of them does now. */
export type Act = Order & {
  readonly personId: string;
  /** The same act has the same id: it is done once, or tried again after a while. */
  readonly id: string;
};

/** A tablet that its person has closed may be opened again in a moment. */
const tabletRestsMs = 120_000;

/**
 * Whether a colleague may act for this unit: one has come for it, and nobody else has its tablet in the hand. Whoever opens
 * the tablet has the unit.
 */
export function isLeftAlone({ partners, tablets, nowMs }: Situation, unitId: string): boolean {
  const partner = partners.get(unitId);
  if (partner === undefined) return false;
  return tablets.every(
    ({ unitId: id, personId, state, sinceMs }) =>
      id !== unitId || personId === partner || (state === 'closed' && nowMs - sinceMs > tabletRestsMs),
  );
}

/** When the assignment came into the state it is in. */
export function sinceMsOf({ atMs, state }: Assignment): number {
  return atMs[state] ?? 0;
}

/** The incident a unit has set out for, or its own where it needs help: there it stands. Null while it is on its beat. */
export function calledTo(picture: Picture, unitId: string): Incident | null {
  const called = Object.values(picture.incidents).filter(
    ({ kind, alarms, assignments }) =>
      (kind === 'sos' && alarms[0]?.unitId === unitId) ||
      assignments.some((one) => one.unitId === unitId && (one.state === 'setOut' || one.state === 'arrived')),
  );
  return called.toSorted((a, b) => a.openedAtMs - b.openedAtMs)[0] ?? null;
}
