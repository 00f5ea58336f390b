// Many sites of buttons with the real agent's own classes: real connections to the server, outboxes on a disk in memory.
import { randomBytes, randomUUID } from 'node:crypto';
import type { Clock } from '@haixi/edge-agent/clock';
import { Connection } from '@haixi/edge-agent/link/connection.service';
import { readIncoming } from '@haixi/edge-agent/link/inbox';
import { speech } from '@haixi/edge-agent/link/speech';
import { Site } from '@haixi/edge-agent/sites/site.service';
import { armedSchema } from '@haixi/edge-agent/sources/camera/notice/schedule';
import { Places } from '@haixi/edge-agent/streams/places';
import { SimDisk } from '@haixi/edge-agent/testing/sim-disk';
import type { SiteAlarmKind } from '@haixi/proto/vocabulary';

/** A site as the store knows it. */
export interface Registered {
  readonly siteId: string;
  readonly key: string;
}

/** One site's agent, and what was asked of it. */
export class ButtonSite {
  isOpen = false;
  /** Entries that were appended and are not answered yet, with what to do at their answer. */
  private readonly waiting = new Map<number, (() => void) | null>();
  private readonly site: Site;

  constructor({ siteId, key }: Registered, server: string, clock: Clock, opened: () => void = () => {}) {
    this.site = new Site({
      config: {
        id: siteId,
        key,
        buttons: [{ id: 'button-1', type: 'button', kind: 'help' }],
        cameras: [],
        armed: armedSchema.parse(undefined),
      },
      clock,
      random: Math.random,
      server,
      web: null,
      folder: `/${siteId}`,
      disk: new SimDisk().boot(),
      rewriteOverBytes: 1024 * 1024,
      agent: 'load',
      speech,
      newEpoch: () => randomBytes(12).toString('hex'),
      newLink: () => randomUUID(),
      newConnection: (parts) =>
        new Connection({
          ...parts,
          received: (topic, payload) => {
            this.heard(topic, payload);
            parts.received(topic, payload);
          },
        }),
      newCamera: () => {
        throw new Error('these sites have no cameras');
      },
      load: () => null,
      maker: {
        make: () => Promise.reject(new Error('these sites have no pictures')),
        burn: () => Promise.resolve(null),
      },
      places: new Places(0),
      say: (event) => {
        if (!event.startsWith('link_')) return;
        this.isOpen = event === 'link_open';
        if (this.isOpen) opened();
      },
    });
  }

  /** Entries that the server has not answered yet, proofs of life aside. */
  get unanswered(): number {
    return this.waiting.size;
  }

  start(): Promise<void> {
    return this.site.start();
  }

  /** One press; `answered` is called when the server has answered that it is stored. */
  async press(kind: SiteAlarmKind, answered: (() => void) | null = null): Promise<void> {
    const appended = await this.site.report('button-1', kind, Date.now());
    if (!appended.ok) throw new Error(`an outbox in memory took no entry: ${appended.detail}`);
    this.waiting.set(appended.seq, answered);
  }

  stop(): Promise<void> {
    return this.site.stop();
  }

  private heard(topic: string, payload: Buffer): void {
    const message = readIncoming(topic, payload);
    if (message.kind !== 'answer') return;
    for (const seq of message.answer.stored) {
      this.waiting.get(seq)?.();
      this.waiting.delete(seq);
    }
  }
}

/** The machine's clocks; the steady one can be put ahead, as after a long time without a server. */
export class AheadClock implements Clock {
  private aheadMs = 0;
  nowMs(): number {
    return Date.now();
  }
  steadyMs(): number {
    return performance.now() + this.aheadMs;
  }
  after(delayMs: number, run: () => void): () => void {
    const timer = setTimeout(run, delayMs);
    return () => clearTimeout(timer);
  }
  goAhead(byMs: number): void {
    this.aheadMs += byMs;
  }
}
