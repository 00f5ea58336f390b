// Who is at a door: the person of a session with what they may do. Every door asks it, and it knows whether it did.
import type { Action } from '@haixi/proto/commands/commands';
import { type AreaTree, type Grant, may } from './may.js';

export class Caller {
  /** Whether anything was asked yet: an answer that leaves without having asked is stopped (see http/). */
  asked = false;

  constructor(
    readonly personId: string,
    readonly name: string,
    readonly grants: readonly Grant[],
    private readonly tree: AreaTree,
    /** The session they came by, which keeps its id while its token changes; null for a named token. */
    readonly sessionId: string | null = null,
  ) {}

  may(action: Action, areaId: string): boolean {
    this.asked = true;
    return may(this.grants, this.tree, action, areaId);
  }

  /** The areas in which the action is allowed, in id order. */
  areasFor(action: Action): string[] {
    this.asked = true;
    return [...this.tree.keys()].filter((areaId) => may(this.grants, this.tree, action, areaId)).toSorted();
  }
}
