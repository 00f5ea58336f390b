// One camera's page as a screen asks for it: its day, its alarms and its troubles, and nothing of another area's.
import {
  cameraAlarmSchema,
  historyPointSchema,
  pastTroubleSchema,
  problemSchema,
} from '@haixi/proto/commands/routes';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { CameraReadings } from '../cameras/camera-readings.service.js';
import { admission } from '../ingest/admission.js';
import { storeBatch } from '../ingest/batch.store.js';
import { testKeyOf } from '../store/fresh.store.js';
import { type House, northOnly, openHouse } from '../test-house.js';

vi.setConfig({ testTimeout: 30_000, hookTimeout: 60_000 });

let house: House;
const epoch = 'e'.repeat(16);

beforeAll(async () => {
  house = await openHouse();
});
afterAll(() => house?.close());

const ask = async (what: string, of = 'shop-01/cameras/camera-1', who = 'po-wang') =>
  fetch(`${house.base}/api/sites/${of}/${what}`, { headers: { cookie: await house.cookieOf(who) } });

async function alarm(seq: number, change: object): Promise<void> {
  const body = { sourceId: 'camera-1', kind: 'motion', occurredAtMs: 1, agentAtMs: 1, ...change };
  const payload = Buffer.from(JSON.stringify({ v: 2, epoch, seq, kind: 'alarm', body }));
  const one = admission({ siteId: 'shop-01', topic: 't', payload, bytes: payload.length, foreign: false });
  await house.store.db.transaction().execute((tx) => storeBatch(tx, [one], house.world));
}

test('C1 a camera’s alarms are its own, newest first, each with its incident’s stage and whether a picture came', async () => {
  await alarm(1, {});
  house.world.now += 3_600_000;
  await alarm(2, { kind: 'lens-covered' });
  await alarm(3, { sourceId: 'camera-2' });
  const body = Buffer.from([0xff, 0xd8, 0xff, 0xe0, 0xff, 0xd9]);
  const key = Buffer.from(`shop-01:${testKeyOf('shop-01')}`).toString('base64');
  const put = await fetch(`${house.base}/api/sites/shop-01/snapshots/${epoch}/2?takenAtMs=1`, {
    method: 'PUT',
    body: body as RequestInit['body'],
    headers: { authorization: `Basic ${key}`, 'content-type': 'image/jpeg' },
  } as RequestInit);
  expect(put.status).toBe(200);
  const { alarms } = (await (await ask('alarms')).json()) as { alarms: unknown[] };
  expect(alarms.map((one) => cameraAlarmSchema.parse(one))).toMatchObject([
    { kind: 'lens-covered', atMs: house.world.now, stage: 'reported', outcome: null, pictured: true },
    { kind: 'motion', atMs: house.world.now - 3_600_000, pictured: false },
  ]);
});

test('C2 a camera’s day and its troubles are what its agent measured, its agent’s own troubles among them', async () => {
  const camera = {
    sourceId: 'camera-1',
    state: 'ok',
    codec: 'hevc',
    width: 640,
    height: 360,
    fps: 10,
    kbps: 400,
    keyFrameEveryMs: 2_000,
    lastFrameAtMs: 1,
    reconnects: 0,
    soundDb: null,
    armed: false,
    watched: false,
    fault: null,
  };
  const load = { cpuPercent: 99, memoryMb: 1, machineMemoryMb: 1_000 };
  const taken = house.app.get(CameraReadings, { strict: false });
  for (let at = 0; at < 4; at += 1) {
    const counts = { held: 0, refused: 0, snapshotsHeld: 0, snapshotsLost: 0 };
    const readings = { v: 2, atMs: house.world.now, ...counts, load, cameras: [camera] };
    taken.onReadings('shop-01', 't', Buffer.from(JSON.stringify(readings)));
    house.world.now += 30_000;
  }
  const troublesNow = async () => {
    const { troubles } = (await (await ask('troubles')).json()) as { troubles: unknown[] };
    return troubles.map((one) => pastTroubleSchema.parse(one));
  };
  await expect.poll(troublesNow, { timeout: 20_000 }).toMatchObject([
    { sourceId: null, trouble: 'processor-busy', value: 99, limit: 85, untilMs: null },
    { sourceId: 'camera-1', trouble: 'codec-unplayable', value: null, limit: null, untilMs: null },
  ]);
  const { points } = (await (await ask('history')).json()) as { points: unknown[] };
  expect(points.length).toBeGreaterThan(0);
  for (const point of points)
    expect(historyPointSchema.parse(point)).toMatchObject({ fps: 10, cpuPercent: 99 });
});

test('C3 a camera of an area one may not watch, a button, and one that is not there are as none', async () => {
  const stranger = await northOnly(house);
  for (const what of ['history', 'alarms', 'troubles'])
    for (const [of, who] of [
      ['shop-01/cameras/camera-1', stranger],
      ['shop-01/cameras/button-1', 'op-lin'],
      ['shop-01/cameras/camera-9', 'op-lin'],
      ['nowhere/cameras/camera-1', 'op-lin'],
    ] as const) {
      const answer = await ask(what, of, who);
      expect([answer.status, problemSchema.parse(await answer.json()).code]).toEqual([404, 'not_found']);
    }
});
