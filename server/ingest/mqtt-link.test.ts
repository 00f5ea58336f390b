// The server's own word on the broker that it is there: no will of an earlier connection may stay the last one.
import { createServer, type Server } from 'node:net';
import type { ServerPresenceMessage } from '@haixi/proto/mqtt/messages';
import { serverTopics } from '@haixi/proto/mqtt/topics';
import { Aedes } from 'aedes';
import { connectAsync } from 'mqtt';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { BrokerAddress } from '../broker/broker-address.js';
import { TestWorld } from '../store/fresh.store.js';
import { MqttLink } from './mqtt-link.service.js';

const { topic } = serverTopics.presence;
let broker: Aedes;
let tcp: Server;
let url: string;

beforeEach(async () => {
  broker = await Aedes.createBroker();
  tcp = createServer((socket) => void broker.handle(socket));
  await new Promise<void>((listening) => tcp.listen(0, '127.0.0.1', listening));
  const address = tcp.address();
  url = `mqtt://127.0.0.1:${typeof address === 'object' ? address?.port : ''}`;
});
afterEach(async () => {
  await new Promise<void>((closed) => broker.close(closed));
  tcp.close();
});

/** A server that stands, and an agent with what it hears of servers. */
async function standing() {
  const here = url;
  class Here extends BrokerAddress {
    readonly url = here;
    readonly username = 'server';
    readonly password = '';
  }
  const link = new MqttLink(new Here(), new TestWorld());
  await link.open();
  const heard: boolean[] = [];
  const agent = await connectAsync(url);
  agent.on('message', (_topic, payload) =>
    heard.push((JSON.parse(payload.toString()) as ServerPresenceMessage).online),
  );
  await agent.subscribeAsync(topic, { qos: 1 });
  await expect.poll(() => heard).toEqual([true]);
  return { link, agent, heard };
}

test('P1 a server’s late will is corrected by whoever stands, and its good-bye by nobody', async () => {
  const { link, agent, heard } = await standing();
  const late = JSON.stringify({ online: false, contract: { min: 1, max: 3 } });
  await agent.publishAsync(topic, late, { qos: 1, retain: true });
  await expect.poll(() => heard).toEqual([true, false, true]);
  await link.beforeApplicationShutdown();
  await expect.poll(() => heard.length).toBeGreaterThan(3);
  expect(heard.slice(3)).not.toContain(true);
  await agent.endAsync(true);
});

test('P1 the word of a server of another release that stands is let be: two would correct one another without end', async () => {
  const { link, agent, heard } = await standing();
  const other = JSON.stringify({ online: true, contract: { min: 2, max: 4 } });
  await agent.publishAsync(topic, other, { qos: 1, retain: true });
  const late = JSON.stringify({ online: false, contract: { min: 1, max: 3 } });
  await agent.publishAsync(topic, late, { qos: 1, retain: true });
  await expect.poll(() => heard.slice(1)).toEqual([true, false, true]);
  await link.beforeApplicationShutdown();
  await expect.poll(() => heard.at(-1)).toBe(false);
  expect(heard.filter((online) => online)).toHaveLength(3);
  await agent.endAsync(true);
});
