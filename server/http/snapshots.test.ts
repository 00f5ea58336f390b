// Snapshots as an agent brings them and a screen shows them: once for an alarm, whole, and never before its entry.
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync, statfsSync, writeFileSync } from 'node:fs';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { incidentFileSchema, problemSchema, quarantineSchema } from '@haixi/proto/commands/routes';
import { type EventsFrame, livePath, liveProtocol } from '@haixi/proto/live/frames';
import { stillBytesMax } from '@haixi/proto/media/media';
import { io } from 'socket.io-client';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { admission } from '../ingest/admission.js';
import { storeBatch } from '../ingest/batch.store.js';
import { Environment } from '../environment.js';
import { testKeyOf } from '../store/fresh.store.js';
import { type House, northOnly, openHouse } from '../test-house.js';
import { whyNotTaken } from './kept-files.store.js';

vi.setConfig({ testTimeout: 30_000, hookTimeout: 60_000 });

let house: House;
let operator: string;

beforeAll(async () => {
  house = await openHouse();
  operator = await house.cookieOf('op-lin');
});
afterAll(() => house?.close());

const epoch = 'e'.repeat(16);
const jpeg = (text: string, bytes = 2_000) =>
  Buffer.concat([
    Buffer.from([0xff, 0xd8, 0xff, 0xe0]),
    Buffer.alloc(bytes, text),
    Buffer.from([0xff, 0xd9]),
  ]);
const basic = (siteId: string, key = testKeyOf(siteId)) =>
  `Basic ${Buffer.from(`${siteId}:${key}`).toString('base64')}`;

interface Put {
  siteId?: string;
  authorization?: string;
  type?: string;
  query?: string;
  base?: string;
}
const put = (seq: number | string, body: Buffer, how: Put = {}) => {
  const { siteId = 'shop-01', authorization = basic('shop-01'), type = 'image/jpeg' } = how;
  const query = how.query ?? `takenAtMs=${house.world.nowMs() + 5}`;
  return fetch(`${how.base ?? house.base}/api/sites/${siteId}/snapshots/${epoch}/${seq}?${query}`, {
    method: 'PUT',
    body: body as RequestInit['body'],
    headers: { authorization, 'content-type': type },
  } as RequestInit);
};
const codeOf = async (response: Response) => [
  response.status,
  problemSchema.parse(await response.json()).code,
];
const get = (incidentId: string, alarmId: string, cookie = operator) =>
  fetch(`${house.base}/api/incidents/${incidentId}/snapshots/${alarmId}`, { headers: { cookie } });

/** Stores an entry as ingest does; gives the alarm it became. */
async function stored(seq: number, change: object = {}, at = house) {
  const body = { sourceId: 'camera-1', kind: 'lens-covered', occurredAtMs: 1, agentAtMs: 1, ...change };
  const payload = Buffer.from(JSON.stringify({ v: 2, epoch, seq, kind: 'alarm', body }));
  const one = admission({ siteId: 'shop-01', topic: 't', payload, bytes: payload.length, foreign: false });
  await at.store.db.transaction().execute((tx) => storeBatch(tx, [one], at.world));
  const row = await at.store.db
    .selectFrom('alarms')
    .select(['alarm_id', 'incident_id'])
    .where('seq', '=', seq)
    .executeTakeFirst();
  return { alarmId: row?.alarm_id ?? '', incidentId: row?.incident_id ?? '' };
}
const fileOf = async (incidentId: string) => {
  const answer = await fetch(`${house.base}/api/incidents/${incidentId}`, { headers: { cookie: operator } });
  return incidentFileSchema.parse(await answer.json());
};
const cameraOf = (site_id: string, source_id: string) => ({
  site_id,
  source_id,
  type: 'camera',
  name: '后门',
});
/** Only root may mount a disk that gets full, and not in every container. */
function canMount(): boolean {
  const dir = mkdtempSync(join(tmpdir(), 'haixi-mount-'));
  const mounted = spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=64k', 'tmpfs', dir]).status === 0;
  if (mounted) execFileSync('umount', [dir]);
  rmSync(dir, { recursive: true });
  return mounted;
}
const filesKept = () =>
  readdirSync(join(house.dataDir, 'snapshots'), { recursive: true }).filter((name) =>
    /[0-9a-f]{64}/.test(String(name)),
  ).length;

