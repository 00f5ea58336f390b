// Durable clocks while somebody sets the server's wall clock: none is silenced, none goes off before its time (I4).
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { freshStore, type FreshStore, TestWorld } from '../store/fresh.store.js';
import { admit } from './decide.js';
import { record } from './incidents.store.js';
import { Overdue } from './overdue.service.js';

const dayMs = 24 * 3_600_000;
/** Receiving an incident of priority 1 is due after this. */
const receiveWithinMs = 30_000;

let store: FreshStore;
let world: TestWorld;
let overdue: Overdue;
beforeAll(async () => {
  store = await freshStore();
});
afterAll(() => store?.stop());
beforeEach(() => {
  world = new TestWorld();
  overdue = new Overdue(store.db, world);
});
afterEach(() => store.empty());

async function press(): Promise<void> {
  const [alarmId, incidentId] = [world.newId(), world.newId()];
  const alarm = {
    alarmId,
    kind: 'panic' as const,
    siteId: 'shop-01',
    sourceId: 'button-1',
    unitId: null,
    entry: null,
    occurredAtMs: world.nowMs(),
    agentAtMs: world.nowMs(),
    note: '',
  };
  const place = {
    areaId: '350902002004',
    siteId: 'shop-01',
    position: null,
    address: '南漈路 88 号',
  };
  const actor = { kind: 'site' as const, id: 'shop-01' };
  const draft = admit(alarm, 'site', place, { joins: null }, actor, incidentId);
  await store.db.transaction().execute((tx) => record(tx, [draft], new Map(), world));
}

async function fired(): Promise<number> {
  await overdue.fireDue();
  const rows = await store.db.selectFrom('log').select('n').where('type', '=', 'incident.overdue').execute();
  return rows.length;
}

test.each([
  ['back by a day', -dayMs],
  ['forward by a day', dayMs],
])(
  'I4 a clock that runs while the wall clock is set %s goes off at its time, once',
  async (_how, aheadMs) => {
    await press();
    expect(await fired()).toBe(0);
    world.now += 10_000;
    world.wallAheadMs = aheadMs;
    world.now += receiveWithinMs - 10_001;
    expect(await fired()).toBe(0);
    world.now += 1;
    expect(await fired()).toBe(1);
    expect(await fired()).toBe(1);
  },
);

test.each([
  ['back by a day', -dayMs],
  ['forward by a day', dayMs],
])(
  'I4 a clock that begins after the wall clock was set %s goes off at its time too',
  async (_how, aheadMs) => {
    expect(await fired()).toBe(0);
    world.wallAheadMs = aheadMs;
    await press();
    expect(await fired()).toBe(0);
    world.now += receiveWithinMs - 1;
    expect(await fired()).toBe(0);
    world.now += 1;
    expect(await fired()).toBe(1);
  },
);

test('I4 a clock that ran out while the server was away goes off when it is back', async () => {
  await press();
  world.now += receiveWithinMs;
  expect(await fired()).toBe(1);
});
