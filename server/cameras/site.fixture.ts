// A line to the sites and a world for tests: both move by hand alone, so that no look comes between two steps of a test.
import type { SiteCommand, SitePresenceMessage } from '@haixi/proto/mqtt/messages';
import type { SiteTopicName } from '@haixi/proto/mqtt/topics';
import { type Receiver, SiteLink } from '../ingest/site-link.js';
import { TestWorld } from '../store/fresh.store.js';

/** Stands or not as it is told, hands in what a site would send, and keeps what is sent. */
export class TestLink extends SiteLink {
  standsSinceMs: number | null = 0;
  readonly commands: { siteId: string; command: SiteCommand }[] = [];
  private readonly receivers: { name: string; receiver: Receiver }[] = [];

  on(name: SiteTopicName | 'refused', receiver: Receiver): void {
    this.receivers.push({ name, receiver });
  }

  send(name: 'answers' | 'commands', siteId: string, message: unknown): void {
    if (name === 'commands') this.commands.push({ siteId, command: message as SiteCommand });
  }

  /** A message of this site arrives. */
  arrive(name: SiteTopicName, siteId: string, message: unknown): void {
    const payload = Buffer.from(JSON.stringify(message));
    for (const each of this.receivers) if (each.name === name) each.receiver(siteId, name, payload);
  }
}

/** A world in which nothing runs by itself: what waits for its time runs in `pass`. */
export class HandWorld extends TestWorld {
  private readonly waiting = new Map<() => void, number>();

  override after(delayMs: number, run: () => void): () => void {
    this.waiting.set(run, this.now + delayMs);
    return () => void this.waiting.delete(run);
  }

  /** So much time passes, and what is due by then runs in its order, each at its time. */
  async pass(forMs: number): Promise<void> {
    const endMs = this.now + forMs;
    for (;;) {
      const [next] = [...this.waiting].toSorted((a, b) => a[1] - b[1]);
      if (!next || next[1] > endMs) break;
      this.waiting.delete(next[0]);
      this.now = Math.max(this.now, next[1]);
      next[0]();
      await new Promise((done) => setImmediate(done));
    }
    this.now = endMs;
  }
}

/** The epoch of a birth that says nothing else. */
export const epoch = 'e'.repeat(16);

/** A birth of an agent of this release whose outbox is new, with what is said otherwise. */
export function birth(change: Partial<SitePresenceMessage & { online: true }> = {}): SitePresenceMessage {
  return {
    online: true,
    link: 'link-0001',
    epoch,
    oldestHeld: 0,
    next: 0,
    contract: { min: 3, max: 3 },
    agent: 'agent 3',
    atMs: 1,
    ...change,
  };
}
