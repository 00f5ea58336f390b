// The server's one MQTT connection: an ordinary client of whatever broker there is, handing messages to who asked.
import { contract } from '@haixi/proto/mqtt/contract';
import { type ServerPresenceMessage, serverPresenceMessageSchema } from '@haixi/proto/mqtt/messages';
import {
  everySite,
  packetBytesMax,
  readSiteTopic,
  serverTopics,
  siteTopic,
  siteTopics,
  type SiteTopicName,
} from '@haixi/proto/mqtt/topics';
import { Injectable } from '@nestjs/common';
import { connectAsync, type MqttClient } from 'mqtt';
import { BrokerAddress, refusedFilter } from '../broker/broker-address.js';
import { World } from '../world.js';
import { parseJson } from './admission.js';
import { type Receiver, SiteLink } from './site-link.js';

@Injectable()
export class MqttLink extends SiteLink {
  private readonly receivers = new Map<string, Receiver[]>();
  private client: MqttClient | null = null;
  private stoodAtMs: number | null = null;
  private isLeaving = false;

  constructor(
    private readonly broker: BrokerAddress,
    private readonly world: World,
  ) {
    super();
  }

  get standsSinceMs(): number | null {
    return this.client?.connected ? this.stoodAtMs : null;
  }

  on(name: SiteTopicName | 'refused', receiver: Receiver): void {
    this.receivers.set(name, [...(this.receivers.get(name) ?? []), receiver]);
  }

  /** Connects, subscribes to what was asked for, and only then tells the agents that entries are taken. */
  async open(): Promise<void> {
    await this.broker.open();
    const { url, username, password } = this.broker;
    const client = await connectAsync(url, {
      username,
      password,
      clientId: 'server',
      clean: true,
      protocolVersion: 4,
      keepalive: 10,
      reconnectPeriod: 500,
      resubscribe: true,
      will: { topic: serverTopics.presence.topic, payload: presence(false), qos: 1, retain: true },
    });
    this.client = client;
    client.on('message', (topic, payload) => {
      this.broker.arrived();
      this.receive(topic, payload);
    });
    client.on('error', (error) => void this.world.say(`mqtt: ${error.message}`));
    const filters = [...this.receivers.keys()].map((name) =>
      name === 'refused' ? refusedFilter : everySite(name as SiteTopicName),
    );
    await client.subscribeAsync([...filters, serverTopics.presence.topic], { qos: 1 });
    this.stoodAtMs = this.world.steadyMs();
    await this.tellPresence(true);
    client.on('connect', () => {
      this.broker.stands();
      this.stoodAtMs = this.world.steadyMs();
      void this.tellPresence(true).catch(() => {});
    });
  }

  send(name: 'answers' | 'commands', siteId: string, message: unknown): void {
    if (!this.client?.connected) return;
    const { qos, retain } = siteTopics[name];
    const payload = JSON.stringify(message);
    // The broker would cut the connection at it, and the client would send it again at each new one.
    if (Buffer.byteLength(payload) > packetBytesMax - 1024) {
      this.world.say(`mqtt: a message for ${name} of ${siteId} is longer than a packet may be`);
      return;
    }
    this.client.publish(siteTopic(name, siteId), payload, { qos, retain });
  }

  async beforeApplicationShutdown(): Promise<void> {
    if (!this.client) return;
    this.isLeaving = true;
    if (this.client.connected) await this.tellPresence(false).catch(() => {});
    await this.client.endAsync(true);
  }

  private receive(topic: string, payload: Buffer): void {
    if (topic === serverTopics.presence.topic) return this.correct(payload);
    const ours = readSiteTopic(topic);
    const siteId = ours ? ours.siteId : (topic.split('/').at(-1) ?? '');
    for (const receiver of this.receivers.get(ours ? ours.name : 'refused') ?? []) {
      try {
        receiver(siteId, topic, payload);
      } catch (error) {
        // One message may never end the connection that all the others come by.
        this.world.say(`mqtt: a message on ${topic} was dropped: ${(error as Error).message}`);
      }
    }
  }

  /**
   * A will of an earlier connection of ours may be told after we are back, and another server's while we stand: neither
   * may stay the last word, or every agent would hold its alarms back for ever (rule P1). That another one stands is
   * right whatever contract it tells: two releases side by side would else correct one another without end.
   */
  private correct(payload: Buffer): void {
    if (this.isLeaving || !this.client?.connected || tellsOfOneThatStands(payload)) return;
    void this.tellPresence(true).catch(() => {});
  }

  private async tellPresence(online: boolean): Promise<void> {
    const { topic, qos, retain } = serverTopics.presence;
    await this.client!.publishAsync(topic, presence(online), { qos, retain });
  }
}

function tellsOfOneThatStands(payload: Buffer): boolean {
  const json = parseJson(payload);
  return json.ok && serverPresenceMessageSchema.safeParse(json.value).data?.online === true;
}

function presence(online: boolean): string {
  return JSON.stringify({ online, contract } satisfies ServerPresenceMessage);
}
