// Every topic of the broker, by an agent of the site, of another site and by who is no agent: publish, subscribe, will (rule N2).
import { type SiteTopicName, serverTopics, siteTopic, siteTopics } from '@haixi/proto/mqtt/topics';
import { testKeyOf } from '@haixi/server/store/fresh.store';
import { type House, openHouse } from '@haixi/server/test-house';
import mqtt, { type IClientOptions, type MqttClient } from 'mqtt';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { signOn, siteElsewhere, siteHere } from './walkers.js';

const within = { timeout: 30_000, interval: 50 };
const names = Object.keys(siteTopics) as SiteTopicName[];

let house: House;
const open: MqttClient[] = [];

beforeAll(async () => {
  house = await openHouse();
});
afterEach(() => {
  for (const client of open.splice(0)) client.end(true);
});
afterAll(() => house?.close());

/** Connects as the agent of a site, or as told; rejects with the broker's own refusal. */
function connect(siteId: string, change: IClientOptions = {}): Promise<MqttClient> {
  const client = mqtt.connect(house.base.replace('http', 'ws') + '/mqtt', {
    clientId: `site-${siteId}`,
    username: siteId,
    password: testKeyOf(siteId),
    protocolVersion: 4,
    reconnectPeriod: 0,
    ...change,
  });
  open.push(client);
  return new Promise((resolve, reject) => {
    client.once('connect', () => resolve(client));
    client.once('error', reject);
    client.once('close', () => reject(new Error('closed')));
  });
}

const refusedAt = async (topic: string) =>
  (
    await house.store.db
      .selectFrom('quarantine')
      .select(['site_id', 'reason'])
      .where('topic', '=', topic)
      .execute()
  ).map(({ site_id, reason }) => `${site_id} ${reason}`);
const granted = (client: MqttClient, filter: string): Promise<number> =>
  new Promise((resolve) =>
    client.subscribe(filter, (error, grants) => resolve(error ? 128 : (grants?.[0]?.qos ?? 128))),
  );

test.each(names)(
  'W1, N2 to %s an agent publishes for its own site alone, and where agents publish',
  async (name) => {
    const client = await connect(siteElsewhere);
    const [own, foreign] = [siteTopic(name, siteElsewhere), siteTopic(name, siteHere)];
    for (const topic of [own, foreign]) await client.publishAsync(topic, 'walk', { qos: 1 });
    // What is no message is refused as such on one's own topic; on a foreign one the topic itself is what is wrong.
    const isAgents = siteTopics[name].from === 'agent';
    await expect.poll(() => refusedAt(foreign), within).toEqual([`${siteElsewhere} foreign_topic`]);
    if (!isAgents)
      await expect.poll(() => refusedAt(own), within).toEqual([`${siteElsewhere} foreign_topic`]);
    else expect(await refusedAt(own)).not.toContain(`${siteElsewhere} foreign_topic`);
    expect(client.connected).toBe(true);
  },
);

test.each(names)(
  'W1, N2 to %s an agent subscribes for its own site alone, and where the server publishes',
  async (name) => {
    const client = await connect(siteElsewhere);
    const own = await granted(client, siteTopic(name, siteElsewhere));
    expect(own < 128).toBe(siteTopics[name].from === 'server');
    expect(await granted(client, siteTopic(name, siteHere))).toBe(128);
    expect(await granted(client, siteTopic(name, '+'))).toBe(128);
  },
);

test('W1, N2 whether the server is there every agent may hear, and nobody may say; everything at once nobody hears', async () => {
  const client = await connect(siteElsewhere);
  const { topic } = serverTopics.presence;
  expect(await granted(client, topic)).toBeLessThan(128);
  await client.publishAsync(topic, '{"online":false}', { qos: 1, retain: true });
  await expect.poll(() => refusedAt(topic), within).toEqual([`${siteElsewhere} foreign_topic`]);
  for (const filter of ['#', 'haixi/#', '$SYS/#', '+/+/+/+/+'])
    expect(await granted(client, filter)).toBe(128);
});

test('W1, N2 a will stands on one’s own presence and nowhere else', async () => {
  for (const name of names) {
    const topic = siteTopic(name, siteHere);
    const client = await connect(siteElsewhere, {
      will: { topic, payload: Buffer.from('will'), qos: 1, retain: true },
    });
    // It dies without a word, and its will is the broker's to publish.
    client.stream.destroy();
  }
  const own = siteTopic('presence', siteElsewhere);
  const client = await connect(siteElsewhere, {
    will: { topic: own, payload: Buffer.from('will'), qos: 1, retain: true },
  });
  client.stream.destroy();
  await expect.poll(() => refusedAt(own), within).not.toEqual([]);
  const before = names.map((name) => siteTopic(name, siteHere));
  for (const topic of before)
    expect((await refusedAt(topic)).filter((told) => told !== `${siteElsewhere} foreign_topic`)).toEqual([]);
});

test('W1, N2 no person, no token, no other’s key and no other’s name comes in', async () => {
  const walkers = await signOn(house);
  const passes = walkers.flatMap(({ headers }) => {
    const shown = headers['cookie']?.split('=')[1] ?? headers['authorization']?.split(' ')[1];
    return shown ? [shown] : [];
  });
  expect(passes.length).toBeGreaterThan(20);
  const tries: IClientOptions[] = [
    {},
    ...passes.map((password) => ({ username: siteHere, password })),
    { username: siteHere, password: testKeyOf(siteElsewhere) },
    { username: 'walk-operator-in', password: passes[0]! },
    { username: '$server', password: passes[0]! },
  ];
  const said = await Promise.all(
    tries.map(({ username = '', password = '' }) =>
      connect(siteHere, { username, password }).then(
        () => 'came in',
        (error: Error & { code?: number }) => error.code ?? error.message,
      ),
    ),
  );
  expect(new Set(said)).toEqual(new Set([4]));
  // With a right key, and under another's client id.
  const asOther = connect(siteHere, { username: siteElsewhere, password: testKeyOf(siteElsewhere) });
  await expect(asOther).rejects.toMatchObject({ code: 5 });
});
