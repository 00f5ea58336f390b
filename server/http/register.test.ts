// The register as planners and leaders meet it: a real server, its broker, and real agents' connections.
import { siteCommandSchema } from '@haixi/proto/mqtt/messages';
import { siteTopic } from '@haixi/proto/mqtt/topics';
import { connectAsync, type MqttClient } from 'mqtt';
import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest';
import { hashOfSecret } from '../accounts/secret.js';
import { Broker } from '../broker/broker.service.js';
import { Sites } from '../cameras/sites.service.js';
import type { DevicesHouse } from '../devices/house.fixture.js';
import { verifyStore } from '../log/verify-log.store.js';
import { OnTests } from '../register/on-tests.service.js';
import { testKeyOf } from '../store/fresh.store.js';
import { chongwen, openRegister, type Register } from './register.fixture.js';

vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });
const soon = { timeout: 25_000, interval: 50 };

let register: Register;
let house: DevicesHouse;
let leader: string;
const open: MqttClient[] = [];

beforeAll(async () => {
  register = await openRegister();
  ({ house, leader } = register);
});
afterEach(async () => {
  for (const client of open.splice(0)) await client.endAsync(true);
});
afterAll(() => register?.close());

async function agent(siteId: string, password = testKeyOf(siteId)): Promise<MqttClient> {
  const client = await connectAsync(house.app.get(Broker).url, {
    username: siteId,
    password,
    clientId: `site-${siteId}`,
    protocolVersion: 4,
    reconnectPeriod: 0,
  });
  client.on('error', () => {});
  open.push(client);
  return client;
}
const connack = (siteId: string, password?: string) =>
  agent(siteId, password).then(
    () => 0,
    (error: Error & { code?: number }) => error.code,
  );
const epoch = 'e'.repeat(16);
const birth = { online: true, link: 'link-0001', epoch, oldestHeld: 0, next: 0, agent: 'a', atMs: 1 };
const bear = (client: MqttClient, siteId: string) => {
  const message = JSON.stringify({ ...birth, contract: { min: 1, max: 4 } });
  return client.publishAsync(siteTopic('presence', siteId), message, { qos: 1, retain: true });
};
const press = (client: MqttClient, siteId: string, seq: number) => {
  const body = { sourceId: 'button-1', kind: 'panic', occurredAtMs: 1, agentAtMs: 1 };
  const entry = { v: 4, epoch, seq, kind: 'alarm', body };
  return client.publishAsync(siteTopic('alarms', siteId), JSON.stringify(entry), { qos: 1 });
};
const incidentsOf = (siteId: string) =>
  house.store.db.selectFrom('incidents').select('stage').where('site_id', '=', siteId).execute();
test('N3 a withdrawn key: goodbye and the end of the connection, CONNACK 5, 403 in words, and none of it for a stranger', async () => {
  const client = await agent('shop-01');
  const heard: unknown[] = [];
  client.on('message', (_topic, payload) =>
    heard.push(siteCommandSchema.parse(JSON.parse(payload.toString()))),
  );
  await client.subscribeAsync(siteTopic('commands', 'shop-01'), { qos: 1 });
  const path = '/api/sites/shop-01/key/revoke';
  expect(await register.code('POST', path, { reason: '机箱被盗' }, leader)).toBe('403 not_allowed');
  expect(client.connected).toBe(true);
  expect(await register.code('POST', path, { reason: '机箱被盗' })).toBe(200);
  await expect.poll(() => client.connected, soon).toBe(false);
  expect(heard).toMatchObject([{ kind: 'goodbye', reason: 'key_revoked' }]);
  expect(await connack('shop-01')).toBe(5);
  expect(await connack('shop-01', 'some-other-key')).toBe(4);
  const basic = (key: string) => `Basic ${Buffer.from(`shop-01:${key}`).toString('base64')}`;
  const config = async (key: string) => {
    const headers = { authorization: basic(key) };
    const answer = await fetch(`${house.base}/api/sites/shop-01/config`, { headers });
    return `${answer.status} ${((await answer.json()) as { code: string }).code}`;
  };
  expect(await config(testKeyOf('shop-01'))).toBe('403 key_revoked');
  expect(await config('some-other-key')).toBe('401 no_site_key');
  expect(await register.row('shop-01')).toMatchObject({ key: 'revoked' });
  expect(await house.told('site.keyRevoked')).toMatchObject([
    { siteId: 'shop-01', reason: '机箱被盗', actor: { kind: 'person', id: 'ad-zheng' } },
  ]);
  expect(await register.code('POST', path, { reason: '再来' })).toBe('409 no_key');
  // Its box, claimed again, comes in by its new key, and the old one opens nothing all the same.
  const set = { key_hash: hashOfSecret('the-new-key'), key_revoked_at_ms: null };
  await house.store.owner.updateTable('sites').set(set).where('site_id', '=', 'shop-01').execute();
  expect(await connack('shop-01', 'the-new-key')).toBe(0);
  expect(await connack('shop-01')).toBe(5);
});

