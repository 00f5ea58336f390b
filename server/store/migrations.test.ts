// A store of the previous release becomes one of this: what is in it is kept, and read as this release has it.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { incidentSchema } from '@haixi/proto/incident/incident';
import type { Alarm } from '@haixi/proto/live/events';
import { latestSchema, pictureSchema } from '@haixi/proto/live/picture';
import { sql } from 'kysely';
import { Migrator } from 'kysely/migration';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { demoSites } from '../demo/district.js';
import { seedDemo } from '../demo/seed.store.js';
import { foldIncident } from '@haixi/proto/incident/fold';
import { readPicture } from '../live/picture.store.js';
import { append } from '../log/log.store.js';
import { verifyStore } from '../log/verify-log.store.js';
import { startPostgres, type Cluster } from '../start/postgres.js';
import { type Db, openDatabase } from './database.store.js';
import { migrate } from './migrate.js';
import { migrations } from './migrations.js';

let dir: string;
let cluster: Cluster;
let db: Db;

beforeAll(async () => {
  dir = mkdtempSync(join(tmpdir(), 'haixi-migrations-'));
  cluster = await startPostgres({ dir, say: () => {}, fsync: false });
  db = openDatabase(cluster.url('owner'), { size: 2 });
});
afterAll(async () => {
  await db?.destroy();
  await cluster?.stop();
  rmSync(dir, { recursive: true, force: true });
});

const areaId = '350902002004';
const epoch = 'e'.repeat(16);
const alarm: Alarm = {
  alarmId: 'alarm-1',
  kind: 'lens-covered',
  siteId: 'shop-01',
  sourceId: 'camera-1',
  unitId: null,
  entry: { epoch, seq: 1 },
  occurredAtMs: 900,
  agentAtMs: 900,
  note: '镜头“遮挡”\n😀',
};
const camera = {
  sourceId: 'camera-1',
  state: 'ok',
  codec: 'h264',
  width: 640,
  height: 360,
  fps: 10,
  kbps: 400,
  lastFrameAtMs: 900,
  fault: null,
};

test('what the previous release stored is kept: its incidents, alarms and readings, and cameras get their place', async () => {
  const provider = { getMigrations: () => Promise.resolve(migrations) };
  const { error } = await new Migrator({ db, provider }).migrateTo('0001-spine');
  expect(error).toBeUndefined();
  await seedFirstRelease();
  const before = await storyOfOneAlarm();
  expect(before).not.toHaveProperty('snapshots');

  expect(await migrate(db)).toContain('0002-cameras');
  const keys = Object.fromEntries(demoSites.map(({ siteId }) => [siteId, 'key']));
  await seedDemo(db, { nowMs: 2_000, keys });

  const { state } = await db.selectFrom('incidents').select('state').executeTakeFirstOrThrow();
  expect(incidentSchema.parse(JSON.parse(state))).toEqual({ ...before, snapshots: [] });
  expect(await db.selectFrom('alarms').selectAll().execute()).toEqual([
    {
      site_id: 'shop-01',
      epoch,
      seq: 1,
      alarm_id: 'alarm-1',
      incident_id: 'incident-1',
      source_id: 'camera-1',
      kind: 'lens-covered',
      at_ms: 1_000,
    },
  ]);
  const { picture, latest } = await readPicture(db, [areaId]);
  pictureSchema.parse(picture);
  expect(latestSchema.parse(latest).sites).toMatchObject([
    { siteId: 'shop-01', readings: { v: 3, held: 3, cameras: [{ fps: 10, keyFrameEveryMs: null }] } },
  ]);
  expect(picture.sites['shop-01']?.sources).toMatchObject([
    { sourceId: 'button-1', camera: null },
    { sourceId: 'camera-1', camera: { headingDeg: 120 } },
    { sourceId: 'camera-2', camera: { headingDeg: 155 } },
  ]);
  expect(await verifyStore(db)).toMatchObject({ events: 1, broken: null });
});

