// Proves a site's silence: a test alarm goes the whole way of an alarm each few minutes, and is answered (rule P3).
import { proofBodySchema, proofEveryMs } from '@haixi/proto/mqtt/messages';
import { type Clock, stampMs } from '../clock.js';
import type { Say } from '../line.js';
import type { OutboxStore } from '../outbox/outbox.store.js';
import { proofKind } from '../outbox/records.js';

/** The first one comes so long after the link has first opened, at a random moment: agents come back together. */
export const firstWithinMs = 30_000;

export interface ProofsParts {
  readonly outbox: Pick<OutboxStore, 'append' | 'heldProof'>;
  /** The contract version that proofs are written in. */
  readonly version: number;
  readonly clock: Clock;
  readonly random: () => number;
  readonly say: Say;
}

/** What is known of the proofs since the start. Times are epoch milliseconds of the agent's clock. */
export interface ProofState {
  /** When the last one was answered, and how long it took from before the disk; null where there was none yet. */
  readonly answeredAtMs: number | null;
  readonly roundTripMs: number | null;
  /** Since when one waits for its answer; null when none does. */
  readonly waitsSinceMs: number | null;
  readonly refused: number;
  readonly notKept: number;
}

/** One that waits for its answer; where an earlier life began it, nobody knows when. `beganMs` is on the steady clock. */
interface Waiting {
  readonly seq: number;
  readonly atMs: number;
  readonly beganMs: number | null;
}

export class Proofs {
  private waiting: Waiting | null = null;
  private answeredAtMs: number | null = null;
  private roundTripMs: number | null = null;
  private refusedCount = 0;
  private notKept = 0;
  private hasBegun = false;
  private isBeingKept = false;
  private stopped = false;
  private stopTimer: () => void = () => {};

  constructor(private readonly parts: ProofsParts) {
    const seq = parts.outbox.heldProof;
    if (seq !== null) this.waiting = { seq, atMs: stampMs(parts.clock), beganMs: null };
  }

  /** The link has opened: with the first time proofs begin, and they go on whether it stands or not. */
  opened(): void {
    if (this.hasBegun || this.stopped) return;
    this.hasBegun = true;
    this.later(this.parts.random() * firstWithinMs);
  }

  /** The server has stored these entries. */
  stored(seqs: readonly number[]): void {
    const { waiting } = this;
    if (!waiting || !seqs.includes(waiting.seq)) return;
    const { clock } = this.parts;
    this.waiting = null;
    this.answeredAtMs = stampMs(clock);
    this.roundTripMs = waiting.beganMs === null ? null : Math.round(clock.steadyMs() - waiting.beganMs);
  }

  /** The server has refused this entry, and it has left the outbox. */
  refused(seq: number): void {
    if (this.waiting?.seq !== seq) return;
    this.waiting = null;
    this.refusedCount += 1;
  }

  get state(): ProofState {
    const { answeredAtMs, roundTripMs, notKept } = this;
    const waitsSinceMs = this.waiting?.atMs ?? null;
    return { answeredAtMs, roundTripMs, waitsSinceMs, refused: this.refusedCount, notKept };
  }

  stop(): void {
    this.stopped = true;
    this.stopTimer();
  }

  private later(delayMs: number): void {
    if (this.stopped) return;
    this.stopTimer = this.parts.clock.after(delayMs, () => {
      this.later(proofEveryMs);
      void this.prove();
    });
  }

  /** An earlier one that still waits proves as much as two would. */
  private async prove(): Promise<void> {
    const { outbox, clock, version } = this.parts;
    if (this.isBeingKept) return this.tellNotKept('disk_error', 'the disk has not taken the last one yet');
    if (outbox.heldProof !== null) return;
    const atMs = stampMs(clock);
    const beganMs = clock.steadyMs();
    this.isBeingKept = true;
    const body = proofBodySchema.parse({ agentAtMs: atMs });
    const appended = await outbox.append({ v: version, kind: proofKind, body, urgent: false });
    this.isBeingKept = false;
    if (!appended.ok) return this.tellNotKept(appended.reason, appended.detail);
    // Its answer can't have come yet: an entry is sent only after its append has been answered.
    this.waiting = { seq: appended.seq, atMs, beganMs };
  }

  /** Stopping is no fault of the disk. */
  private tellNotKept(reason: string, detail: string): void {
    if (this.stopped) return;
    this.notKept += 1;
    this.parts.say('proof_not_kept', { reason, detail });
  }
}