test('S1 a snapshot of a stored entry is in its incident at once, on every screen, and comes back byte for byte', async () => {
  const { alarmId, incidentId } = await stored(1);
  const screen = io(house.base, {
    path: livePath,
    transports: ['websocket'],
    extraHeaders: { cookie: operator },
  });
  const told: string[] = [];
  screen.on('events', (frame: EventsFrame) => told.push(...frame.events.map(({ type }) => type)));
  screen.on('connect', () => screen.emit('watch', { protocol: liveProtocol, vector: {} }));
  await new Promise((up) => screen.once('snapshot', up));
  const response = await put(1, jpeg('a'));
  expect([response.status, await response.json()]).toEqual([200, { ok: true, bytes: 2_006 }]);
  await expect.poll(() => told).toContain('alarm.pictured');
  screen.close();
  const { incident, events } = await fileOf(incidentId);
  expect(incident.snapshots).toEqual([
    { alarmId, siteId: 'shop-01', sourceId: 'camera-1', takenAtMs: house.world.nowMs() + 5 },
  ]);
  expect(events.map(({ type }) => type)).toEqual(['incident.opened', 'alarm.pictured']);
  const shown = await get(incidentId, alarmId, await house.cookieOf('po-wang'));
  expect([shown.headers.get('content-type'), shown.headers.get('cache-control')]).toEqual([
    'image/jpeg',
    'private, no-cache',
  ]);
  expect(Buffer.from(await shown.arrayBuffer()).equals(jpeg('a'))).toBe(true);
});

test('S2 the same snapshot again changes nothing, also at once; another one for the alarm is refused', async () => {
  const { incidentId, alarmId } = await stored(2);
  const all = await Promise.all([1, 2, 3, 4].map(() => put(2, jpeg('b'))));
  expect(all.map(({ status }) => status)).toEqual([200, 200, 200, 200]);
  expect(await codeOf(await put(2, jpeg('c')))).toEqual([409, 'other_snapshot']);
  expect(Buffer.from(await (await get(incidentId, alarmId)).arrayBuffer()).equals(jpeg('b'))).toBe(true);
  const { events, incident } = await fileOf(incidentId);
  const pictured = events.filter(
    ({ type, data }) => type === 'alarm.pictured' && data['alarmId'] === alarmId,
  );
  expect([pictured.length, incident.snapshots.length]).toEqual([1, 2]);
});

test('S3 before its entry is stored a snapshot is to be sent again; of a refused entry it is to be dropped', async () => {
  expect(await codeOf(await put(3, jpeg('d', 300_000)))).toEqual([409, 'not_stored']);
  await stored(3);
  expect((await put(3, jpeg('d', 300_000))).status).toBe(200);
  await stored(4, { sourceId: 'camera-9' });
  expect(await codeOf(await put(4, jpeg('d')))).toEqual([404, 'not_found']);
});

test('S4 the snapshot of an alarm that joined another’s incident is in that incident, and in a closed one too', async () => {
  house.world.now += 3_600_000;
  const first = await stored(5, { kind: 'panic', sourceId: 'button-1' });
  const joined = await stored(6, { kind: 'motion', zone: '柜台' });
  expect(joined.incidentId).toBe(first.incidentId);
  const tell = (name: string, body: object) =>
    fetch(`${house.base}/api/commands/${name}`, {
      method: 'POST',
      headers: { cookie: operator, 'content-type': 'application/json' },
      body: JSON.stringify({
        key: house.world.newId(),
        occurredAtMs: house.world.nowMs(),
        incidentId: first.incidentId,
        ...body,
      }),
    });
  expect((await tell('incident.receive', { expects: 'reported' })).status).toBe(200);
  expect(
    (await tell('incident.close', { expects: 'received', outcome: 'test', reason: '测试' })).status,
  ).toBe(200);
  expect((await put(6, jpeg('e'))).status).toBe(200);
  const { incident } = await fileOf(first.incidentId);
  expect(incident).toMatchObject({
    stage: 'closed',
    snapshots: [{ alarmId: joined.alarmId }],
    alarms: [{ kind: 'panic' }, { kind: 'motion', zone: '柜台' }],
  });
  expect((await get(first.incidentId, joined.alarmId)).status).toBe(200);
  expect(await codeOf(await get(first.incidentId, first.alarmId))).toEqual([404, 'not_found']);
});

