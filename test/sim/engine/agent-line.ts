// The agent's connection over the simulated broker: what its `Connection` is over a real one.
import type { ConnectionParts, Ended, Line } from '@haixi/edge-agent/link/connection';
import {
  packetBytesMax,
  serverTopics,
  siteTopic,
  siteTopics,
  type SiteTopicName,
} from '@haixi/proto/mqtt/topics';
import type { Message, SimBroker } from './broker';
import type { Process } from './process';

/** Makes connections of this agent to whatever broker there is; for `LinkParts.newConnection`. */
export function agentLines(
  process: Process,
  broker: () => SimBroker | null,
): (parts: ConnectionParts) => Line {
  return (parts) => new AgentLine(process, broker()?.line(process) ?? null, parts);
}

const connectTimeoutMs = 10_000;

class AgentLine implements Line {
  readonly ended: Promise<Ended>;
  private finish: (ended: Ended) => void = () => {};
  private isConnected = false;

  constructor(
    process: Process,
    private readonly line: ReturnType<SimBroker['line']>,
    private readonly parts: ConnectionParts,
  ) {
    this.ended = new Promise((done) => {
      this.finish = done;
    });
    const { siteId, key, opened, received } = parts;
    if (!line) {
      process.after(process.chance.wait(200), () => this.broken('connect ECONNREFUSED'), 'finds no broker');
      return;
    }
    line.ended = () => this.broken('the connection was closed');
    process.after(
      connectTimeoutMs,
      () => {
        if (!this.isConnected) this.broken('connack timeout');
      },
      null,
    );
    line.received = (reply) => {
      if (reply.kind === 'refused') this.settle({ reason: 'key_refused', detail: 'the key is refused' });
      if (reply.kind === 'connected') {
        this.isConnected = true;
        const own = [
          siteTopic('answers', siteId),
          siteTopic('commands', siteId),
          serverTopics.presence.topic,
        ];
        line.send({ kind: 'subscribe', filters: own });
      }
      if (reply.kind === 'subscribed') opened();
      if (reply.kind === 'message') received(reply.message.topic, reply.message.payload);
    };
    const will = this.message('presence', this.lastWord);
    line.send({ kind: 'connect', clientId: `site-${siteId}`, username: siteId, password: key, will });
  }

  publish(name: SiteTopicName, message: unknown): void {
    const packet = this.message(name, message);
    if (packet.payload.length >= packetBytesMax)
      throw new Error(`a message on ${name} is over the packet limit`);
    this.line?.send({ kind: 'publish', message: packet });
  }

  async end(): Promise<void> {
    if (this.isConnected) {
      this.publish('presence', this.lastWord);
      this.line?.send({ kind: 'disconnect' });
    }
    this.destroy();
  }

  destroy(): void {
    this.broken('the connection was closed');
  }

  private get lastWord(): object {
    return { online: false, link: this.parts.link };
  }

  private message(name: SiteTopicName, message: unknown): Message {
    const { qos, retain } = siteTopics[name];
    return {
      topic: siteTopic(name, this.parts.siteId),
      payload: Buffer.from(JSON.stringify(message)),
      qos,
      retain,
    };
  }

  private broken(detail: string): void {
    this.settle({ reason: 'broken', detail });
  }

  private settle(ended: Ended): void {
    this.line?.close();
    this.finish(ended);
  }
}
