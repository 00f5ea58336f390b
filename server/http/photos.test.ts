// Photos over HTTP: kept once under their key, shown to whoever may read the incident, and nothing half-kept.
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { photoBytesMax, problemSchema } from '@haixi/proto/commands/routes';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { type House, northOnly, openHouse } from '../test-house.js';

vi.setConfig({ testTimeout: 30_000, hookTimeout: 60_000 });

let house: House;
let operator: string;
let incidentId: string;

beforeAll(async () => {
  house = await openHouse();
  operator = await house.cookieOf('op-lin');
  incidentId = await opened('open-key-1');
});
afterAll(() => house?.close());

const tell = async (name: string, key: string, body: object) => {
  const answer = await fetch(`${house.base}/api/commands/${name}`, {
    method: 'POST',
    headers: { cookie: operator, 'content-type': 'application/json' },
    body: JSON.stringify({ key, occurredAtMs: house.world.nowMs(), ...body }),
  });
  return (await answer.json()) as { ok: boolean; incidentId: string };
};
const opened = async (key: string) => {
  const place = { areaId: '350902002', siteId: null, position: null, address: '八一五中路' };
  return (await tell('incident.open', key, { ...place, priority: 3, caller: null })).incidentId;
};

const jpeg = (text: string, bytes = 2_000) =>
  Buffer.concat([Buffer.from([0xff, 0xd8, 0xff, 0xe0]), Buffer.alloc(bytes, text)]);
const pathOf = (photoId: string, incident = incidentId) => `/api/incidents/${incident}/photos/${photoId}`;
const put = (path: string, body: Buffer | ReadableStream, headers: Record<string, string> = {}) =>
  fetch(house.base + path, {
    method: 'PUT',
    body: body as RequestInit['body'],
    duplex: 'half',
    headers: { cookie: operator, 'content-type': 'image/jpeg', ...headers },
  } as RequestInit);
const codeOf = async (response: Response) => [
  response.status,
  problemSchema.parse(await response.json()).code,
];
/** Null where the connection was closed on a client that was still sending, before it looked for an answer. */
const refusalOf = async (request: Promise<Response>) => {
  const response = await request.catch(() => null);
  return response && codeOf(response);
};
const filesKept = () =>
  readdirSync(join(house.dataDir, 'photos'), { recursive: true }).filter((name) =>
    /[0-9a-f]{64}/.test(String(name)),
  ).length;

test('F1 a photo is kept, sending it again changes nothing, and it comes back byte for byte', async () => {
  const photo = jpeg('a');
  for (let i = 0; i < 2; i += 1) {
    const response = await put(pathOf('photo-key-1'), photo);
    expect([response.status, await response.json()]).toEqual([
      200,
      { ok: true, photoId: 'photo-key-1', bytes: photo.length },
    ]);
  }
  const shown = await fetch(house.base + pathOf('photo-key-1'), {
    headers: { cookie: await house.cookieOf('po-wang') },
  });
  expect(shown.headers.get('content-type')).toBe('image/jpeg');
  expect(shown.headers.get('cache-control')).toContain('private');
  expect(shown.headers.get('x-content-type-options')).toBe('nosniff');
  expect(Buffer.from(await shown.arrayBuffer()).equals(photo)).toBe(true);
  expect(filesKept()).toBe(1);
});

test('F2 another photo under the same key is refused, and the first one stays', async () => {
  expect(await codeOf(await put(pathOf('photo-key-1'), jpeg('b')))).toEqual([409, 'key_used_otherwise']);
  const shown = await fetch(house.base + pathOf('photo-key-1'), { headers: { cookie: operator } });
  expect(Buffer.from(await shown.arrayBuffer()).equals(jpeg('a'))).toBe(true);
});

test('F3 what is no picture, or another one than it says, is refused', async () => {
  expect(await codeOf(await put(pathOf('photo-key-2'), Buffer.from('<script>')))).toEqual([
    415,
    'not_a_picture',
  ]);
  const png = { 'content-type': 'image/png' };
  expect(await codeOf(await put(pathOf('photo-key-2'), jpeg('a'), png))).toEqual([415, 'not_a_picture']);
  const svg = { 'content-type': 'image/svg+xml' };
  expect(await codeOf(await put(pathOf('photo-key-2'), jpeg('a'), svg))).toEqual([415, 'bad_media_type']);
  expect(
    await codeOf(await put(pathOf('photo-key-2'), Buffer.from('{}'), { 'content-type': 'application/json' })),
  ).toEqual([415, 'not_a_picture']);
});