test('N5 a site on test rings nobody, says so to everyone, and rings again when its time is up, by itself', async () => {
  const path = '/api/sites/shop-02/test';
  const start = { minutes: 5, reason: '季度检修' };
  const operator = await house.cookieOf('op-lin');
  expect(await register.code('POST', path, start, operator)).toBe('403 not_allowed');
  expect(await register.code('POST', path, start, house.otherInstaller)).toBe('404 not_found');
  expect(await register.code('POST', path, { ...start, minutes: 61 }, leader)).toBe('400 bad_body');
  expect(await register.code('POST', path, start, house.installer)).toBe(200);
  const untilMs = house.world.now + 5 * 60_000;
  expect((await register.shown('shop-02'))?.onTestUntilMs).toBe(untilMs);
  const client = await agent('shop-02');
  await press(client, 'shop-02', 0);
  await expect.poll(async () => (await house.told('alarm.tested')).length, soon).toBe(1);
  expect(await incidentsOf('shop-02')).toEqual([]);
  // A clock that is set back prolongs nothing.
  await house.app.get(OnTests).look();
  house.world.wallAheadMs = -3_600_000;
  house.world.now += 5 * 60_000;
  await expect.poll(async () => (await register.row('shop-02'))?.onTestUntilMs, soon).toBeNull();
  house.world.wallAheadMs = 0;
  expect(await house.told('site.onTest', 'site.offTest')).toMatchObject([
    { siteId: 'shop-02', untilMs, reason: '季度检修', actor: { id: 'in-wu' } },
    { siteId: 'shop-02', because: 'time-up', actor: { kind: 'system' } },
  ]);
  await press(client, 'shop-02', 1);
  await expect.poll(() => incidentsOf('shop-02'), soon).toHaveLength(1);
});

test('N5 a test ends when somebody ends it, a new start is another end, and one that ran out while the server was away ends at its return', async () => {
  const path = '/api/sites/shop-03/test';
  expect(await register.code('POST', path, { minutes: 1, reason: '一' }, leader)).toBe(200);
  expect(await register.code('POST', path, { minutes: 60, reason: '二' }, leader)).toBe(200);
  expect((await register.row('shop-03'))?.onTestUntilMs).toBe(house.world.now + 3_600_000);
  expect(await register.code('POST', `${path}/end`, undefined, leader)).toBe(200);
  expect(await register.code('POST', `${path}/end`, undefined, leader)).toBe(200);
  expect((await register.row('shop-03'))?.onTestUntilMs).toBeNull();
  // As a server finds it that was not there at the moment.
  const past = { on_test_until_ms: house.world.now - 1 };
  await house.store.owner.updateTable('sites').set(past).where('site_id', '=', 'shop-03').execute();
  await new OnTests(house.store.db, house.world).look();
  const told = await house.told('site.onTest', 'site.offTest');
  const ofShop = told.filter(({ siteId }) => siteId === 'shop-03');
  expect(ofShop.map(({ type, because }) => `${type as string} ${(because as string) ?? ''}`)).toEqual([
    'site.onTest ',
    'site.onTest ',
    'site.offTest ended',
    'site.offTest time-up',
  ]);
});

