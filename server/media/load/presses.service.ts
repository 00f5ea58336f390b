// A button pressed again and again beside the video, for tests: how long each alarm waits for the server's answer.
import { setTimeout as sleep } from 'node:timers/promises';
import type { SiteAgent } from '../testing/site-agent.js';

const everyMs = 250;
const answeredWithinMs = 10_000;

export class Presses {
  private readonly sentAtMs = new Map<number, number>();
  private readonly alarmsMs: number[] = [];
  private timer: NodeJS.Timeout | null = null;
  private readonly epoch = `${Date.now()}`.padStart(16, '0');
  private seq = 0;

  constructor(private readonly agent: SiteAgent) {
    agent.onAnswer = ({ stored }) => {
      for (const seq of stored) {
        const sentAtMs = this.sentAtMs.get(seq);
        if (sentAtMs !== undefined) this.alarmsMs.push(performance.now() - sentAtMs);
        this.sentAtMs.delete(seq);
      }
    };
  }

  begin(): void {
    this.timer = setInterval(() => void this.press(), everyMs);
  }

  /** What each answered alarm waited, and how many have none after ten seconds more. */
  async end(): Promise<{ alarmsMs: number[]; unanswered: number }> {
    if (this.timer) clearInterval(this.timer);
    const untilMs = performance.now() + answeredWithinMs;
    while (this.sentAtMs.size > 0 && performance.now() < untilMs) await sleep(20);
    return { alarmsMs: this.alarmsMs, unanswered: this.sentAtMs.size };
  }

  private async press(): Promise<void> {
    this.seq += 1;
    const { seq, epoch } = this;
    const body = { sourceId: 'button-1', kind: 'help', occurredAtMs: Date.now(), agentAtMs: Date.now() };
    this.sentAtMs.set(seq, performance.now());
    await this.agent.send('alarms', { v: 2, epoch, seq, kind: 'alarm', body });
  }
}
