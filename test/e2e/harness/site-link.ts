// A site's MQTT connection in the hands of a test: it can send what no agent of ours would.
import { type Answer, answerSchema } from '@haixi/proto/mqtt/messages';
import { siteTopic } from '@haixi/proto/mqtt/topics';
import { connectAsync, type MqttClient } from 'mqtt';
import { siteKey, type SystemFacts } from './system.js';
import { until } from './until.js';

export interface SiteLink {
  readonly client: MqttClient;
  /** How often the connection has ended. */
  closed(): number;
  /** Publishes to the site's own alarms, or to another topic. */
  send(payload: string | Buffer, topic?: string): void;
  /** The next answer that speaks of this entry; null for one that names none. */
  answerFor(seq: number | null): Promise<Answer>;
  end(): Promise<void>;
}

/** A random name for an outbox, as an agent would make one. */
export function newEpoch(): string {
  return Array.from({ length: 20 }, () => Math.floor(Math.random() * 36).toString(36)).join('');
}

/** Connects as the site's agent would; does not connect again by itself. */
export async function linkOf(system: SystemFacts, siteId: string): Promise<SiteLink> {
  const client = await connectAsync(`${system.url.replace('http', 'ws')}/mqtt`, {
    protocolVersion: 4,
    clientId: `site-${siteId}`,
    username: siteId,
    password: siteKey(system, siteId),
    clean: true,
    reconnectPeriod: 0,
  });
  let closed = 0;
  const answers: Answer[] = [];
  client.on('close', () => {
    closed += 1;
  });
  // A connection that the server ends is told by `closed`.
  client.on('error', () => {});
  client.on('message', (topic, payload) => {
    if (topic === siteTopic('answers', siteId))
      answers.push(answerSchema.parse(JSON.parse(payload.toString())));
  });
  await client.subscribeAsync(siteTopic('answers', siteId), { qos: 1 });
  return {
    client,
    closed: () => closed,
    send: (payload, topic = siteTopic('alarms', siteId)) => void client.publish(topic, payload, { qos: 1 }),
    answerFor: (seq) =>
      until(`the server answers entry ${seq} of ${siteId}`, () =>
        answers.find(
          (answer) =>
            (seq !== null && answer.stored.includes(seq)) || answer.refused.some((each) => each.seq === seq),
        ),
      ),
    end: () => client.endAsync(true),
  };
}

/** An outbox entry as an agent sends it. */
export function alarmEntry(
  epoch: string,
  seq: number,
  body: Readonly<Record<string, unknown>> = {},
  envelope: Readonly<Record<string, unknown>> = {},
): string {
  const nowMs = Date.now();
  return JSON.stringify({
    v: 1,
    epoch,
    seq,
    kind: 'alarm',
    body: { sourceId: 'button-1', kind: 'panic', occurredAtMs: nowMs, agentAtMs: nowMs, ...body },
    ...envelope,
  });
}
