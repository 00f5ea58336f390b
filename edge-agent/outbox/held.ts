// Which entries the outbox holds, in the three lanes that share the way out; their bodies stay on the disk.

/** Lanes in the order in which they go (rule D7): panics, what is of now, and what had to wait. */
export const lanes = ['panic', 'live', 'backlog'] as const;
export type Lane = (typeof lanes)[number];

/** An entry by its number, with its place in the file. `sinceMs` is the steady clock when it came in. */
export interface Held {
  readonly seq: number;
  readonly urgent: boolean;
  /** A proof of life stays of now however long it waits: it shows the way that an alarm of now goes (rule P3). */
  readonly isProof: boolean;
  readonly sinceMs: number;
  from: number;
  readonly bytes: number;
}

/** How long an entry is of now. */
export const liveForMs = 60_000;

/**
 * When an entry of an earlier life came in, on the steady clock of this one, by the wall clock's two readings. A wall
 * clock that ran backwards in between tells nothing: the entry counts as old, which delays it by seconds.
 */
export function sinceOf(atMs: number, clock: { nowMs: number; steadyMs: number }): number {
  const ageMs = clock.nowMs - atMs;
  return clock.steadyMs - (ageMs < 0 ? liveForMs + 1 : ageMs);
}

/** All held entries. Each lane is in order of `seq`, because entries come in order and leave a lane at its front. */
export class HeldEntries {
  private readonly byLane: Record<Lane, Map<number, Held>> = {
    panic: new Map(),
    live: new Map(),
    backlog: new Map(),
  };
  private readonly proofs = new Set<number>();
  private heldBytes = 0;

  get size(): number {
    return lanes.reduce((sum, lane) => sum + this.byLane[lane].size, 0);
  }

  /** Bytes in the file that held entries take. */
  get bytes(): number {
    return this.heldBytes;
  }

  /** The lowest number held, or null. */
  get oldest(): number | null {
    let oldest: number | null = null;
    for (const lane of lanes) {
      const [first] = this.byLane[lane].keys();
      if (first !== undefined && (oldest === null || first < oldest)) oldest = first;
    }
    return oldest;
  }

  /** The number of a proof of life that waits, or null. */
  get proof(): number | null {
    const [first] = this.proofs;
    return first ?? null;
  }

  add(entry: Held): void {
    this.remove(entry.seq);
    if (entry.isProof) this.proofs.add(entry.seq);
    this.byLane[entry.urgent ? 'panic' : 'live'].set(entry.seq, entry);
    this.heldBytes += entry.bytes;
  }

  get(seq: number): Held | undefined {
    return lanes.map((lane) => this.byLane[lane].get(seq)).find((held) => held !== undefined);
  }

  /** Takes an entry out; answers whether it was there. */
  remove(seq: number): boolean {
    const held = this.get(seq);
    if (!held) return false;
    for (const lane of lanes) this.byLane[lane].delete(seq);
    this.proofs.delete(seq);
    this.heldBytes -= held.bytes;
    return true;
  }

  /** Moves what is no longer of now to the backlog, by the steady clock: one that is set moves nothing. */
  age(steadyMs: number): void {
    for (const held of this.byLane.live.values()) {
      if (held.isProof) continue;
      if (steadyMs - held.sinceMs <= liveForMs) return;
      this.byLane.live.delete(held.seq);
      this.byLane.backlog.set(held.seq, held);
    }
  }

  /** The numbers of a lane, lowest first. */
  in(lane: Lane): Iterable<number> {
    return this.byLane[lane].keys();
  }

  /** All entries in order of their numbers. */
  inOrder(): Held[] {
    return lanes
      .flatMap((lane) => [...this.byLane[lane].values()])
      .toSorted((left, right) => left.seq - right.seq);
  }
}
