// The AsyncAPI 3 document: MQTT between agents and the server, and the live socket, out of their tables. Pure.
import { framesToClient, framesToServer, livePath, liveProtocol, tickEveryMs } from '../live/frames.js';
import { contract } from '../mqtt/contract.js';
import { bodySchemas } from '../mqtt/messages.js';
import { packetBytesMax, serverTopics, siteTopics, type TopicRow } from '../mqtt/topics.js';
import { bodyName, components, frameName, type JsonSchema } from './schemas.js';

const frameAbout: Readonly<Record<keyof typeof framesToClient | keyof typeof framesToServer, string>> = {
  snapshot: 'A fresh start: the picture at its vector, the latest values and the server’s clock.',
  events: 'Consecutive events of one area, numbered without gaps (L1).',
  latest: 'Latest positions and readings, each with its own time; never numbered.',
  tick: `The server’s clock and how far the log is, at least each ${tickEveryMs / 1000} s (L2, L3).`,
  goodbye: 'Why the server lets this socket go.',
  watch: `Asks to go on from a vector, or with an empty one for a snapshot; protocol ${liveProtocol} (L6).`,
  tablet: 'What a patrol page tells of itself: whether it could ring now (T3).',
};

/** The whole document; `send` and `receive` are told from the server's side. */
export function asyncApi(): JsonSchema {
  const mqtt = [...topics('site', siteTopics), ...topics('server', serverTopics)];
  const frames = [
    ...Object.keys(framesToClient).map((name) => ({ name, action: 'send' })),
    ...Object.keys(framesToServer).map((name) => ({ name, action: 'receive' })),
  ];
  return {
    asyncapi: '3.0.0',
    info: {
      title: 'Haixi Skynet: agents and live screens',
      version: `${contract.max}`,
      description:
        `Contract versions ${contract.min} to ${contract.max}. An MQTT packet is at most ${packetBytesMax} bytes; ` +
        'a larger one closes the connection. Every shape is closed: a field that is not named is refused.',
      license: { name: 'Apache-2.0' },
    },
    defaultContentType: 'application/json',
    servers: {
      mqtt: {
        host: '127.0.0.1:8080',
        pathname: '/mqtt',
        protocol: 'mqtt',
        protocolVersion: '3.1.1',
        description:
          'The server’s own broker by websocket; user name is the site’s id, password its key, clean session.',
      },
      live: {
        host: '127.0.0.1:8080',
        pathname: livePath,
        protocol: 'ws',
        description:
          'socket.io 4, namespace /; the session cookie says who is there. TLS ends in front of it.',
      },
    },
    channels: {
      ...Object.fromEntries(mqtt.map((each) => [each.id, topicChannel(each.id, each.row)])),
      live: {
        address: livePath,
        servers: [ref('servers', 'live')],
        description: 'Frames of the live picture; each message is a socket.io event of that name.',
        messages: Object.fromEntries(
          frames.map(({ name }) => [frameName(name), ref('components', 'messages', frameName(name))]),
        ),
      },
    },
    operations: {
      ...Object.fromEntries(mqtt.map((each) => [each.id, topicOperation(each.id, each.row)])),
      ...Object.fromEntries(
        frames.map(({ name, action }) => [
          frameName(name),
          {
            action,
            channel: ref('channels', 'live'),
            messages: [ref('channels', 'live', 'messages', frameName(name))],
          },
        ]),
      ),
    },
    components: {
      messages: {
        ...Object.fromEntries(mqtt.map((each) => [each.id, message(each.id, each.row.about)])),
        ...Object.fromEntries(
          frames.map(({ name }) => [
            frameName(name),
            message(frameName(name), frameAbout[name as keyof typeof frameAbout], name),
          ]),
        ),
      },
      schemas: components('draft-07'),
    },
  };
}

function topics(table: string, rows: Readonly<Record<string, TopicRow>>): { id: string; row: TopicRow }[] {
  return Object.entries(rows).map(([name, row]) => ({ id: `mqtt.${table}.${name}`, row }));
}

function topicChannel(id: string, row: TopicRow): JsonSchema {
  const ofSite = row.topic.includes('{siteId}');
  return {
    address: row.topic,
    servers: [ref('servers', 'mqtt')],
    description: row.about,
    messages: { [id]: ref('components', 'messages', id) },
    ...(ofSite && { parameters: { siteId: { description: 'The site’s id: 1–32 of a–z, 0–9 and -.' } } }),
  };
}

function topicOperation(id: string, row: TopicRow): JsonSchema {
  return {
    action: row.from === 'server' ? 'send' : 'receive',
    channel: ref('channels', id),
    summary: row.about,
    messages: [ref('channels', id, 'messages', id)],
    bindings: { mqtt: { qos: row.qos, retain: row.retain, bindingVersion: '0.2.0' } },
  };
}

/** A message by its schema; an outbox entry also tells which bodies its versions know. */
function message(id: string, about: string, name = id): JsonSchema {
  return {
    name,
    title: id,
    summary: about,
    payload: ref('components', 'schemas', id),
    ...(id === 'mqtt.site.alarms' && {
      'x-bodies': Object.fromEntries(
        Object.entries(bodySchemas).map(([version, kinds]) => [
          version,
          Object.fromEntries(
            Object.keys(kinds).map((kind) => [kind, ref('components', 'schemas', bodyName(version, kind))]),
          ),
        ]),
      ),
    }),
  };
}

function ref(...path: string[]): { $ref: string } {
  return { $ref: `#/${path.join('/')}` };
}
