// Sends held entries while the link is open, first things first, and again until the server has answered them.
import type { Envelope } from '@haixi/proto/mqtt/messages';
import type { Clock } from '../clock.js';
import { faultText, type Say } from '../line.js';
import type { Lane } from '../outbox/held.js';
import type { OutboxStore } from '../outbox/outbox.store.js';
import {
  beginGently,
  type Flight,
  type Gently,
  nextDueAtMs,
  nextToSend,
  sent,
  widened,
} from '../outbox/schedule.js';

export interface PumpParts {
  readonly outbox: OutboxStore;
  readonly clock: Clock;
  readonly random: () => number;
  readonly say: Say;
}

/** A disk that does not read one entry in this time, for a bad sector perhaps, does not hold up the others (rule D7). */
const readWithinMs = 2_000;

/** An entry that was sent within this time is not sent again on request. */
const sentAMomentAgoMs = 10_000;

export class Pump {
  private readonly flights = new Map<number, Flight>();
  /** Being read, however long it takes: nobody asks the disk for the same twice. */
  private readonly reading = new Set<number>();
  private gently: Gently = beginGently(0, 0);
  private send: ((envelope: Envelope) => void) | null = null;
  private running = false;
  private again = false;
  private stopTimer: () => void = () => {};

  constructor(private readonly parts: PumpParts) {
    parts.outbox.watch(() => this.nudge());
  }

  /** Sends by this from now on. Everything held is due anew: what an earlier link carried proves nothing. */
  open(send: (envelope: Envelope) => void): void {
    const { clock, random } = this.parts;
    this.flights.clear();
    this.gently = beginGently(clock.steadyMs(), random());
    this.send = send;
    this.nudge();
  }

  /** Holds everything. */
  shut(): void {
    this.send = null;
    this.flights.clear();
    this.stopTimer();
  }

  /** These were answered: there is room in the window. */
  answered(seqs: readonly number[]): void {
    const { clock, random } = this.parts;
    const nowMs = clock.steadyMs();
    const ofBacklog = seqs
      .flatMap((seq) => this.flights.get(seq) ?? [])
      .filter(({ lane }) => lane === 'backlog');
    for (const seq of seqs) this.flights.delete(seq);
    if (ofBacklog.length > 0) {
      const tookMs = Math.max(...ofBacklog.map(({ sentAtMs }) => nowMs - sentAtMs));
      this.gently = widened(this.gently, ofBacklog.length, tookMs, nowMs, random());
    }
    this.nudge();
  }

  /**
   * What is held from this number on is due now, unless it was sent a moment ago: a busy server that asks for what it has
   * not come to yet would only be busier.
   */
  resend(fromSeq: number): void {
    const nowMs = this.parts.clock.steadyMs();
    for (const [seq, flight] of this.flights) {
      if (seq < fromSeq || nowMs - flight.sentAtMs < sentAMomentAgoMs) continue;
      this.flights.set(seq, { ...flight, dueAtMs: nowMs });
    }
    this.nudge();
  }

  private nudge(): void {
    this.again = true;
    if (this.running || this.send === null) return;
    this.running = true;
    this.again = false;
    void this.sendAllDue().finally(() => {
      this.running = false;
      if (this.again) this.nudge();
      else this.wake();
    });
  }

  /** One at a time, asking anew each time, so that a panic that comes in meanwhile overtakes (rule D7). */
  private async sendAllDue(): Promise<void> {
    const { outbox, clock, random } = this.parts;
    for (;;) {
      const held = (lane: Lane) => outbox.lane(lane);
      const next = nextToSend(this.flights, held, clock.steadyMs(), this.gently);
      if (next === null || this.send === null) return;
      const { seq, lane } = next;
      this.flights.set(seq, sent(this.flights.get(seq), lane, clock.steadyMs(), random()));
      if (this.reading.has(seq)) continue;
      await this.inTime(this.readAndSend(seq));
    }
  }

  private async readAndSend(seq: number): Promise<void> {
    this.reading.add(seq);
    try {
      const envelope = await this.parts.outbox.read(seq);
      if (envelope === null) this.flights.delete(seq);
      // Answered or shut meanwhile, it is sent by whoever opens next, if it is held then.
      else if (this.flights.has(seq)) this.send?.(envelope);
    } catch (cause) {
      this.parts.say('entry_not_sent', { seq, fault: faultText(cause) });
    } finally {
      this.reading.delete(seq);
    }
  }

  private inTime(work: Promise<void>): Promise<void> {
    return new Promise((done) => {
      const cancel = this.parts.clock.after(readWithinMs, done);
      void work.then(() => {
        cancel();
        done();
      });
    });
  }

  private wake(): void {
    this.stopTimer();
    const { clock } = this.parts;
    const nowMs = clock.steadyMs();
    const dueAtMs = nextDueAtMs(this.flights, nowMs, this.gently);
    if (dueAtMs === null || this.send === null) return;
    this.stopTimer = clock.after(Math.max(0, dueAtMs - nowMs), () => this.nudge());
  }
}
