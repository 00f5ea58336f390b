// Alarms of cameras on their way to the disk: a camera can't be told to press again, so each is tried until it is kept.
import { type AlarmKind, priorityOf } from '@haixi/proto/vocabulary';
import type { Clock } from '../clock.js';
import { faultText, type Say } from '../line.js';
import type { Appended } from '../outbox/outbox.store.js';
import { backoffMs, wireBounds } from '../retry.js';

/** So many wait for a disk that takes nothing. */
export const raisedMax = 256;

/** What is known here of an alarm: whose it is and how grave. */
export interface Raised {
  readonly sourceId: string;
  readonly kind: AlarmKind;
}

export interface RaisedParts<T extends Raised> {
  /** Puts one into the outbox. */
  readonly report: (raised: T) => Promise<Appended>;
  readonly clock: Clock;
  readonly random: () => number;
  readonly say: Say;
}

export class RaisedAlarms<T extends Raised> {
  /** By source and kind, in the order in which they came: a newer one of the same takes the older one's place. */
  private readonly waiting = new Map<string, T>();
  private droppedCount = 0;
  private failedTries = 0;
  private isWaiting = false;
  private running = false;
  private stopped = false;
  private stopTimer: () => void = () => {};

  constructor(private readonly parts: RaisedParts<T>) {}

  /** How many wait for the disk, and how many had to give way to newer or graver ones since the start. */
  get depth(): { waiting: number; dropped: number } {
    return { waiting: this.waiting.size, dropped: this.droppedCount };
  }

  /** Tries at once, and again and again where the disk does not take it. */
  async raise(raised: T): Promise<void> {
    if (await this.isSettled(raised)) return;
    this.keep(raised);
    if (!this.isWaiting && !this.running) this.later();
  }

  stop(): void {
    this.stopped = true;
    this.stopTimer();
  }

  /** Whether there is nothing more to do about it: it is kept, or no disk will ever take it. */
  private async isSettled(raised: T): Promise<boolean> {
    const appended = await this.parts.report(raised).catch((cause: unknown): Appended => {
      return { ok: false, reason: 'too_large', detail: faultText(cause) };
    });
    if (appended.ok || appended.reason === 'closed') return true;
    if (appended.reason !== 'too_large') return false;
    this.drop(raised, appended.detail);
    return true;
  }

  private keep(raised: T): void {
    const key = `${raised.sourceId} ${raised.kind}`;
    const older = this.waiting.get(key);
    this.waiting.delete(key);
    this.waiting.set(key, raised);
    if (older) this.drop(older, 'a newer one of its kind waits for the disk');
    if (this.waiting.size <= raisedMax) return;
    const [least] = leastFirst(this.waiting);
    if (!least) return;
    this.waiting.delete(least[0]);
    this.drop(least[1], `more than ${raisedMax} wait for the disk`);
  }

  private drop({ sourceId, kind }: T, why: string): void {
    this.droppedCount += 1;
    this.parts.say('alarm_dropped', { source: sourceId, kind, why });
  }

  private later(): void {
    const { clock, random } = this.parts;
    if (this.stopped) return;
    this.isWaiting = true;
    this.stopTimer = clock.after(backoffMs(this.failedTries, random(), wireBounds), () => {
      this.isWaiting = false;
      void this.tryAll();
    });
  }

  /** The gravest first; the first that is not taken ends it, for the others would not be either. */
  private async tryAll(): Promise<void> {
    this.running = true;
    for (const [key, raised] of leastFirst(this.waiting).toReversed()) {
      // A newer one may have taken its place meanwhile.
      if (this.stopped || this.waiting.get(key) !== raised) continue;
      const isSettled = await this.isSettled(raised);
      if (isSettled && this.waiting.get(key) === raised) this.waiting.delete(key);
      if (!isSettled) break;
      this.failedTries = 0;
    }
    this.running = false;
    if (this.waiting.size === 0) return;
    this.failedTries += 1;
    this.later();
  }
}

/** The least grave first, of equals the oldest. */
function leastFirst<T extends Raised>(waiting: ReadonlyMap<string, T>): [string, T][] {
  return [...waiting].toSorted(([, left], [, right]) => priorityOf[right.kind] - priorityOf[left.kind]);
}
