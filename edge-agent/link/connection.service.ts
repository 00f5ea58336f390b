// One MQTT connection of one site, from its CONNECT to its end: the will, what comes in, what goes out (rule P1).
import { Socket } from 'node:net';
import {
  packetBytesMax,
  serverTopics,
  type SiteTopicName,
  siteTopic,
  siteTopics,
} from '@haixi/proto/mqtt/topics';
import mqtt from 'mqtt';
import { faultText } from '../line.js';
import type { ConnectionParts, Ended, Line } from './connection.js';

/** By the CONNACK codes of MQTT 3.1.1: 4 is bad user name or password, 5 is not authorised. */
const refusals: ReadonlyMap<unknown, Ended> = new Map<unknown, Ended>([
  [4, { reason: 'key_refused', detail: 'the server does not accept this site with this key' }],
  [
    5,
    {
      reason: 'not_admitted',
      detail: 'the server does not admit this site: its key was withdrawn, or is not known there yet',
    },
  ],
]);

/** From connecting to listening; a broker that never confirms would leave the site deaf without a word. */
const openWithinMs = 20_000;

/** A peer that is cut off without a word is noticed within one and a half of these. */
const keepaliveS = 20;

export class Connection implements Line {
  readonly ended: Promise<Ended>;
  private readonly client: mqtt.MqttClient;

  constructor(private readonly parts: ConnectionParts) {
    const { server, siteId, key, link } = parts;
    this.client = mqtt.connect(server, {
      protocolVersion: 4,
      clientId: `site-${siteId}`,
      username: siteId,
      password: key,
      clean: true,
      keepalive: keepaliveS,
      connectTimeout: 10_000,
      // A client of MQTT.js that reconnects by itself uses its will again, so each one lives for one connection.
      reconnectPeriod: 0,
      resubscribe: false,
      queueQoSZero: false,
      will: {
        topic: siteTopic('presence', siteId),
        payload: Buffer.from(JSON.stringify({ online: false, link })),
        qos: siteTopics.presence.qos,
        retain: siteTopics.presence.retain,
      },
    });
    this.ended = this.run();
  }

  publish(name: SiteTopicName, message: unknown): void {
    const text = JSON.stringify(message);
    if (Buffer.byteLength(text) >= packetBytesMax)
      throw new Error(`a message on ${name} is over the packet limit`);
    const { qos, retain } = siteTopics[name];
    this.client.publish(siteTopic(name, this.parts.siteId), text, { qos, retain }, () => {
      // A failure here means that the connection ends, which `ended` tells.
    });
  }

  async end(): Promise<void> {
    if (!this.client.connected) return this.destroy();
    const { siteId, link } = this.parts;
    const { topic, qos, retain } = { ...siteTopics.presence, topic: siteTopic('presence', siteId) };
    const told = this.client.publishAsync(topic, JSON.stringify({ online: false, link }), { qos, retain });
    await Promise.race([
      told.catch(() => null),
      this.ended,
      new Promise((done) => setTimeout(done, 1_000).unref()),
    ]);
    this.destroy();
  }

  destroy(): void {
    this.client.end(true);
  }

  private run(): Promise<Ended> {
    const { siteId, opened, received } = this.parts;
    return new Promise((done) => {
      let last: Ended = { reason: 'broken', detail: 'the connection was closed' };
      const tooLate = setTimeout(() => {
        last = { reason: 'broken', detail: 'the server does not say that this site is listening' };
        this.client.end(true);
        done(last);
      }, openWithinMs).unref();
      this.client.on('error', (error) => {
        const refused = 'code' in error ? refusals.get(error.code) : undefined;
        last = refused ?? { reason: 'broken', detail: faultText(error) };
      });
      this.client.on('close', () => {
        clearTimeout(tooLate);
        done(last);
        this.client.end(true);
      });
      this.client.on('message', (topic, payload) => received(topic, payload));
      this.client.on('connect', () => {
        // MQTT.js leaves Nagle's algorithm on for plain TCP, which would hold an alarm back for 40 ms.
        if (this.client.stream instanceof Socket) this.client.stream.setNoDelay(true);
        const topics = [
          siteTopic('answers', siteId),
          siteTopic('commands', siteId),
          serverTopics.presence.topic,
        ];
        this.client.subscribe(topics, { qos: 1 }, (error, granted) => {
          const failed = error ?? granted?.some(({ qos }) => qos === 128);
          if (!failed) {
            clearTimeout(tooLate);
            return opened();
          }
          last = { reason: 'broken', detail: 'the server does not let this site listen to its own topics' };
          this.client.end(true);
        });
      });
    });
  }
}
