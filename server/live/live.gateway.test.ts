// The live socket as a screen meets it: real sockets, a real store, and what other roles and slow screens get.
import type { Server } from 'node:net';
import { isDeepStrictEqual } from 'node:util';
import type { Area, Vector } from '@haixi/proto/live/picture';
import {
  eventsFrameSchema,
  framesToClient,
  livePath,
  liveProtocol,
  type Snapshot,
  type Tick,
} from '@haixi/proto/live/frames';
import { incidentFileSchema } from '@haixi/proto/commands/routes';
import { applyEvents, latestSchema, type Picture } from '@haixi/proto/live/picture';
import type { EventDraft, LogEvent } from '@haixi/proto/live/events';
import { io, type Socket } from 'socket.io-client';
import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest';
import { append } from '../log/log.store.js';
import { layCable } from './cable.fixture.js';
import { changeRegister, registerNumber } from '../store/register.store.js';
import { type House, openHouse } from '../test-house.js';

vi.setConfig({ testTimeout: 30_000, hookTimeout: 60_000 });
const within = { timeout: 15_000, interval: 20 };

let house: House;
const screens: Screen[] = [];
const open: Socket[] = [];
const cables: Server[] = [];

beforeAll(async () => {
  house = await openHouse();
});
afterEach(() => {
  for (const socket of open.splice(0)) socket.close();
  const faults = screens.splice(0).flatMap((one) => one.faults);
  if (faults.length > 0) throw new Error(`a screen met ${JSON.stringify(faults)}`);
  for (const cable of cables.splice(0)) cable.close();
});
afterAll(() => house?.close());

interface Screen {
  readonly socket: Socket;
  readonly frames: { name: string; data: unknown }[];
  picture: Picture | null;
  readonly reasons: string[];
  /** Frames that broke their schema, and gaps. */
  readonly faults: unknown[];
}

/** A screen as the dashboard is one: it asks, takes the snapshot, and applies what comes; every frame is checked. */
function screen(
  cookie: string,
  ask: unknown = { protocol: liveProtocol, vector: {} },
  base = house.base,
): Screen {
  const socket = io(base, {
    path: livePath,
    transports: ['websocket'],
    extraHeaders: { cookie },
    forceNew: true,
  });
  open.push(socket);
  const it: Screen = { socket, frames: [], picture: null, reasons: [], faults: [] };
  screens.push(it);
  socket.on('connect', () => socket.emit('watch', ask));
  socket.on('disconnect', (reason) => it.reasons.push(reason));
  socket.onAny((name: keyof typeof framesToClient, data: unknown) => {
    const { error } = framesToClient[name].safeParse(data);
    if (error) it.faults.push(error);
    it.frames.push({ name, data });
    if (name === 'snapshot') it.picture = (data as Snapshot).picture;
    if (name === 'events' && it.picture) {
      const applied = applyEvents(it.picture, eventsFrameSchema.parse(data).events as LogEvent[]);
      if (applied.ok) it.picture = applied.picture;
      else it.faults.push(applied);
    }
  });
  return it;
}

const got = (it: Screen, name: string) => it.frames.filter((frame) => frame.name === name);
const numbers = (it: Screen) =>
  got(it, 'events').flatMap(({ data }) =>
    eventsFrameSchema.parse(data).events.map((event) => `${event.areaId}/${event.n}`),
  );
const online = (areaId: string): EventDraft => ({
  areaId,
  type: 'site.online',
  actor: { kind: 'site', id: 'shop-01' },
  data: { siteId: 'shop-01' },
});
/** Appends events with the change of rows they speak of, as every writer does. */
const log = (areaId: string, count = 1, draft: (areaId: string) => EventDraft = online) =>
  house.store.db.transaction().execute(async (tx) => {
    const nowMs = house.world.nowMs();
    await tx
      .updateTable('sites')
      .set({ presence: 'online', presence_at_ms: nowMs })
      .where('site_id', '=', 'shop-01')
      .execute();
    const drafts = Array.from({ length: count }, () => draft(areaId));
    await append(tx, drafts, { nowMs, salt: house.world.salt });
  });
const longNote = (areaId: string): EventDraft => ({
  areaId,
  type: 'incident.noted',
  actor: { kind: 'person', id: 'op-lin' },
  data: { incidentId: 'gone', text: '海'.repeat(500), photoIds: [], unitId: null },
});
const root = '350902002';
const north = '350902002001';
const south = '350902002002';

async function headsOfStore(): Promise<Vector> {
  const rows = await house.store.db.selectFrom('area_heads').select(['area_id', 'n']).execute();
  return Object.fromEntries(rows.map((row) => [row.area_id, row.n]));
}