test('S5 what is no whole JPEG is refused and nothing of it stays', async () => {
  await stored(7);
  const kept = filesKept();
  const cut = jpeg('f').subarray(0, -2);
  for (const [body, type] of [
    [cut, 'image/jpeg'],
    [Buffer.from('<script>'), 'image/jpeg'],
    [Buffer.alloc(0), 'image/jpeg'],
    [Buffer.from('{}'), 'application/json'],
  ] as const)
    expect(await codeOf(await put(7, body, { type }))).toEqual([415, 'not_a_picture']);
  expect(filesKept()).toBe(kept);
  expect(readdirSync(join(house.dataDir, 'snapshots/incoming'))).toEqual([]);
});

test('S6 a snapshot of more than 1 MiB is refused, with or without a length said before', async () => {
  await stored(8);
  const said = await put(8, jpeg('g', stillBytesMax)).then(codeOf, () => null);
  expect([[413, 'snapshot_too_large'], null]).toContainEqual(said);
  const { port } = new URL(house.base);
  const status = await new Promise<number | null>((settle) => {
    const path = `/api/sites/shop-01/snapshots/${epoch}/8?takenAtMs=1`;
    const headers = { authorization: basic('shop-01'), 'content-type': 'image/jpeg' };
    const sending = request({ port, path, method: 'PUT', headers }, (answer) => {
      answer.resume();
      settle(answer.statusCode ?? null);
    });
    sending.on('error', () => settle(null));
    for (let at = 0; at < 3; at += 1) sending.write(jpeg('g', stillBytesMax / 2));
    sending.end();
  });
  expect([413, null]).toContain(status);
  expect((await put(8, jpeg('g', stillBytesMax - 6))).status).toBe(200);
});

test('S7 only the key of the very site opens the door, and an unknown site looks like a wrong key', async () => {
  await stored(9);
  const turnedAway = async () => {
    const answer = await fetch(`${house.base}/api/quarantine`, { headers: { cookie: operator } });
    return quarantineSchema.parse(await answer.json()).counts['bad_credentials'] ?? 0;
  };
  const before = await turnedAway();
  const answers = await Promise.all([
    put(9, jpeg('h'), { authorization: basic('shop-01', 'wrong') }),
    put(9, jpeg('h'), { authorization: basic('nowhere', 'wrong') }),
    put(9, jpeg('h'), { authorization: basic('no\0where', 'wrong') }),
    put(9, jpeg('h'), { authorization: 'Bearer x' }),
    put(9, jpeg('h'), { authorization: basic('shop-01').replace('Basic ', 'Basic !') }),
  ]);
  for (const answer of answers) {
    expect(answer.headers.get('www-authenticate')).toBe('Basic realm="haixi site", charset="UTF-8"');
    expect(await codeOf(answer)).toEqual([401, 'no_site_key']);
  }
  expect((await turnedAway()) - before).toBe(5);
  const foreign = await put(9, jpeg('h'), { authorization: basic('shop-02') });
  expect(await codeOf(foreign)).toEqual([403, 'foreign_site']);
  const nowhere = await put(9, jpeg('h'), { siteId: 'nowhere' });
  expect(await codeOf(nowhere)).toEqual([403, 'foreign_site']);
  for (const query of ['', 'takenAtMs=x', 'takenAtMs=1&face=2'])
    expect(await codeOf(await put(9, jpeg('h'), { query }))).toEqual([400, 'bad_query']);
  expect(await codeOf(await put('-1', jpeg('h')))).toEqual([400, 'bad_params']);
});

