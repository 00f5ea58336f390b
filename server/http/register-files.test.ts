// Files of the register: CSV and GeoJSON with traps in them, over real HTTP.
import { areaImportSchema, areasImportedSchema, csvImportedSchema } from '@haixi/proto/devices/sites';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import type { DevicesHouse } from '../devices/house.fixture.js';
import { verifyStore } from '../log/verify-log.store.js';
import { chongwen, hefeng, openRegister, type Register, root } from './register.fixture.js';

vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });

let register: Register;
let house: DevicesHouse;
let leader: string;

beforeAll(async () => {
  register = await openRegister();
  ({ house, leader } = register);
});
afterAll(() => register?.close());

const header =
  'site_id,area_id,site_type,site_name,site_name_en,address,source_id,camera_name,camera_name_en,lon,lat,heading_deg,fov_deg,range_m,height_m,place,legal_basis';
const csvOf = (...lines: string[]) => `\ufeff${[header, ...lines].join('\r\n')}\r\n`;
async function importCsv(csv: string, apply: boolean, datum = 'wgs84') {
  const response = await register.ask('POST', '/api/sites/import', { csv, datum, apply });
  const answer: unknown = await response.json();
  return response.status === 200
    ? csvImportedSchema.parse(answer)
    : (answer as { code: string; rule: string });
}
async function exported(datum = 'wgs84') {
  const response = await register.ask('GET', `/api/sites/export?datum=${datum}`);
  expect(response.headers.get('content-type')).toBe('text/csv; charset=utf-8');
  return new TextDecoder('utf-8', { ignoreBOM: true }).decode(await response.arrayBuffer());
}

test.each(['wgs84', 'cgcs2000', 'gcj02', 'bd09'])(
  'CSV what is exported in %s and imported again changes nothing',
  async (datum) => {
    const before = await register.rows();
    const csv = await exported(datum);
    expect(csv.startsWith(`\ufeff${header}\r\n`)).toBe(true);
    const again = csvImportedSchema.parse(await importCsv(csv, true, datum));
    expect(again.lines.filter(({ does }) => does !== 'nothing')).toEqual([]);
    expect(again).toMatchObject({ applied: true });
    expect(await register.rows()).toEqual(before);
  },
);

test('CSV faults are told line by line with their columns, and one of them keeps all of it out', async () => {
  expect(await register.code('POST', '/api/sites/shop-04/retire', { reason: '拆迁' })).toBe(200);
  const before = await register.rows();
  const csv = csvOf(
    `new-1,${chongwen},shop,好店,,路 1,camera-1,门口,,119.52,26.66,,,,,entrance,art9`,
    `new-2,${chongwen},shop,"=HYPERLINK(""http://evil"")",,@路,camera-1,+1,,119.52,26.66,,,,,,`,
    `new-3,${chongwen},shop,店,,,camera-1,更衣,,119.52,26.66,,,,,changing-room,`,
    `new-4,nowhere,castle,店,,,camera-1,甲,,119.52,126.66,90,,,,,`,
    `community-02,${chongwen},shop,另一个,,,button-1,甲,,119.52,26.66,,,,,,`,
    `../etc,${chongwen},shop,店,,,camera-1,甲,,119.52,26.66,,,,,,`,
    `new-1,${chongwen},shop,坏店,,路 1,camera-1,门口,,119.52,26.66,,,,,,`,
    `shop-04,${chongwen},shop,店,,,camera-9,甲,,119.52,26.66,,,,,,`,
  );
  const preview = csvImportedSchema.parse(await importCsv(csv, false));
  const told = preview.lines.map(({ line, does, faults }) => [
    line,
    does,
    ...faults.map((one) => one.split(':')[0]),
  ]);
  expect(told).toEqual([
    [2, 'add'],
    [3, 'refuse', 'site_name', 'address', 'camera_name'],
    [4, 'refuse', 'place'],
    [5, 'refuse', 'lat', 'area_id', 'site_type'],
    [6, 'refuse', 'source_id'],
    [7, 'refuse', 'site_id'],
    [8, 'refuse', 'site_name', 'source_id'],
    [9, 'refuse', 'site_id'],
  ]);
  expect(preview.lines[1]!.faults[0]).toContain('a spreadsheet would run this');
  expect(await importCsv(csv, true)).toMatchObject({ applied: false });
  expect(await register.rows()).toEqual(before);
});