test('L1 a screen gets a snapshot and then each event once, in order; its picture equals a fresh one', async () => {
  const first = screen(await house.cookieOf('op-lin'));
  await expect.poll(() => first.picture, within).not.toBeNull();
  expect(Object.keys(first.picture!.areas)).toHaveLength(9);
  for (let i = 0; i < 30; i += 1) await log(i % 2 ? north : south);
  await expect
    .poll(async () => isDeepStrictEqual(first.picture!.vector, await headsOfStore()), within)
    .toBe(true);
  const fresh = screen(await house.cookieOf('op-chen'));
  await expect.poll(() => fresh.picture, within).toEqual(first.picture);
});

test('L2 a screen that was away goes on from its vector with exactly what it missed', async () => {
  const before = await headsOfStore();
  await log(north, 3);
  const back = screen(await house.cookieOf('op-lin'), { protocol: liveProtocol, vector: before });
  const n = before[north]!;
  await expect.poll(() => numbers(back), within).toEqual([1, 2, 3].map((i) => `${north}/${n + i}`));
  expect(got(back, 'snapshot')).toEqual([]);
  await log(north);
  await expect.poll(() => numbers(back).at(-1), within).toBe(`${north}/${n + 4}`);
});

test('L2 a screen that was away gets the latest values too, although no event tells of them', async () => {
  const before = await headsOfStore();
  const present = screen(await house.cookieOf('op-chen'));
  await expect.poll(() => present.picture, within).not.toBeNull();
  const lon = 119.52;
  const atMs = house.world.nowMs() + 2;
  await house.store.db
    .updateTable('positions')
    .set({ lon, at_ms: atMs, server_at_ms: atMs })
    .where('unit_id', '=', 'unit-01')
    .execute();
  const knows = (it: Screen) =>
    got(it, 'latest').some(({ data }) =>
      latestSchema
        .parse(data)
        .positions.some(({ unitId, position }) => unitId === 'unit-01' && position.lon === lon),
    );
  await expect.poll(() => knows(present), within).toBe(true);
  const back = screen(await house.cookieOf('op-lin'), { protocol: liveProtocol, vector: before });
  await expect.poll(() => knows(back), within).toBe(true);
  expect(got(back, 'snapshot')).toEqual([]);
  // Beside a snapshot as well: a value may have come between its reading and the first frame.
  const fresh = screen(await house.cookieOf('op-lin'));
  await expect.poll(() => knows(fresh), within).toBe(true);
});

test('L2 events that are appended while screens come in reach every one of them, without a gap', async () => {
  const cookie = await house.cookieOf('op-lin');
  const writing = (async () => {
    for (let i = 0; i < 60; i += 1) await log(north, 5);
  })();
  const comers: Screen[] = [];
  for (let i = 0; i < 12; i += 1) {
    comers.push(screen(cookie));
    await new Promise((soon) => setTimeout(soon, 10));
  }
  await writing;
  const end = await headsOfStore();
  for (const one of comers) await expect.poll(() => one.picture?.vector, within).toEqual(end);
});

test('L2 a vector that no log of ours has, and one too far behind, get a snapshot', async () => {
  const cookie = await house.cookieOf('op-lin');
  const heads = await headsOfStore();
  const ahead = screen(cookie, { protocol: liveProtocol, vector: { ...heads, [north]: heads[north]! + 1 } });
  await expect.poll(() => got(ahead, 'snapshot').length, within).toBe(1);
  const fewer = screen(cookie, { protocol: liveProtocol, vector: { [north]: 0 } });
  await expect.poll(() => got(fewer, 'snapshot').length, within).toBe(1);
});

test('L3 a tick tells the server’s clock and how far the log is', async () => {
  const one = screen(await house.cookieOf('op-lin'));
  await expect.poll(() => got(one, 'tick').length, within).toBeGreaterThan(1);
  expect(got(one, 'tick').at(-1)?.data).toEqual({
    nowMs: house.world.nowMs(),
    heads: await headsOfStore(),
    register: await registerNumber(house.store.db),
  });
});

test('L4 a screen that does not take its frames is left alone, and gets a fresh snapshot when it does again', async () => {
  const cable = await layCable(house.base);
  cables.push(cable.server);
  const slow = screen(await house.cookieOf('op-lin'), undefined, cable.base);
  const quick = screen(await house.cookieOf('op-chen'));
  await expect.poll(() => slow.picture && quick.picture, within).not.toBeNull();
  const before = numbers(quick).length;
  cable.jam(true);
  // More than the kernel's buffers and the limit of one screen take together.
  for (let i = 0; i < 12; i += 1) await log(north, 1_000, longNote);
  await expect.poll(() => numbers(quick).length - before, within).toBe(12_000);
  cable.jam(false);
  await expect.poll(() => got(slow, 'snapshot').length, within).toBe(2);
  expect(numbers(slow).length).toBeLessThan(12_000);
  await log(north);
  const end = await headsOfStore();
  await expect.poll(() => slow.picture?.vector, within).toEqual(end);
});

