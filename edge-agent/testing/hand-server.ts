// A server at the other end of simulated lines, for tests on a clock that is moved by hand; it answers by a rule.
import { contract } from '@haixi/proto/mqtt/contract';
import {
  type Answer,
  type Envelope,
  envelopeSchema,
  type Readings,
  readingsSchema,
  type SitePresenceMessage,
  sitePresenceMessageSchema,
} from '@haixi/proto/mqtt/messages';
import { serverTopics, siteTopic } from '@haixi/proto/mqtt/topics';
import type { Clock } from '../clock.js';
import type { ConnectionParts, Ended, Line } from '../link/connection.js';

/** So long each message and each connecting takes. */
export const messageMs = 5;

/** An entry that came, and when on the steady clock. */
export interface Came {
  readonly atMs: number;
  readonly envelope: Envelope;
}

interface Standing {
  readonly parts: ConnectionParts;
  readonly end: (detail: string) => void;
}

export class HandServer {
  readonly came: Came[] = [];
  readonly presences: SitePresenceMessage[] = [];
  readonly readings: Readings[] = [];
  /** When somebody tried to connect, on the steady clock. */
  readonly triesAtMs: number[] = [];
  rule: (envelope: Envelope) => 'store' | 'silence' | 'refuse' = () => 'store';
  isHere = true;
  private readonly standing = new Set<Standing>();

  constructor(private readonly clock: Clock) {}

  /** Makes a connection, as `newConnection` of a link. */
  readonly connect = (parts: ConnectionParts): Line => {
    this.triesAtMs.push(this.clock.steadyMs());
    const { promise: ended, resolve: over } = Promise.withResolvers<Ended>();
    const standing: Standing = {
      parts,
      end: (detail) => {
        this.standing.delete(standing);
        over({ reason: 'broken', detail });
      },
    };
    this.clock.after(messageMs, () => {
      if (!this.isHere) return standing.end('nobody listens');
      this.standing.add(standing);
      parts.opened();
      this.tell(standing, serverTopics.presence.topic, { online: true, contract });
    });
    return {
      ended,
      publish: (name, message) => {
        this.clock.after(messageMs, () => {
          if (this.standing.has(standing)) this.take(standing, name, message);
        });
      },
      end: () => Promise.resolve(standing.end('the agent has ended it')),
      destroy: () => standing.end('the agent has ended it'),
    };
  };

  /** Numbers of the entries of a kind in the order in which they came. */
  seqs(kind = 'alarm'): number[] {
    return this.came.filter(({ envelope }) => envelope.kind === kind).map(({ envelope }) => envelope.seq);
  }

  /** Goes away with all its connections; agents learn of it at once. */
  leave(): void {
    this.isHere = false;
    for (const standing of this.standing) standing.end('the server is gone');
  }

  comeBack(): void {
    this.isHere = true;
  }

  answer(answer: Answer): void {
    for (const standing of this.standing)
      this.tell(standing, siteTopic('answers', standing.parts.siteId), answer);
  }

  private tell(standing: Standing, topic: string, message: unknown): void {
    const payload = Buffer.from(JSON.stringify(message));
    this.clock.after(messageMs, () => {
      if (this.standing.has(standing)) standing.parts.received(topic, payload);
    });
  }

  private take(standing: Standing, name: string, message: unknown): void {
    if (name === 'presence') this.presences.push(sitePresenceMessageSchema.parse(message));
    if (name === 'readings') this.readings.push(readingsSchema.parse(message));
    if (name !== 'alarms') return;
    const envelope = envelopeSchema.parse(message);
    this.came.push({ atMs: this.clock.steadyMs(), envelope });
    const { epoch, seq } = envelope;
    const ruled = this.rule(envelope);
    if (ruled === 'silence') return;
    const refused = [{ seq, reason: 'unknown_kind' as const, detail: 'a test' }];
    const answer = ruled === 'store' ? { stored: [seq], refused: [] } : { stored: [], refused };
    this.tell(standing, siteTopic('answers', standing.parts.siteId), { epoch, ...answer });
  }
}
