// The register as planners and leaders meet it: a real server, its broker, real agents' connections, and files with traps.
import {
  areaImportSchema,
  areasImportedSchema,
  csvImportedSchema,
  siteRowSchema,
} from '@haixi/proto/devices/sites';
import { siteCommandSchema } from '@haixi/proto/mqtt/messages';
import { siteTopic } from '@haixi/proto/mqtt/topics';
import { connectAsync, type MqttClient } from 'mqtt';
import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest';
import { z } from 'zod';
import { hashOfSecret } from '../accounts/secret.js';
import { Broker } from '../broker/broker.service.js';
import { type DevicesHouse, openDevicesHouse } from '../devices/house.fixture.js';
import { readPicture } from '../live/picture.store.js';
import { verifyStore } from '../log/verify-log.store.js';
import { OnTests } from '../register/on-tests.service.js';
import { testKeyOf } from '../store/fresh.store.js';

vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });
const soon = { timeout: 25_000, interval: 50 };
const chongwen = '350902002004';
const hefeng = '350902002001';
const root = '350902002';

let house: DevicesHouse;
let leader: string;
const open: MqttClient[] = [];

beforeAll(async () => {
  house = await openDevicesHouse();
  leader = await house.cookieOf('sl-huang');
});
afterEach(async () => {
  for (const client of open.splice(0)) await client.endAsync(true);
});
afterAll(() => house?.close());

