// Sends held entries while the link is open, first things first, and again until the server has answered them.
import type { Envelope } from '@haixi/proto/mqtt/messages';
import type { Clock } from '../clock.js';
import { faultText, type Say } from '../line.js';
import type { OutboxStore } from '../outbox/outbox.store.js';
import { type Flight, nextDueAtMs, nextToSend, sent } from '../outbox/schedule.js';

export interface PumpParts {
  readonly outbox: OutboxStore;
  readonly clock: Clock;
  readonly random: () => number;
  readonly say: Say;
}

export class Pump {
  private readonly flights = new Map<number, Flight>();
  private send: ((envelope: Envelope) => void) | null = null;
  private running = false;
  private again = false;
  private stopTimer: () => void = () => {};

  constructor(private readonly parts: PumpParts) {
    parts.outbox.watch(() => this.nudge());
  }

  /** Sends by this from now on. Everything held is due at once: what an earlier link carried proves nothing. */
  open(send: (envelope: Envelope) => void): void {
    this.flights.clear();
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
    for (const seq of seqs) this.flights.delete(seq);
    this.nudge();
  }

  /** What is held from this number on is due now. */
  resend(fromSeq: number): void {
    for (const [seq, flight] of this.flights) {
      if (seq >= fromSeq) this.flights.set(seq, { ...flight, dueAtMs: this.parts.clock.steadyMs() });
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
    const { outbox, clock, random, say } = this.parts;
    for (;;) {
      const next = nextToSend(this.flights, (lane) => outbox.lane(lane), clock.steadyMs());
      if (next === null || this.send === null) return;
      const { seq, lane } = next;
      this.flights.set(seq, sent(this.flights.get(seq), lane, clock.steadyMs(), random()));
      try {
        const envelope = await outbox.read(seq);
        if (envelope === null) this.flights.delete(seq);
        else this.send?.(envelope);
      } catch (cause) {
        say('entry_not_sent', { seq, fault: faultText(cause) });
      }
    }
  }

  private wake(): void {
    this.stopTimer();
    const dueAtMs = nextDueAtMs(this.flights);
    if (dueAtMs === null || this.send === null) return;
    const { clock } = this.parts;
    this.stopTimer = clock.after(Math.max(0, dueAtMs - clock.steadyMs()), () => this.nudge());
  }
}
