// The server's line to the sites over the simulated broker: what MqttLink is over a real one.
import { contract } from '@haixi/proto/mqtt/contract';
import {
  everySite,
  packetBytesMax,
  readSiteTopic,
  serverTopics,
  siteTopic,
  siteTopics,
  type SiteTopicName,
} from '@haixi/proto/mqtt/topics';
import { type Receiver, SiteLink } from '@haixi/server/ingest/site-link';
import type { Message, SimBroker } from './broker';
import type { Process } from './process';

const reconnectMs = 500;
type Line = NonNullable<ReturnType<SimBroker['line']>>;

export class SimSiteLink extends SiteLink {
  private readonly receivers = new Map<string, Receiver[]>();
  private line: Line | null = null;
  private stands = false;
  private stoodAtMs: number | null = null;
  /** Is told each answer and command as it leaves; what it gives is waited for before anything else happens. */
  onSend: (name: 'answers' | 'commands', siteId: string, message: unknown) => void = () => {};

  constructor(
    private readonly process: Process,
    private readonly broker: () => SimBroker | null,
    private readonly clientId = process.name,
  ) {
    super();
  }

  get standsSinceMs(): number | null {
    return this.stands ? this.stoodAtMs : null;
  }

  on(name: SiteTopicName | 'refused', receiver: Receiver): void {
    this.receivers.set(name, [...(this.receivers.get(name) ?? []), receiver]);
  }

  /** Connects, and again after each end; tells the agents that entries are taken once it is subscribed. */
  open(): void {
    const line = this.broker()?.line(this.process) ?? null;
    if (!line) return this.openLater();
    this.line = line;
    line.ended = () => {
      this.stands = false;
      this.openLater();
    };
    line.received = (reply) => {
      if (reply.kind === 'connected') this.subscribe(line);
      if (reply.kind === 'subscribed') this.subscribed(line);
      if (reply.kind === 'message') this.receive(reply.message);
    };
    const will = presence(false);
    line.send({ kind: 'connect', clientId: this.clientId, username: 'server', password: '', will });
  }

  send(name: 'answers' | 'commands', siteId: string, message: unknown): void {
    if (!this.stands || !this.line) return;
    const payload = Buffer.from(JSON.stringify(message));
    if (payload.length > packetBytesMax - 1024) return this.process.note(`${name} for ${siteId} is too long`);
    this.onSend(name, siteId, message);
    const { qos, retain } = siteTopics[name];
    this.line.send({ kind: 'publish', message: { topic: siteTopic(name, siteId), payload, qos, retain } });
  }

  /** Good-bye: agents hold back from now on. */
  close(): void {
    this.stands = false;
    this.line?.send({ kind: 'publish', message: presence(false) });
    this.line?.send({ kind: 'disconnect' });
    this.line?.close();
  }

  private openLater(): void {
    this.process.after(reconnectMs, () => this.open(), 'connects to the broker');
  }

  private subscribe(line: Line): void {
    const names = [...this.receivers.keys()].filter((name) => name !== 'refused');
    const filters = names.map((name) => everySite(name as SiteTopicName));
    line.send({ kind: 'subscribe', filters: [...filters, serverTopics.presence.topic] });
  }

  private subscribed(line: Line): void {
    this.stands = true;
    this.stoodAtMs = this.process.steadyMs();
    line.send({ kind: 'publish', message: presence(true) });
  }

  private receive({ topic, payload }: Message): void {
    if (topic === serverTopics.presence.topic) {
      // A late will of an earlier connection, or another server's, may not stay the last word.
      const isOurs = payload.equals(presence(true).payload);
      if (this.stands && !isOurs) this.line?.send({ kind: 'publish', message: presence(true) });
      return;
    }
    const ours = readSiteTopic(topic);
    if (!ours) return;
    for (const receiver of this.receivers.get(ours.name) ?? []) {
      try {
        receiver(ours.siteId, topic, payload);
      } catch (error) {
        this.process.note(`a message on ${topic} was dropped: ${(error as Error).message}`);
      }
    }
  }
}

function presence(online: boolean): Message {
  const { topic, qos, retain } = serverTopics.presence;
  return { topic, payload: Buffer.from(JSON.stringify({ online, contract })), qos, retain };
}
