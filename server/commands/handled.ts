// What a command's handler is given and gives back. Pure.
import type { CommandBody, CommandName, RejectReason } from '@haixi/proto/commands/commands';
import type { Incident } from '@haixi/proto/incident/incident';
import type { Caller } from '../accounts/caller.js';
import type { Tx } from '../store/database.store.js';
import type { World } from '../world.js';

export interface Done {
  readonly kind: 'done';
  readonly incidentId: string | null;
  readonly assignmentId: string | null;
  readonly atMs: number;
}

/** `present` is the state that stands instead, `holder` who has what was asked for, `late` whether it was logged. */
export interface Refused {
  readonly kind: 'refused';
  readonly reason: RejectReason;
  readonly where: string;
  readonly rule: string;
  readonly present: Incident | null;
  readonly holder: string | null;
  readonly late: boolean;
}

export type Handled = Done | Refused;

export interface Carrying {
  readonly tx: Tx;
  readonly caller: Caller;
  readonly world: World;
}

export type Handlers = {
  readonly [N in CommandName]?: (carrying: Carrying, body: CommandBody<N>) => Promise<Handled>;
};

export function done(incidentId: string | null, assignmentId: string | null, atMs: number): Done {
  return { kind: 'done', incidentId, assignmentId, atMs };
}

export function refused(
  reason: RejectReason,
  where: string,
  rule: string,
  beside: { present?: Incident; holder?: string | null; late?: boolean } = {},
): Refused {
  const { present = null, holder = null, late = false } = beside;
  return { kind: 'refused', reason, where, rule, present, holder, late };
}
