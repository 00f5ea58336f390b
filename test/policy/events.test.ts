// Every type of event, one of each, at the live socket of every walker: whole, veiled, or not at all, as the table of readers says.
import { isDeepStrictEqual } from 'node:util';
import { actionsOf } from '@haixi/proto/commands/roles';
import { scopeActions } from '@haixi/proto/commands/actions';
import { type EventDraft, eventSchemas, type EventType, eventTypes } from '@haixi/proto/live/events';
import { type EventsFrame, livePath, liveProtocol } from '@haixi/proto/live/frames';
import { readBy, reads, veiledType } from '@haixi/proto/live/reads';
import { roles } from '@haixi/proto/vocabulary';
import { append } from '@haixi/server/log/log.store';
import { type House, openHouse } from '@haixi/server/test-house';
import { io, type Socket } from 'socket.io-client';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { sampleOf } from './sample-of.js';
import { elsewhere, here, mayIn, signOn, type Walker } from './walkers.js';

const within = { timeout: 30_000, interval: 50 };

interface Watching {
  readonly walker: Walker;
  readonly socket: Socket;
  isStarted: boolean;
  goodbye: string | null;
  /** By area and number. */
  readonly seen: Map<string, { areaId: string; type: string; data: object }>;
}

/** A look for an incident, and one that is not: they are not read by the same people. */
const variants = eventTypes.flatMap((type): { type: EventType; data: object }[] => {
  const data = sampleOf(eventSchemas[type]) as object;
  const isLook = type === 'view.started' || type === 'view.ended';
  const ofIncident = { type, data: { ...data, incidentId: 'walk-0001' } };
  return isLook ? [ofIncident, { type, data: { ...data, incidentId: null } }] : [{ type, data }];
});

let house: House;
let watching: Watching[];
let firstN = 0;

beforeAll(async () => {
  house = await openHouse();
  const walkers = await signOn(house);
  watching = walkers.map(watch);
  const isSettled = () => watching.every(({ isStarted, goodbye }) => isStarted || goodbye !== null);
  await until(isSettled);
  firstN = (await headOf(here)) + 1;
  await house.store.db.transaction().execute((tx) =>
    append(
      tx,
      variants.map((one) => ({ ...one, areaId: here, actor: { kind: 'system' } }) as EventDraft),
      { nowMs: house.world.nowMs(), salt: house.world.salt },
    ),
  );
  // One more elsewhere: whoever watches there alone has taken all there is once it has come.
  await house.store.db
    .transaction()
    .execute((tx) =>
      append(
        tx,
        [{ areaId: elsewhere, type: 'site.proven', actor: { kind: 'system' }, data: { siteId: 'shop-04' } }],
        { nowMs: house.world.nowMs(), salt: house.world.salt },
      ),
    );
  const lastN = firstN + variants.length - 1;
  const isThrough = ({ walker, goodbye, seen }: Watching) =>
    goodbye !== null || (walker.areaId === here ? seen.has(inHere(lastN)) : seen.size > 0);
  await until(() => watching.every(isThrough));
});
afterAll(async () => {
  for (const { socket } of watching ?? []) socket.close();
  await house?.close();
});

test('W1 every event has somebody who reads it, by an action that some role has', () => {
  expect(Object.keys(readBy).toSorted()).toEqual(eventTypes.toSorted());
  const had = new Set(roles.flatMap((role) => actionsOf[role]));
  expect(Object.values(readBy).filter((action) => !had.has(action))).toEqual([]);
});

test('W1 only who may watch somewhere holds a live socket', () => {
  const held = watching.filter(({ goodbye }) => goodbye === null).map(({ walker }) => walker.name);
  const may = watching
    .filter(({ walker }) => walker.actions.includes('live.watch'))
    .map(({ walker }) => walker.name);
  expect(held).toEqual(may);
  expect(held.length).toBeGreaterThanOrEqual(10);
  expect(new Set(watching.flatMap(({ goodbye }) => goodbye ?? []))).toEqual(new Set(['signed_out']));
});

test.each(variants.map((one, at) => [`${one.type} ${at}`, one, at] as const))(
  'W6 %s is seen whole by who reads it, veiled by who watches, and not at all from elsewhere',
  (_, { type, data }, at) => {
    const wrong = watching
      .filter(({ goodbye }) => goodbye === null)
      .flatMap(({ walker, seen }) => {
        const got = seen.get(inHere(firstN + at));
        const sight = new Set(walker.actions);
        const wanted = !mayIn(walker, 'live.watch', here)
          ? undefined
          : reads(sight, { type, data } as EventDraft)
            ? { areaId: here, type, data }
            : { areaId: here, type: veiledType, data: {} };
        const isRight = isDeepStrictEqual(got, wanted);
        return isRight ? [] : [`${walker.name}: ${JSON.stringify(got)} instead of ${JSON.stringify(wanted)}`];
      });
    expect(wrong).toEqual([]);
  },
);

test('W6 whoever administers people sees nothing of what became of it, and neither does any token', () => {
  const blind = watching.filter(({ walker }) =>
    /administrator|token|nobody|agent|installer/.test(walker.name),
  );
  const own = variants
    .map(({ type }, at) => ({ type, n: firstN + at }))
    .filter(({ type }) => readBy[type] === 'log.read');
  expect(own.length).toBeGreaterThan(10);
  for (const { seen } of blind)
    for (const { n } of own) expect([undefined, veiledType]).toContain(seen.get(inHere(n))?.type);
  expect(scopeActions).not.toContain('log.read');
});

function watch(walker: Walker): Watching {
  const socket = io(house.base, {
    path: livePath,
    transports: ['websocket'],
    extraHeaders: walker.headers,
    forceNew: true,
    reconnection: false,
  });
  const it: Watching = { walker, socket, isStarted: false, goodbye: null, seen: new Map() };
  socket.on('connect', () => socket.emit('watch', { protocol: liveProtocol, vector: {} }));
  socket.on('snapshot', () => (it.isStarted = true));
  socket.on('goodbye', ({ reason }: { reason: string }) => (it.goodbye = reason));
  socket.on('events', ({ events }: EventsFrame) => {
    for (const { areaId, n, type, data } of events) it.seen.set(`${areaId}/${n}`, { areaId, type, data });
  });
  return it;
}

function until(isSo: () => boolean): Promise<void> {
  return vi.waitFor(() => {
    if (!isSo()) throw new Error(`not yet: ${watching.map(told).join(', ')}`);
  }, within);
}

function told({ walker, isStarted, goodbye, seen }: Watching): string {
  return `${walker.name} ${goodbye ?? (isStarted ? seen.size : 'waits')}`;
}

function inHere(n: number): string {
  return `${here}/${n}`;
}

async function headOf(areaId: string): Promise<number> {
  const row = await house.store.db
    .selectFrom('area_heads')
    .select('n')
    .where('area_id', '=', areaId)
    .executeTakeFirstOrThrow();
  return row.n;
}
