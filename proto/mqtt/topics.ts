// The topic table: each topic with who publishes, what it carries, its QoS and whether it is retained.
import type { z } from 'zod';
import {
  answerSchema,
  anyReadingsSchema,
  envelopeSchema,
  serverPresenceMessageSchema,
  siteCommandSchema,
  sitePresenceMessageSchema,
  siteReplySchema,
} from './messages.js';

const root = 'haixi/v1';

/** The largest MQTT packet that is let in, in bytes; pictures travel by HTTP. A larger one closes the connection. */
export const packetBytesMax = 64 * 1024;

export interface TopicRow {
  readonly topic: string;
  readonly from: 'agent' | 'server';
  readonly schema: z.ZodType;
  readonly qos: 0 | 1;
  readonly retain: boolean;
  readonly about: string;
}

/** Topics of one site; `{siteId}` stands for the site's id. */
export const siteTopics = {
  alarms: {
    topic: `${root}/sites/{siteId}/alarms`,
    from: 'agent',
    schema: envelopeSchema,
    qos: 1,
    retain: false,
    about: 'Outbox entries, each in its envelope, sent until the server answers it (D1–D4).',
  },
  readings: {
    topic: `${root}/sites/{siteId}/readings`,
    from: 'agent',
    schema: anyReadingsSchema,
    qos: 0,
    retain: false,
    about: 'Latest values of the site and its cameras, each 10 s and at a change.',
  },
  presence: {
    topic: `${root}/sites/{siteId}/presence`,
    from: 'agent',
    schema: sitePresenceMessageSchema,
    qos: 1,
    retain: true,
    about: 'Birth when connected, will when the connection dies; both carry the link number (P1).',
  },
  answers: {
    topic: `${root}/sites/{siteId}/answers`,
    from: 'server',
    schema: answerSchema,
    qos: 1,
    retain: false,
    about: 'Which entries are stored and which are refused, and why (D2, D6).',
  },
  commands: {
    topic: `${root}/sites/{siteId}/commands`,
    from: 'server',
    schema: siteCommandSchema,
    qos: 1,
    retain: false,
    about: 'What the server asks of the agent.',
  },
  replies: {
    topic: `${root}/sites/{siteId}/replies`,
    from: 'agent',
    schema: siteReplySchema,
    qos: 1,
    retain: false,
    about: 'The agent’s reply to a command.',
  },
} as const satisfies Record<string, TopicRow>;
export type SiteTopicName = keyof typeof siteTopics;

/** Topics of the server itself. */
export const serverTopics = {
  presence: {
    topic: `${root}/server/presence`,
    from: 'server',
    schema: serverPresenceMessageSchema,
    qos: 1,
    retain: true,
    about: 'Whether a server takes entries now, and the contract versions it speaks.',
  },
} as const satisfies Record<string, TopicRow>;

/** The topic of one site. */
export function siteTopic(name: SiteTopicName, siteId: string): string {
  return siteTopics[name].topic.replace('{siteId}', siteId);
}

/** The filter that matches this topic of every site. */
export function everySite(name: SiteTopicName): string {
  return siteTopics[name].topic.replace('{siteId}', '+');
}

/** Which site and which row of the table a topic belongs to; null where it is none of ours. */
export function readSiteTopic(topic: string): { siteId: string; name: SiteTopicName } | null {
  const match = /^haixi\/v1\/sites\/([^/]+)\/([a-z]+)$/.exec(topic);
  if (!match) return null;
  const [, siteId, name] = match;
  if (siteId === undefined || name === undefined || !Object.hasOwn(siteTopics, name)) return null;
  return { siteId, name: name as SiteTopicName };
}
