// Brings the shelf's snapshots to the server, newest first, again and again, until each is taken or refused for good.
import type { Clock } from '../clock.js';
import { faultText, type Say } from '../line.js';
import { backoffMs, wireBounds } from '../retry.js';
import type { Answered } from './answer.js';
import { lastJpeg } from './jpeg.js';
import type { Shelf, Shelved } from './shelf.store.js';
import type { Web } from './web.service.js';

/** An entry that is not stored so long after the first try never will be, such as one of an outbox that is gone. */
const waitsForEntryMs = 7 * 24 * 3_600_000;

export interface DeliveryParts {
  readonly shelf: Shelf;
  readonly web: Web;
  readonly clock: Clock;
  readonly random: () => number;
  readonly say: Say;
  /** The picture as it may leave the site now; null where that can't be made of it. */
  readonly burnt: (shelved: Shelved, jpeg: Buffer) => Promise<Buffer | null>;
  /** A snapshot will never reach the server. */
  readonly lost: (shelved: Shelved, reason: string) => void;
}

/** Times are on the steady clock. */
interface Tries {
  readonly failed: number;
  readonly firstAtMs: number;
  readonly dueAtMs: number;
}

const atOnce: Tries = { failed: 0, firstAtMs: 0, dueAtMs: 0 };

export class Delivery {
  /** Of those that came too early. */
  private readonly early = new Map<Shelved, Tries>();
  /** While nobody takes anything. */
  private away: Tries = atOnce;
  private running: Promise<void> | null = null;
  private again = false;
  private stopped = false;
  private stopTimer: () => void = () => {};

  constructor(private readonly parts: DeliveryParts) {}

  /** There may be something to send. */
  nudge(): void {
    this.again = true;
    if (this.running || this.stopped) return;
    this.again = false;
    this.running = this.sendAllDue()
      .catch((cause: unknown) => this.parts.say('snapshots_not_sent', { fault: faultText(cause) }))
      .finally(() => {
        this.running = null;
        if (this.again) this.nudge();
        else this.wake();
      });
  }

  /** The server has stored these entries, so it is there and takes their pictures. */
  stored(epoch: string, seqs: readonly number[]): void {
    this.away = atOnce;
    for (const shelved of this.early.keys()) {
      if (shelved.epoch === epoch && seqs.includes(shelved.seq)) this.early.delete(shelved);
    }
    this.nudge();
  }

  async stop(): Promise<void> {
    this.stopped = true;
    this.stopTimer();
    this.parts.web.stop();
    await this.running;
  }

  private async sendAllDue(): Promise<void> {
    for (;;) {
      const next = this.parts.shelf.all.findLast((shelved) => this.dueAtMs(shelved) <= this.nowMs);
      if (!next || this.stopped) return this.forgetDropped();
      await this.send(next);
    }
  }

  /** Those that had to make room on the shelf. */
  private forgetDropped(): void {
    const onShelf = new Set(this.parts.shelf.all);
    for (const shelved of this.early.keys()) if (!onShelf.has(shelved)) this.early.delete(shelved);
  }

  private async send(shelved: Shelved): Promise<void> {
    const { shelf, web } = this.parts;
    const jpeg = await shelf.read(shelved).then(lastJpeg, () => null);
    if (!jpeg) return this.giveUp(shelved, 'what is on the disk is no picture');
    const burnt = await this.parts.burnt(shelved, jpeg);
    if (this.stopped) return;
    // Rather no picture than one with what nobody may see.
    if (!burnt) return void this.early.set(shelved, this.later(this.early.get(shelved) ?? atOnce));
    const answer = await web.putSnapshot(shelved, burnt);
    if (this.stopped) return;
    await this.take(shelved, answer);
  }

  private async take(shelved: Shelved, answer: Answered): Promise<void> {
    const { shelf, say } = this.parts;
    if (answer.what === 'away') {
      if (this.away.failed === 0) say('snapshots_wait', { why: answer.detail, held: shelf.all.length });
      this.away = this.later(this.away, answer.waitMs);
      return;
    }
    this.away = atOnce;
    if (answer.what === 'refused') return this.giveUp(shelved, answer.detail);
    if (answer.what === 'not_yet') {
      const tries = this.later(this.early.get(shelved) ?? atOnce);
      if (this.nowMs - tries.firstAtMs > waitsForEntryMs)
        return this.giveUp(shelved, 'its entry was never stored');
      this.early.set(shelved, tries);
      return;
    }
    this.early.delete(shelved);
    await shelf.remove(shelved);
    say('snapshot_sent', { seq: shelved.seq, bytes: shelved.bytes });
  }

  private async giveUp(shelved: Shelved, reason: string): Promise<void> {
    this.early.delete(shelved);
    await this.parts.shelf.remove(shelved);
    this.parts.lost(shelved, reason);
  }

  private dueAtMs(shelved: Shelved): number {
    return Math.max(this.away.dueAtMs, this.early.get(shelved)?.dueAtMs ?? 0);
  }

  private later({ failed, firstAtMs }: Tries, leastMs = 0): Tries {
    const waitMs = Math.max(leastMs, backoffMs(failed, this.parts.random(), wireBounds));
    const { nowMs } = this;
    return { failed: failed + 1, firstAtMs: failed === 0 ? nowMs : firstAtMs, dueAtMs: nowMs + waitMs };
  }

  private wake(): void {
    this.stopTimer();
    const due = this.parts.shelf.all.map((shelved) => this.dueAtMs(shelved));
    if (due.length === 0 || this.stopped) return;
    const waitMs = Math.max(0, Math.min(...due) - this.nowMs);
    this.stopTimer = this.parts.clock.after(waitMs, () => this.nudge());
  }

  private get nowMs(): number {
    return this.parts.clock.steadyMs();
  }
}