test('S8 a session is no key, a key is no session, and to whoever may not read an incident its snapshots are as none', async () => {
  const { incidentId, alarmId } = await stored(10);
  expect((await put(10, jpeg('i'))).status).toBe(200);
  const withCookie = await fetch(`${house.base}/api/sites/shop-01/snapshots/${epoch}/10?takenAtMs=1`, {
    method: 'PUT',
    headers: { cookie: operator, 'content-type': 'image/jpeg' },
    body: jpeg('i') as RequestInit['body'],
  } as RequestInit);
  expect(await codeOf(withCookie)).toEqual([401, 'no_site_key']);
  const withKey = await fetch(`${house.base}/api/incidents/${incidentId}/snapshots/${alarmId}`, {
    headers: { authorization: basic('shop-01') },
  });
  expect(await codeOf(withKey)).toEqual([401, 'not_signed_in']);
  const stranger = await house.cookieOf(await northOnly(house));
  expect(await codeOf(await get(incidentId, alarmId, stranger))).toEqual([404, 'not_found']);
  expect(await codeOf(await get('none', alarmId))).toEqual([404, 'not_found']);
});

test('S9 a press is shown by a camera of its site, which every screen is told, and by nothing else', async () => {
  house.world.now += 3_600_000;
  const { alarmId, incidentId } = await stored(11, { kind: 'panic', sourceId: 'button-1' });
  const takenAtMs = house.world.nowMs();
  const by = (sourceId: string | null) =>
    put(11, jpeg('j'), {
      query: `takenAtMs=${takenAtMs}${sourceId === null ? '' : `&sourceId=${sourceId}`}`,
    });
  // Of no site, of another site alone, and buttons: named, or as the alarm's own source.
  await house.store.owner.insertInto('sources').values(cameraOf('shop-02', 'camera-8')).execute();
  for (const none of ['camera-7', 'camera-8', 'button-1', null]) {
    const refused = await by(none);
    expect(refused.status).toBe(400);
    expect(problemSchema.parse(await refused.json())).toMatchObject({
      code: 'not_a_camera',
      where: 'query.sourceId',
      rule: `a snapshot is taken by a camera of the alarm’s own site, and ${none ?? 'button-1'} is none`,
    });
  }
  expect(await codeOf(await by('A camera'))).toEqual([400, 'bad_query']);
  expect((await by('camera-1')).status).toBe(200);
  expect((await by('camera-1')).status).toBe(200);
  const { incident, events } = await fileOf(incidentId);
  const ref = { alarmId, siteId: 'shop-01', sourceId: 'camera-1', takenAtMs };
  expect(incident.alarms).toMatchObject([{ alarmId, kind: 'panic', sourceId: 'button-1' }]);
  expect(incident.snapshots).toEqual([ref]);
  const pictured = events.filter(({ type }) => type === 'alarm.pictured');
  expect(pictured).toMatchObject([{ data: ref }]);
  expect((await get(incidentId, alarmId)).status).toBe(200);
});

test('V3 that somebody opens a snapshot is in the log, once a person and alarm; the agent’s bringing it is no look', async () => {
  house.world.now += 3_600_000;
  const { alarmId, incidentId } = await stored(12);
  expect((await put(12, jpeg('v'))).status).toBe(200);
  const leader = await house.cookieOf('sl-huang');
  const wang = await house.cookieOf('po-wang');
  const seen = async (cookie: string) => {
    const answer = await fetch(`${house.base}/api/incidents/${incidentId}`, { headers: { cookie } });
    const { events } = incidentFileSchema.parse(await answer.json());
    return events.filter(({ type }) => type === 'snapshot.seen');
  };
  expect(await seen(leader)).toEqual([]);
  const all = await Promise.all(
    [wang, wang, wang, operator].map((cookie) => get(incidentId, alarmId, cookie)),
  );
  expect(all.map(({ status }) => status)).toEqual([200, 200, 200, 200]);
  const told = await seen(leader);
  expect(told.map(({ actor }) => 'id' in actor && actor.id).toSorted()).toEqual(['op-lin', 'po-wang']);
  expect(told[0]?.data).toEqual({ incidentId, alarmId, siteId: 'shop-01', sourceId: 'camera-1' });
  // Who watches the watchers reads it; those who are watched do not.
  expect(await seen(operator)).toEqual([]);
});