test('D5 what came before ranges were kept counts as come, range by range: alarms, and refused entries with a number', async () => {
  const other = 'f'.repeat(16);
  const fresh = openDatabase(cluster.url('owner'), { size: 1 });
  try {
    await sql`drop schema public cascade`.execute(fresh);
    await sql`create schema public`.execute(fresh);
    await sql`grant usage on schema public to haixi_app`.execute(fresh);
    const provider = { getMigrations: () => Promise.resolve(migrations) };
    const { error } = await new Migrator({ db: fresh, provider }).migrateTo('0003-views');
    expect(error).toBeUndefined();
    await sql`insert into areas values ('a', null, 'a', 'a', null, true)`.execute(fresh);
    for (const siteId of ['shop-01', 'shop-02'])
      await sql`insert into sites (site_id, area_id, type, name, name_en, address, lon, lat, key_hash)
        values (${siteId}, 'a', 'shop', '店', 'Shop', '', 119.5, 26.6, 'x')`.execute(fresh);
    await sql`insert into incidents values ('i', 'a', 'shop-01', null, 'reported', 1, null, '{}')`.execute(
      fresh,
    );
    const alarms = [
      ['shop-01', epoch, [0, 1, 2, 4, 7, 8]],
      ['shop-01', other, [3]],
      ['shop-02', epoch, [5, 6]],
    ] as const;
    for (const [siteId, of, seqs] of alarms)
      for (const seq of seqs)
        await sql`insert into alarms (site_id, epoch, seq, alarm_id, incident_id)
          values (${siteId}, ${of}, ${seq}, ${`${siteId}-${of}-${seq}`}, 'i')`.execute(fresh);
    const refused = [
      ['shop-01', epoch, 3],
      ['shop-01', epoch, 6],
      ['shop-01', epoch, 7],
      ['shop-01', null, null],
      ['nowhere', epoch, 1],
    ] as const;
    for (const [siteId, of, seq] of refused)
      await sql`insert into quarantine (at_ms, site_id, epoch, seq, topic, reason, detail, bytes, payload)
        values (1, ${siteId}, ${of}, ${seq}, 't', 'bad_body', '', 1, '')`.execute(fresh);
    expect(await migrate(fresh)).toContain('0004-gaps');
    const rows = await fresh
      .selectFrom('received')
      .selectAll()
      .orderBy('site_id')
      .orderBy('epoch')
      .orderBy('from_seq')
      .execute();
    expect(rows.map((row) => [row.site_id, row.epoch, row.from_seq, row.to_seq])).toEqual([
      ['shop-01', epoch, 0, 4],
      ['shop-01', epoch, 6, 8],
      ['shop-01', other, 3, 3],
      ['shop-02', epoch, 5, 6],
    ]);
  } finally {
    await fresh.destroy();
  }
});

/** The rows that the previous release's seed made, as far as they matter here. */
async function seedFirstRelease(): Promise<void> {
  await sql`insert into areas values ('350902002', null, '蕉北街道', 'Jiaobei', null, true),
    (${areaId}, '350902002', '崇文社区', 'Chongwen', null, true)`.execute(db);
  await sql`insert into area_heads values (${areaId}, 0, ${'0'.repeat(64)}, 0)`.execute(db);
  await sql`insert into sites (site_id, area_id, type, name, name_en, address, lon, lat, key_hash)
    values ('shop-01', ${areaId}, 'shop', '店', 'Shop', '', 119.5, 26.6, 'x')`.execute(db);
  await sql`insert into sources (site_id, source_id, type, name)
    values ('shop-01', 'button-1', 'button', '按钮'), ('shop-01', 'camera-1', 'camera', '摄像头')`.execute(
    db,
  );
  const readings = { v: 1, atMs: 900, held: 3, refused: 0, cameras: [camera] };
  await sql`insert into readings values ('shop-01', 1000, ${JSON.stringify(readings)}::json)`.execute(db);
}

/** One alarm that opened an incident; gives the incident as that release folded it. */
async function storyOfOneAlarm(): Promise<object> {
  const place = { origin: 'site', siteId: 'shop-01', position: null, address: '' } as const;
  const data = { incidentId: 'incident-1', kind: alarm.kind, priority: 2, alarm, ...place } as const;
  const draft = { areaId, type: 'incident.opened', actor: { kind: 'site', id: 'shop-01' }, data } as const;
  return db.transaction().execute(async (tx) => {
    const [event] = await append(tx, [draft], { nowMs: 1_000, salt: () => 'aa'.repeat(16) });
    const { snapshots: _, ...incident } = foldIncident(null, event!);
    await sql`insert into alarms values ('shop-01', ${epoch}, 1, 'alarm-1', 'incident-1')`.execute(tx);
    await sql`insert into incidents values ('incident-1', ${areaId}, 'shop-01', null, 'reported', 1000, null,
      ${JSON.stringify(incident)}::json)`.execute(tx);
    return incident;
  });
}