test('F4 a photo that is too large is refused, with or without a length said before', async () => {
  const tooLarge = [413, 'photo_too_large'];
  const said = await refusalOf(put(pathOf('photo-key-3'), jpeg('a', photoBytesMax)));
  expect([tooLarge, null]).toContainEqual(said);
  const chunk = jpeg('a', 1024 * 1024);
  let sent = 0;
  const endless = new ReadableStream({
    pull(controller) {
      sent += 1;
      if (sent > 64) controller.close();
      else controller.enqueue(chunk);
    },
  });
  expect([tooLarge, null]).toContainEqual(await refusalOf(put(pathOf('photo-key-3'), endless)));
  expect(sent).toBeLessThan(64);
  const shown = await fetch(house.base + pathOf('photo-key-3'), { headers: { cookie: operator } });
  expect(await codeOf(shown)).toEqual([404, 'not_found']);
});

test('F5 an upload that breaks off leaves nothing behind', async () => {
  const giveUp = new AbortController();
  const broken = new ReadableStream({
    start: (controller) => controller.enqueue(jpeg('c')),
    pull: () => new Promise<void>((done) => setTimeout(done, 20).unref()).then(() => giveUp.abort()),
  });
  const request = fetch(house.base + pathOf('photo-key-4'), {
    method: 'PUT',
    body: broken,
    duplex: 'half',
    signal: giveUp.signal,
    headers: { cookie: operator, 'content-type': 'image/jpeg' },
  } as RequestInit);
  await expect(request).rejects.toThrow('aborted');
  await expect.poll(() => readdirSync(join(house.dataDir, 'photos', 'incoming'))).toEqual([]);
  expect(filesKept()).toBe(1);
});

test('F7 to whoever may not read an incident its photos are as none', async () => {
  const stranger = { cookie: await house.cookieOf(await northOnly(house)) };
  const gone = { method: 'GET', headers: stranger };
  for (const path of [pathOf('photo-key-1'), pathOf('photo-key-1', 'none')]) {
    expect(await codeOf(await fetch(house.base + path, gone))).toEqual([404, 'not_found']);
    expect(await codeOf(await put(path, jpeg('a'), stranger))).toEqual([404, 'not_found']);
  }
});

test('F6 a photo of no incident, and of one that is not there any more, is not found', async () => {
  expect(await codeOf(await put(pathOf('photo-key-5', 'none'), jpeg('a')))).toEqual([404, 'not_found']);
});

test('T4 a photo that is meant as another person’s is not taken under this one’s session, and the same is kept for its own', async () => {
  const before = filesKept();
  const meant = { 'haixi-person': 'po-wang' };
  expect(await codeOf(await put(pathOf('photo-key-7'), jpeg('w'), meant))).toEqual([409, 'other_person']);
  expect(filesKept()).toBe(before);
  const own = { ...meant, cookie: await house.cookieOf('po-wang') };
  expect((await put(pathOf('photo-key-7'), jpeg('w'), own)).status).toBe(200);
});

test('T1 a photo put to an incident that was merged meanwhile is shown in the one that took it in', async () => {
  const into = await opened('open-key-2');
  const one = await opened('open-key-3');
  const merged = await tell('incident.merge', 'merge-key-1', {
    incidentId: one,
    expects: 'received',
    intoId: into,
    reason: '',
  });
  expect(merged.ok).toBe(true);
  expect((await put(pathOf('photo-key-8', one), jpeg('m'))).status).toBe(200);
  const shown = await fetch(house.base + pathOf('photo-key-8', into), { headers: { cookie: operator } });
  expect(Buffer.from(await shown.arrayBuffer()).equals(jpeg('m'))).toBe(true);
  const elsewhere = await fetch(house.base + pathOf('photo-key-8'), { headers: { cookie: operator } });
  expect(elsewhere.status).toBe(404);
});