test('CSV new cameras come in on no map, each with an open work order; the same file again changes nothing', async () => {
  const csv = csvOf(
    `yard-1,${chongwen},community,小区,Yard,路 9,camera-1,大门,Gate,119.5269,26.6617,,,,,gate,art9`,
    `yard-1,${chongwen},community,小区,Yard,路 9,camera-2,"车库,
南",,119.5270,26.6618,10,90,30,3,car-park,art9`,
    `community-02,${chongwen},shop,改名的店,,新路 6 号,camera-1,店内,,119.5271,26.6619,0,90,20,2.5,shop-floor,art9`,
  );
  const given = csvImportedSchema.parse(await importCsv(csv, true, 'bd09'));
  expect(given.lines.map(({ line, faults }) => [line, ...faults])).toEqual([[2], [3], [5]]);
  expect(given).toMatchObject({ applied: true });
  expect(await register.row('yard-1')).toMatchObject({
    commissionedAtMs: null,
    key: 'none',
    sources: [
      { camera: null, place: 'gate' },
      { name: '车库,\n南', datum: 'bd09', camera: { headingDeg: 10 } },
    ],
  });
  expect(await register.shown('yard-1')).toBeUndefined();
  expect((await register.row('community-02'))?.name).toBe('改名的店');
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
  await house.store.owner.updateTable('sites').set({ name }).where('site_id', '=', 'community-02').execute();
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
  expect(await register.code('POST', '/api/sites/import', { csv, datum: 'wgs84', apply: true })).toBe(
    '400 bad_body',
  );
  const huge = { csv: 'x'.repeat(7 * 1024 * 1024), datum: 'wgs84', apply: true };
  expect(await register.code('POST', '/api/sites/import', huge)).toBe('413 body_too_large');
  expect(await register.code('POST', '/api/sites/import', { csv, datum: 'wgs84', apply: true }, leader)).toBe(
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
  const response = await register.ask('POST', '/api/areas/import', body);
  return areasImportedSchema.parse(await response.json());
}
const areasOf = async (cookie = house.planner) => {
  const response = await register.ask('GET', '/api/areas', undefined, cookie);
  return (
    (await response.json()) as {
      areas: { areaId: string; outline: number[][] | null; illustrative: boolean }[];
    }
  ).areas;
};

test('areas are drawn below one’s own alone, keep the root, and begin a log of their own', async () => {
  const outline = square(119.52, 26.66)[0]!.slice(0, 4);
  const body = { parentId: chongwen, name: '一网格', outline, illustrative: false };
  expect(await register.code('PUT', '/api/areas/grid-1', body, leader)).toBe('403 not_allowed');
  expect(await register.code('PUT', '/api/areas/grid-1', { ...body, parentId: 'nowhere' })).toBe(
    '400 no_such_area',
  );
  expect(await register.code('PUT', '/api/areas/grid-1', { ...body, parentId: null })).toBe('409 root_stays');
  expect(
    await register.code('PUT', '/api/areas/grid-1', {
      ...body,
      outline: [outline[0], outline[1], outline[0]],
    }),
  ).toBe('400 bad_outline');
  expect(await register.code('PUT', '/api/areas/grid-1', body)).toBe(200);
  expect(await register.code('PUT', `/api/areas/${chongwen}`, { ...body, parentId: 'grid-1' })).toBe(
    '409 area_loop',
  );
  expect(await register.code('PUT', `/api/areas/${root}`, { ...body, parentId: chongwen })).toBe(
    '409 root_stays',
  );
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
  expect(await register.code('POST', '/api/areas/import', bad)).toBe('400 bad_geojson');
  expect(await verifyStore(house.store.db)).toMatchObject({ broken: null });
});
