// Who is at a door: the person of a session, or a named token, with what they may do. Every door asks it, and it knows whether it did.
import type { Action } from '@haixi/proto/commands/commands';
import { type AreaTree, type Grant, may, type Scope } from './may.js';

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
    /** What a named token has instead of roles. */
    private readonly scope: Scope | null = null,
    /** A role of theirs is held back until the session has shown a second factor; it is not among `grants`. */
    readonly needsSecondFactor: boolean = false,
  ) {}

  /** What it came by: the id of its session or of its token. */
  get passId(): string {
    return this.sessionId ?? this.personId;
  }

  may(action: Action, areaId: string): boolean {
    this.asked = true;
    return may(this.powers, this.tree, action, areaId);
  }

  /** The areas in which the action is allowed, in id order. */
  areasFor(action: Action): string[] {
    this.asked = true;
    return [...this.tree.keys()].filter((areaId) => may(this.powers, this.tree, action, areaId)).toSorted();
  }

  /** The area and all below it, whatever one may there. */
  areasBelow(areaId: string): string[] {
    const isBelow = (at: string | null | undefined): boolean =>
      at === areaId || (at != null && isBelow(this.tree.get(at)));
    return [...this.tree.keys()].filter((at) => isBelow(at)).toSorted();
  }

  private get powers(): readonly (Grant | Scope)[] {
    return this.scope ? [...this.grants, this.scope] : this.grants;
  }
}