test('N3 a site that is retired is cut off and gone from the map, its history stays, and it is no site any more', async () => {
  const client = await agent('shop-04');
  await bear(client, 'shop-04');
  await expect
    .poll(async () => (await register.shown('shop-04'))?.presence ?? 'gone', soon)
    .not.toBe('never');
  expect(await register.code('POST', '/api/sites/shop-04/retire', { reason: '拆迁' })).toBe(200);
  expect(await register.code('POST', '/api/sites/shop-04/retire', { reason: '再次' })).toBe(200);
  await expect.poll(() => client.connected, soon).toBe(false);
  expect(await connack('shop-04')).toBe(5);
  expect(await register.shown('shop-04')).toBeUndefined();
  const row = await register.row('shop-04');
  expect(row).toMatchObject({ key: 'revoked', presence: 'dark', retiredAtMs: house.world.now });
  expect(row?.sources.every(({ retiredAtMs }) => retiredAtMs !== null)).toBe(true);
  expect(await house.told('site.retired')).toMatchObject([{ siteId: 'shop-04', reason: '拆迁' }]);
  expect(await register.code('POST', '/api/sites/shop-04/test', { minutes: 1, reason: '试' }, leader)).toBe(
    '409 site_retired',
  );
  // Nobody waits for it any more, however long it is silent.
  const sites = house.app.get(Sites);
  await sites.readRegister();
  house.world.now += 60_000;
  sites.lookForSilence();
  await sites.saved();
  expect((await house.told('site.dark')).map(({ siteId }) => siteId)).not.toContain('shop-04');
});

const site = {
  areaId: chongwen,
  type: 'shop',
  name: '<img src=x onerror=alert(1)>',
  nameEn: '',
  address: '南漈路 3 号',
  position: { lon: 119.5231, lat: 26.6644 },
};
const camera = {
  name: '收银台',
  nameEn: 'Till',
  position: { lon: 119.5231, lat: 26.6644 },
  datum: 'wgs84',
  headingDeg: 90,
  fovDeg: 80,
  rangeM: 15,
  heightM: 2.8,
  place: 'counter',
  legalBasis: 'art9',
};

test('a site and its camera are moved with their datum; HTML in a name is a text; what can’t be is refused in words', async () => {
  expect(await register.code('PUT', '/api/sites/institution-03', { ...site, datum: 'gcj02' })).toBe(200);
  const moved = await register.row('institution-03');
  expect(moved?.name).toBe(site.name);
  // Some 500 m: what a map of that datum is off by here.
  expect(Math.abs(moved!.position.lon - site.position.lon)).toBeGreaterThan(0.002);
  expect((await register.shown('institution-03'))?.name).toBe(site.name);
  const path = '/api/sites/institution-03/sources/camera-1';
  expect(await register.code('PUT', path, camera)).toBe(200);
  expect(await register.code('PUT', path, { ...camera, place: 'changing-room' })).toBe('409 refused_place');
  expect(await register.code('PUT', path, { ...camera, headingDeg: null })).toBe('400 half_placed');
  expect(await register.code('PUT', path, camera, house.installer)).toBe('403 not_allowed');
  expect(await register.code('PUT', '/api/sites/institution-03/sources/button-1', camera)).toBe(
    '400 not_a_camera',
  );
  expect(await register.code('PUT', '/api/sites/institution-03', { ...site, areaId: 'nowhere' })).toBe(
    '400 no_such_area',
  );
  expect(await register.code('PUT', '/api/sites/..%2f..%2fetc', site)).toBe('400 bad_params');
  expect(await register.code('PUT', '/api/sites/no-such-site', site)).toBe('404 not_found');
  expect(await register.code('POST', `${path}/retire`, { reason: '换位' })).toBe(200);
  expect(await register.code('PUT', path, camera)).toBe('409 source_retired');
  expect((await register.shown('institution-03'))?.sources.map(({ sourceId }) => sourceId)).not.toContain(
    'camera-1',
  );
});

test('a new site is heard within a second or two of being there, and its first alarm rings', async () => {
  const { owner } = house.store;
  const columns = { type: 'shop', name: '新店', name_en: '', address: '', lon: 119.52, lat: 26.66 };
  const row = { site_id: 'new-shop', area_id: chongwen, presence: 'never', key_hash: hashOfSecret('key') };
  await owner
    .insertInto('sites')
    .values({ ...columns, ...row })
    .execute();
  const button = { site_id: 'new-shop', source_id: 'button-1', type: 'button', name: '按钮' };
  await owner.insertInto('sources').values(button).execute();
  const client = await agent('new-shop', 'key');
  await bear(client, 'new-shop');
  await press(client, 'new-shop', 0);
  await expect.poll(() => incidentsOf('new-shop'), soon).toHaveLength(1);
  await expect
    .poll(async () => (await house.told('site.online')).map(({ siteId }) => siteId), soon)
    .toContain('new-shop');
  expect(await verifyStore(house.store.db)).toMatchObject({ broken: null });
});