test('L5 whoever may watch one area gets nothing of another, in snapshot, events and latest values', async () => {
  await house.store.owner.insertInto('people').values({ person_id: 'north-only', name: '林' }).execute();
  await house.store.owner
    .insertInto('grants')
    .values({ person_id: 'north-only', role: 'officer', area_id: north })
    .execute();
  const one = screen(await house.cookieOf('north-only'));
  await expect.poll(() => one.picture, within).not.toBeNull();
  const everything = screen(await house.cookieOf('op-lin'));
  await expect.poll(() => everything.picture, within).not.toBeNull();
  await house.store.db
    .updateTable('positions')
    .set({ server_at_ms: house.world.nowMs() + 1, at_ms: house.world.nowMs() })
    .execute();
  await log(south);
  await log(root);
  await log(north);
  await expect.poll(() => numbers(everything).length, within).toBe(3);
  await expect.poll(() => numbers(one), within).toEqual([`${north}/${one.picture!.vector[north]}`]);
  // Its first one, and then one of each area.
  await expect.poll(() => got(everything, 'latest').length, within).toBeGreaterThan(2);
  const areas: Record<string, Area> = one.picture!.areas;
  expect(Object.keys(areas)).toEqual([north]);
  expect(JSON.stringify(one.frames)).not.toContain(south);
  expect(Object.keys(one.picture!.vector)).toEqual([north]);
});

/** An incident that a caller told of, with all that one writes into a log beside it. */
async function callFrom(phone: string): Promise<string> {
  const cookie = await house.cookieOf('op-lin');
  const body = {
    caller: { name: '陈先生', phone },
    siteId: null,
    position: null,
    address: '海滨路',
    priority: 3,
    note: '',
  };
  const answer = await fetch(`${house.base}/api/commands/incident.open`, {
    method: 'POST',
    headers: { cookie, 'content-type': 'application/json' },
    body: JSON.stringify({ key: house.world.newId(), occurredAtMs: 1, areaId: north, ...body }),
  });
  const told = (await answer.json()) as { incidentId?: string };
  if (!told.incidentId) throw new Error(`not opened: ${JSON.stringify(told)}`);
  return told.incidentId;
}

const grant = (person_id: string, role: string, area_id: string) =>
  house.store.owner.transaction().execute(async (tx) => {
    await tx
      .insertInto('people')
      .values({ person_id, name: person_id })
      .onConflict((clash) => clash.doNothing())
      .execute();
    await tx.deleteFrom('grants').where('person_id', '=', person_id).execute();
    await tx.insertInto('grants').values({ person_id, role, area_id }).execute();
    await changeRegister(tx);
  });

const types = (it: Screen) =>
  got(it, 'events').flatMap(({ data }) => eventsFrameSchema.parse(data).events.map(({ type }) => type));

test('W6 what one may not read comes as a number and nothing else: live, when coming back, and in snapshots', async () => {
  await grant('ga-he', 'assistant', root);
  const before = await headsOfStore();
  const assistant = screen(await house.cookieOf('ga-he'));
  const operator = screen(await house.cookieOf('op-lin'));
  await expect.poll(() => assistant.picture && operator.picture, within).not.toBeNull();
  const incidentId = await callFrom('13900001111');
  await expect
    .poll(() => types(operator), within)
    .toEqual(['incident.opened', 'caller.noted', 'incident.received']);
  await expect
    .poll(() => types(assistant), within)
    .toEqual(['incident.opened', 'veiled', 'incident.received']);
  const later = screen(await house.cookieOf('ga-he'));
  const back = screen(await house.cookieOf('ga-he'), { protocol: liveProtocol, vector: before });
  await expect.poll(() => later.picture?.incidents[incidentId], within).toMatchObject({ caller: null });
  await expect.poll(() => types(back), within).toEqual(['incident.opened', 'veiled', 'incident.received']);
  expect(later.picture).toEqual(assistant.picture);
  expect(JSON.stringify([assistant, later, back].map(({ frames }) => frames))).not.toContain('13900001111');
  const fresh = screen(await house.cookieOf('op-chen'));
  await expect.poll(() => fresh.picture, within).toEqual(operator.picture);
  expect(fresh.picture?.incidents[incidentId]?.caller?.phone).toBe('13900001111');
});