test('S10 a full disk is told as such, and a client that goes away is no fault of ours', () => {
  const fault = (code: string) => Object.assign(new Error(code), { code });
  const codes = ['ENOSPC', 'EDQUOT', '53100', 'ECONNRESET', 'EIO'];
  expect(codes.map((code) => whyNotTaken(fault(code)))).toEqual([
    'disk_full',
    'disk_full',
    'disk_full',
    'broken_off',
    null,
  ]);
});

test.skipIf(!canMount())(
  'S11 on a full disk nothing of a snapshot or a photo stays, and both are taken once there is room',
  async () => {
    let disk = '';
    const small = await openHouse((app) => {
      disk = app.get(Environment).dataDir;
      execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=4m', 'tmpfs', disk]);
    });
    try {
      const { alarmId, incidentId } = await stored(1, {}, small);
      const cookie = await small.cookieOf('op-lin');
      const photo = () =>
        fetch(`${small.base}/api/incidents/${incidentId}/photos/photo-key-1`, {
          method: 'PUT',
          headers: { cookie, 'content-type': 'image/jpeg' },
          body: jpeg('k', 300_000) as RequestInit['body'],
        } as RequestInit);
      const snapshot = () => put(1, jpeg('k', 300_000), { base: small.base });
      const { bavail, bsize } = statfsSync(disk);
      writeFileSync(join(disk, 'filler'), Buffer.alloc(bavail * bsize - 8 * bsize));
      for (const send of [snapshot, photo, snapshot])
        expect(await codeOf(await send())).toEqual([507, 'disk_full']);
      for (const folder of ['snapshots', 'photos']) {
        expect(readdirSync(join(disk, folder))).toEqual(['incoming']);
        expect(readdirSync(join(disk, folder, 'incoming'))).toEqual([]);
      }
      const told = () => small.store.db.selectFrom('log').select('type').execute();
      expect((await told()).map(({ type }) => type)).toEqual(['incident.opened']);
      const shown = () =>
        fetch(`${small.base}/api/incidents/${incidentId}/snapshots/${alarmId}`, { headers: { cookie } });
      expect((await shown()).status).toBe(404);
      rmSync(join(disk, 'filler'));
      expect([(await snapshot()).status, (await photo()).status]).toEqual([200, 200]);
      expect((await told()).map(({ type }) => type)).toEqual(['incident.opened', 'alarm.pictured']);
      expect(Buffer.from(await (await shown()).arrayBuffer()).equals(jpeg('k', 300_000))).toBe(true);
    } finally {
      execFileSync('umount', ['--lazy', disk]);
      await small.close();
    }
  },
  90_000,
);

test('N5 the picture of a tested alarm is taken from the agent and kept nowhere', async () => {
  const sites = house.store.owner.updateTable('sites').where('site_id', '=', 'shop-01');
  await sites.set({ on_test_until_ms: house.world.now + 60_000 }).execute();
  const { alarmId } = await stored(900);
  await sites.set({ on_test_until_ms: null }).execute();
  const answer = await put(900, jpeg('test'));
  expect([answer.status, await answer.json()]).toEqual([200, { ok: true, bytes: 0 }]);
  const rows = await house.store.db.selectFrom('snapshots').select('alarm_id').execute();
  expect(rows.map(({ alarm_id }) => alarm_id)).not.toContain(alarmId);
});

test('V3 a browser that has the snapshot shows it to whoever comes next only when asked, and that is a look of theirs', async () => {
  const { alarmId, incidentId } = await stored(950);
  expect((await put(950, jpeg('v'))).status).toBe(200);
  const etag = (await get(incidentId, alarmId)).headers.get('etag')!;
  const again = (cookie: string) =>
    fetch(`${house.base}/api/incidents/${incidentId}/snapshots/${alarmId}`, {
      headers: { cookie, 'if-none-match': etag },
    });
  const next = await again(await house.cookieOf('op-chen'));
  expect([next.status, (await next.arrayBuffer()).byteLength]).toEqual([304, 0]);
  const lookers = await house.store.db
    .selectFrom('snapshot_looks')
    .select('person_id')
    .where('alarm_id', '=', alarmId)
    .orderBy('person_id')
    .execute();
  expect(lookers.map((row) => row.person_id)).toEqual(['op-chen', 'op-lin']);
  expect((await again('')).status).toBe(401);
});