async function ask(method: string, path: string, body?: unknown, cookie = house.planner) {
  const json = body === undefined ? {} : { 'content-type': 'application/json' };
  const response = await fetch(`${house.base}${path}`, {
    method,
    headers: { cookie, ...json },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  return { status: response.status, response };
}
async function code(method: string, path: string, body?: unknown, cookie = house.planner) {
  const { status, response } = await ask(method, path, body, cookie);
  const answer = (await response.json()) as { code?: string; rule?: string };
  return status === 200 ? 200 : `${status} ${answer.code}`;
}
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
const siteRows = async () => {
  const { response } = await ask('GET', '/api/sites');
  return z.strictObject({ sites: z.array(siteRowSchema) }).parse(await response.json()).sites;
};
const rowOf = async (siteId: string) => (await siteRows()).find((site) => site.siteId === siteId);
const incidentsOf = (siteId: string) =>
  house.store.db.selectFrom('incidents').select('stage').where('site_id', '=', siteId).execute();
const shown = async (siteId: string) =>
  (await readPicture(house.store.db, [chongwen, hefeng])).picture.sites[siteId];

test('N3 a withdrawn key: goodbye and the end of the connection, CONNACK 5, 403 in words, and none of it for a stranger', async () => {
  const client = await agent('shop-01');
  const heard: unknown[] = [];
  client.on('message', (_topic, payload) =>
    heard.push(siteCommandSchema.parse(JSON.parse(payload.toString()))),
  );
  await client.subscribeAsync(siteTopic('commands', 'shop-01'), { qos: 1 });
  const path = '/api/sites/shop-01/key/revoke';
  expect(await code('POST', path, { reason: '机箱被盗' }, leader)).toBe('403 not_allowed');
  expect(client.connected).toBe(true);
  expect(await code('POST', path, { reason: '机箱被盗' })).toBe(200);
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
  expect(await rowOf('shop-01')).toMatchObject({ key: 'revoked' });
  expect(await house.told('site.keyRevoked')).toMatchObject([
    { siteId: 'shop-01', reason: '机箱被盗', actor: { kind: 'person', id: 'ad-zheng' } },
  ]);
  expect(await code('POST', path, { reason: '再来' })).toBe('409 no_key');
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
  expect(await code('POST', path, start, operator)).toBe('403 not_allowed');
  expect(await code('POST', path, start, house.otherInstaller)).toBe('404 not_found');
  expect(await code('POST', path, { ...start, minutes: 61 }, leader)).toBe('400 bad_body');
  expect(await code('POST', path, start, house.installer)).toBe(200);
  const untilMs = house.world.now + 5 * 60_000;
  expect((await shown('shop-02'))?.onTestUntilMs).toBe(untilMs);
  const client = await agent('shop-02');
  await press(client, 'shop-02', 0);
  await expect.poll(async () => (await house.told('alarm.tested')).length, soon).toBe(1);
  expect(await incidentsOf('shop-02')).toEqual([]);
  // A clock that is set back prolongs nothing.
  await house.app.get(OnTests).look();
  house.world.wallAheadMs = -3_600_000;
  house.world.now += 5 * 60_000;
  await expect.poll(async () => (await rowOf('shop-02'))?.onTestUntilMs, soon).toBeNull();
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
  expect(await code('POST', path, { minutes: 1, reason: '一' }, leader)).toBe(200);
  expect(await code('POST', path, { minutes: 60, reason: '二' }, leader)).toBe(200);
  expect((await rowOf('shop-03'))?.onTestUntilMs).toBe(house.world.now + 3_600_000);
  expect(await code('POST', `${path}/end`, undefined, leader)).toBe(200);
  expect(await code('POST', `${path}/end`, undefined, leader)).toBe(200);
  expect((await rowOf('shop-03'))?.onTestUntilMs).toBeNull();
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
  await expect.poll(async () => (await shown('shop-04'))?.presence ?? 'gone', soon).not.toBe('never');
  expect(await code('POST', '/api/sites/shop-04/retire', { reason: '拆迁' })).toBe(200);
  expect(await code('POST', '/api/sites/shop-04/retire', { reason: '再次' })).toBe(200);
  await expect.poll(() => client.connected, soon).toBe(false);
  expect(await connack('shop-04')).toBe(5);
  expect(await shown('shop-04')).toBeUndefined();
  const row = await rowOf('shop-04');
  expect(row).toMatchObject({ key: 'revoked', presence: 'dark', retiredAtMs: house.world.now });
  expect(row?.sources.every(({ retiredAtMs }) => retiredAtMs !== null)).toBe(true);
  expect(await house.told('site.retired')).toMatchObject([{ siteId: 'shop-04', reason: '拆迁' }]);
  expect(await code('POST', '/api/sites/shop-04/test', { minutes: 1, reason: '试' }, leader)).toBe(
    '409 retired',
  );
  house.world.now += 60_000;
  await expect.poll(async () => (await house.told('site.dark')).length, soon).toBe(0);
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
  expect(await code('PUT', '/api/sites/shop-05', { ...site, datum: 'gcj02' })).toBe(200);
  const moved = await rowOf('shop-05');
  expect(moved?.name).toBe(site.name);
  // Some 500 m: what a map of that datum is off by here.
  expect(Math.abs(moved!.position.lon - site.position.lon)).toBeGreaterThan(0.002);
  expect((await shown('shop-05'))?.name).toBe(site.name);
  const path = '/api/sites/shop-05/sources/camera-1';
  expect(await code('PUT', path, camera)).toBe(200);
  expect(await code('PUT', path, { ...camera, place: 'changing-room' })).toBe('409 refused_place');
  expect(await code('PUT', path, { ...camera, headingDeg: null })).toBe('400 half_placed');
  expect(await code('PUT', path, camera, house.installer)).toBe('403 not_allowed');
  expect(await code('PUT', '/api/sites/shop-05/sources/button-1', camera)).toBe('400 not_a_camera');
  expect(await code('PUT', '/api/sites/shop-05', { ...site, areaId: 'nowhere' })).toBe('400 no_such_area');
  expect(await code('PUT', '/api/sites/..%2f..%2fetc', site)).toBe('400 bad_params');
  expect(await code('PUT', '/api/sites/no-such-site', site)).toBe('404 not_found');
  expect(await code('POST', `${path}/retire`, { reason: '换位' })).toBe(200);
  expect(await code('PUT', path, camera)).toBe('409 retired');
  expect((await shown('shop-05'))?.sources.map(({ sourceId }) => sourceId)).not.toContain('camera-1');
});

const header =
  'site_id,area_id,site_type,site_name,site_name_en,address,source_id,camera_name,camera_name_en,lon,lat,heading_deg,fov_deg,range_m,height_m,place,legal_basis';
const csvOf = (...lines: string[]) => `\ufeff${[header, ...lines].join('\r\n')}\r\n`;
async function importCsv(csv: string, apply: boolean, datum = 'wgs84') {
  const { status, response } = await ask('POST', '/api/sites/import', { csv, datum, apply });
  const answer: unknown = await response.json();
  return status === 200 ? csvImportedSchema.parse(answer) : (answer as { code: string; rule: string });
}
async function exported(datum = 'wgs84') {
  const { response } = await ask('GET', `/api/sites/export?datum=${datum}`);
  expect(response.headers.get('content-type')).toBe('text/csv; charset=utf-8');
  return new TextDecoder('utf-8', { ignoreBOM: true }).decode(await response.arrayBuffer());
}

test.each(['wgs84', 'cgcs2000', 'gcj02', 'bd09'])(
  'CSV what is exported in %s and imported again changes nothing',
  async (datum) => {
    const before = await siteRows();
    const csv = await exported(datum);
    expect(csv.startsWith(`\ufeff${header}\r\n`)).toBe(true);
    const again = csvImportedSchema.parse(await importCsv(csv, true, datum));
    expect(again.lines.filter(({ does }) => does !== 'nothing')).toEqual([]);
    expect(again).toMatchObject({ applied: true });
    expect(await siteRows()).toEqual(before);
  },
);

test('CSV faults are told line by line with their columns, and one of them keeps all of it out', async () => {
  const before = await siteRows();
  const csv = csvOf(
    `new-1,${chongwen},shop,好店,,路 1,camera-1,门口,,119.52,26.66,,,,,entrance,art9`,
    `new-2,${chongwen},shop,"=HYPERLINK(""http://evil"")",,@路,camera-1,+1,,119.52,26.66,,,,,,`,
    `new-3,${chongwen},shop,店,,,camera-1,更衣,,119.52,26.66,,,,,changing-room,`,
    `new-4,nowhere,castle,店,,,camera-1,甲,,119.52,126.66,90,,,,,`,
    `shop-06,${chongwen},shop,另一个,,,button-1,甲,,119.52,26.66,,,,,,`,
    `../etc,${chongwen},shop,店,,,camera-1,甲,,119.52,26.66,,,,,,`,
    `new-1,${chongwen},shop,坏店,,路 1,camera-1,门口,,119.52,26.66,,,,,,`,
    `shop-04,${chongwen},shop,店,,,camera-9,甲,,119.52,26.66,,,,,,`,
  );
  const preview = csvImportedSchema.parse(await importCsv(csv, false));
  const faults = preview.lines.map(({ line, does, faults }) => [
    line,
    does,
    ...faults.map((one) => one.split(':')[0]),
  ]);
  expect(faults).toEqual([
    [2, 'add'],
    [3, 'refuse', 'site_name', 'address', 'camera_name'],
    [4, 'refuse', 'place'],
    [5, 'refuse', 'lat', 'area_id', 'site_type', 'lon', 'lon', 'lon'],
    [6, 'refuse', 'source_id'],
    [7, 'refuse', 'site_id'],
    [8, 'refuse', 'site_name', 'source_id'],
    [9, 'refuse', 'site_id'],
  ]);
  expect(preview.lines[1]!.faults[0]).toContain('a spreadsheet would run this');
  expect(await importCsv(csv, true)).toMatchObject({ applied: false });
  expect(await siteRows()).toEqual(before);
});

test('CSV new cameras come in on no map, each with an open work order; the same file again changes nothing', async () => {
  const csv = csvOf(
    `yard-1,${chongwen},community,小区,Yard,路 9,camera-1,大门,Gate,119.5269,26.6617,,,,,gate,art9`,
    `yard-1,${chongwen},community,小区,Yard,路 9,camera-2,"车库,
南",,119.5270,26.6618,10,90,30,3,car-park,art9`,
    `shop-06,${chongwen},shop,改名的店,,新路 6 号,camera-1,店内,,119.5271,26.6619,0,90,20,2.5,shop-floor,art9`,
  );
  const given = csvImportedSchema.parse(await importCsv(csv, true, 'bd09'));
  expect(given.lines.map(({ line, faults }) => [line, ...faults])).toEqual([[2], [3], [5]]);
  expect(given).toMatchObject({ applied: true });
  expect(await rowOf('yard-1')).toMatchObject({
    commissionedAtMs: null,
    key: 'none',
    sources: [
      { camera: null, place: 'gate' },
      { name: '车库,\n南', datum: 'bd09', camera: { headingDeg: 10 } },
    ],
  });
  expect(await shown('yard-1')).toBeUndefined();
  expect((await rowOf('shop-06'))?.name).toBe('改名的店');
  const orders = house.store.db.selectFrom('orders').selectAll().where('site_id', '=', 'yard-1');
  const rows = await orders.orderBy('source_id').execute();
  expect(rows).toMatchObject([
    { state: 'open', installer_id: null, source_id: 'camera-1' },
    { state: 'open', installer_id: null, source_id: 'camera-2' },
  ]);
  expect(JSON.parse(rows[0]!.body)).toMatchObject({
    kind: 'install',
    siteName: '小区',
    plan: { withinM: 50 },
  });
  const again = csvImportedSchema.parse(await importCsv(csv, true, 'bd09'));
  expect(again.lines.map(({ does }) => does)).toEqual(['nothing', 'nothing', 'nothing']);
  expect(await orders.execute()).toHaveLength(2);
});

test('CSV a name that would run is harmless when it goes out, and comes back as it was', async () => {
  const name = '=1+cmd|calc!A1';
  await house.store.owner.updateTable('sites').set({ name }).where('site_id', '=', 'shop-06').execute();
  const csv = await exported();
  expect(csv).toContain(`'${name}`);
  expect(csv).not.toContain(`,${name}`);
  expect(
    csvImportedSchema.parse(await importCsv(csv, true)).lines.filter(({ does }) => does !== 'nothing'),
  ).toEqual([]);
});

test.each([
  ['an unknown column', 'site_id,source_id,password\na,b,c', 'password'],
  ['a missing column', 'site_id,lon\na,1', 'source_id'],
  ['an open quote', `${header}\n"a`, 'Quote'],
  ['too many cells', 'site_id,source_id\na,b,c', 'line 2'],
  ['nothing', '', 'empty'],
  ['another encoding', 'site_id,source_id\na,\ufffd\ufffd', 'UTF-8'],
])('CSV %s is told with its place', async (_what, csv, told) => {
  const answer = await importCsv(csv, false);
  expect(answer).toMatchObject({ code: 'bad_csv', rule: expect.stringContaining(told) as string });
});

test('CSV a file that is too large is refused at the door, and one of another’s area in words', async () => {
  const csv = 'x'.repeat(2_000_001);
  expect(await code('POST', '/api/sites/import', { csv, datum: 'wgs84', apply: true })).toBe('400 bad_body');
  const huge = { csv: 'x'.repeat(7 * 1024 * 1024), datum: 'wgs84', apply: true };
  expect(await code('POST', '/api/sites/import', huge)).toBe('413 body_too_large');
  expect(await code('POST', '/api/sites/import', { csv, datum: 'wgs84', apply: true }, leader)).toBe(
    '403 not_allowed',
  );
});

const square = (lon: number, lat: number) => [
  [
    [lon, lat],
    [lon + 0.002, lat],
    [lon + 0.002, lat + 0.002],
    [lon, lat + 0.002],
    [lon, lat],
  ],
];
const feature = (properties: object, coordinates: unknown = square(119.52, 26.66), type = 'Polygon') => ({
  type: 'Feature',
  properties,
  geometry: { type, coordinates },
});
async function importAreas(features: unknown[], apply: boolean, datum = 'wgs84') {
  const geojson = JSON.stringify({ type: 'FeatureCollection', features });
  const body = areaImportSchema.parse({ geojson, datum, apply });
  const { response } = await ask('POST', '/api/areas/import', body);
  return areasImportedSchema.parse(await response.json());
}
const areasOf = async (cookie = house.planner) => {
  const { response } = await ask('GET', '/api/areas', undefined, cookie);
  return (
    (await response.json()) as {
      areas: { areaId: string; outline: number[][] | null; illustrative: boolean }[];
    }
  ).areas;
};

test('areas are drawn below one’s own alone, keep the root, and begin a log of their own', async () => {
  const outline = square(119.52, 26.66)[0]!.slice(0, 4);
  const body = { parentId: chongwen, name: '一网格', outline, illustrative: false };
  expect(await code('PUT', '/api/areas/grid-1', body, leader)).toBe('403 not_allowed');
  expect(await code('PUT', '/api/areas/grid-1', { ...body, parentId: 'nowhere' })).toBe('400 no_such_area');
  expect(await code('PUT', '/api/areas/grid-1', { ...body, parentId: null })).toBe('409 root_stays');
  expect(
    await code('PUT', '/api/areas/grid-1', { ...body, outline: [outline[0], outline[1], outline[0]] }),
  ).toBe('400 bad_outline');
  expect(await code('PUT', '/api/areas/grid-1', body)).toBe(200);
  expect(await code('PUT', `/api/areas/${chongwen}`, { ...body, parentId: 'grid-1' })).toBe('409 area_loop');
  expect(await code('PUT', `/api/areas/${root}`, { ...body, parentId: chongwen })).toBe('409 root_stays');
  expect(await house.told('area.set')).toMatchObject([
    { isNew: true, area: { areaId: 'grid-1', outlinePoints: 5 } },
  ]);
  expect((await areasOf(leader)).map(({ areaId }) => areaId)).toContain('grid-1');
  const installers = (await areasOf(house.otherInstaller)).map(({ areaId }) => areaId);
  expect(installers).toEqual([root, hefeng]);
});

test('GeoJSON is judged feature by feature, all or nothing, parents in any order, in any datum', async () => {
  const faulty = await importAreas(
    [
      feature({ areaId: 'grid-2', name: '二网格', parentId: chongwen }),
      feature({ areaId: 'grid-3', name: '三网格', parentId: chongwen }, [square(1, 1)], 'MultiPolygon'),
      feature({ areaId: 'grid-4', parentId: chongwen }),
      feature({ areaId: 'grid-5', name: '五', parentId: 'nowhere' }),
      feature({ areaId: 'Grid 6', name: '六', parentId: chongwen }),
      feature({ areaId: 'grid-7', name: '七', parentId: chongwen }, [
        [
          [119, 26],
          [119, 26],
        ],
      ]),
      feature({ areaId: 'grid-8', name: '八', parentId: 'grid-9' }),
      feature({ areaId: 'grid-9', name: '九', parentId: 'grid-8' }),
    ],
    true,
  );
  expect(faulty.applied).toBe(false);
  expect(
    faulty.features.map(({ does, faults }) => [does, ...faults.map((one) => one.split(':')[0])]),
  ).toEqual([
    ['add'],
    ['refuse', 'geometry'],
    ['refuse', 'properties.name'],
    ['refuse', 'properties.parentId'],
    ['refuse', 'properties.areaId'],
    ['refuse', 'geometry'],
    ['refuse', 'properties.parentId'],
    ['refuse', 'properties.parentId'],
  ]);
  const good = await importAreas(
    [
      feature({ id: 'grid-2-1', name: '二网格一', parentId: 'grid-2' }),
      feature({ areaId: 'grid-2', name: '二网格', parentId: chongwen }),
      feature({ areaId: 'grid-1', name: '一网格新' }),
    ],
    true,
    'gcj02',
  );
  expect(good).toMatchObject({
    applied: true,
    features: [{ does: 'add' }, { does: 'add' }, { does: 'change' }],
  });
  const grid = (await areasOf()).find(({ areaId }) => areaId === 'grid-1')!;
  expect(grid.illustrative).toBe(false);
  expect(Math.abs(grid.outline![0]![0]! - 119.52)).toBeGreaterThan(0.002);
  const bad = { geojson: '{"type": "FeatureCollection", "features": [}', datum: 'wgs84', apply: false };
  expect(await code('POST', '/api/areas/import', bad)).toBe('400 bad_geojson');
});

test('a new site in a new area is heard within a second or two of being there, and its first alarm rings', async () => {
  const { owner } = house.store;
  const columns = { type: 'shop', name: '新店', name_en: '', address: '', lon: 119.52, lat: 26.66 };
  const row = { site_id: 'new-shop', area_id: 'grid-1', presence: 'never', key_hash: hashOfSecret('key') };
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