test('W6 a role that is changed while a page is open shows within a tick: the page comes again by the new one', async () => {
  await grant('changing', 'operator', root);
  const one = screen(await house.cookieOf('changing'));
  const other = screen(await house.cookieOf('op-lin'));
  await expect.poll(() => one.picture && other.picture, within).not.toBeNull();
  const { register } = got(one, 'snapshot')[0]!.data as Snapshot;
  await grant('changing', 'assistant', root);
  await expect.poll(() => one.reasons, within).toEqual(['transport close']);
  expect(other.reasons).toEqual([]);
  const told = (it: Screen) => got(it, 'tick').map(({ data }) => (data as Tick).register);
  await expect.poll(() => told(other).at(-1), within).toBe(register + 1);
  const again = screen(await house.cookieOf('changing'));
  await expect.poll(() => again.picture, within).not.toBeNull();
  await callFrom('13900002222');
  await expect.poll(() => types(again), within).toContain('veiled');
  expect(types(again)).not.toContain('caller.noted');
  expect((got(again, 'snapshot')[0]!.data as Snapshot).register).toBe(register + 1);
});

test('W6 over HTTP too nobody reads who called but those who may', async () => {
  await grant('ga-he', 'assistant', root);
  const incidentId = await callFrom('13900003333');
  const fileFor = async (personId: string) => {
    const headers = { cookie: await house.cookieOf(personId) };
    const answer = await fetch(`${house.base}/api/incidents/${incidentId}`, { headers });
    return incidentFileSchema.parse(await answer.json());
  };
  const [whole, veiled] = [await fileFor('op-lin'), await fileFor('ga-he')];
  expect(whole.events.map(({ type }) => type)).toEqual([
    'incident.opened',
    'caller.noted',
    'incident.received',
  ]);
  expect(veiled.events.map(({ type }) => type)).toEqual(['incident.opened', 'incident.received']);
  expect([whole.incident.caller?.phone, veiled.incident.caller]).toEqual(['13900003333', null]);
});

test('L5 without a session there is a goodbye and nothing else; of another page not even that', async () => {
  const nobody = screen('haixi_session=none');
  await expect.poll(() => nobody.reasons, within).toEqual(['io server disconnect']);
  expect(nobody.frames).toEqual([{ name: 'goodbye', data: { reason: 'signed_out' } }]);
  const foreign = io(house.base, {
    path: livePath,
    transports: ['websocket'],
    extraHeaders: { cookie: await house.cookieOf('op-lin'), origin: 'http://evil.example' },
    reconnection: false,
    forceNew: true,
  });
  open.push(foreign);
  await new Promise((refused) => foreign.once('connect_error', refused));
});

test('L5 a session that ends closes its screen within a few seconds', async () => {
  const cookie = await house.cookieOf('op-lin');
  const one = screen(cookie);
  await expect.poll(() => one.picture, within).not.toBeNull();
  await fetch(`${house.base}/api/session/end`, { method: 'POST', headers: { cookie } });
  await expect
    .poll(() => one.frames.at(-1), within)
    .toEqual({ name: 'goodbye', data: { reason: 'signed_out' } });
  const count = one.frames.length;
  await log(north);
  expect(one.frames).toHaveLength(count);
});

test('L6 a page of another protocol is told to reload; what can’t be understood is told so', async () => {
  const cookie = await house.cookieOf('op-lin');
  const cases: [unknown, string][] = [
    [{ protocol: liveProtocol + 1, vector: {} }, 'reload'],
    [{ protocol: liveProtocol, vector: { 'Not An Id': -1 } }, 'bad_message'],
    ['hello', 'bad_message'],
    [null, 'bad_message'],
  ];
  for (const [ask, reason] of cases) {
    const one = screen(cookie, ask);
    await expect.poll(() => one.frames.at(-1)?.data, within).toEqual({ reason });
  }
  const other = screen(cookie);
  other.socket.on('connect', () => other.socket.emit('delete-everything', {}));
  await expect.poll(() => other.frames.at(-1)?.data, within).toEqual({ reason: 'bad_message' });
});

test('whoever is at a screen is noted, for clocks that look for somebody on watch', async () => {
  screen(await house.cookieOf('sl-huang'));
  const seen = () =>
    house.store.db.selectFrom('watches').selectAll().where('person_id', '=', 'sl-huang').execute();
  await expect.poll(seen, within).toEqual([{ person_id: 'sl-huang', seen_at_ms: house.world.nowMs() }]);
});
