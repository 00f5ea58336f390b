// The demo's colleagues against a real server and store: what nobody touches runs to its close, what a visitor has is the visitor's.
import { randomUUID } from 'node:crypto';
import { incidentFileSchema } from '@haixi/proto/commands/routes';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { Ingest } from '../../ingest/ingest.service.js';
import { seedPartners } from '../../demo/seed.store.js';
import { TestWorld } from '../../store/fresh.store.js';
import { type House, openHouse } from '../../test-house.js';
import { RealWorld } from '../../world.js';
import { type Crew, startCrew } from './crew.js';
import { LiveLine } from './live-line.js';

/** The machine's time, and a counted chance: colleagues and server go by the same clock. */
class TimelyWorld extends TestWorld {
  override nowMs(): number {
    return Date.now();
  }
  override steadyMs(): number {
    return performance.now();
  }
}

const within = { timeout: 25_000, interval: 100 };
const pace = 60;
let house: House;
let crew: Crew | undefined;
const lines: LiveLine[] = [];
let entries = 0;

beforeAll(async () => {
  house = await openHouse(() => {}, { world: new TimelyWorld() });
  await seedPartners(house.store.owner);
});
afterEach(async () => {
  for (const line of lines.splice(0)) line.close();
  await crew?.stop();
  crew = undefined;
});
afterAll(() => house?.close());

function start(more: Partial<Parameters<typeof startCrew>[0]> = {}): Crew {
  const world = new RealWorld();
  crew = startCrew({
    url: house.base,
    databaseUrl: house.store.url,
    world,
    seed: 's',
    pace,
    acts: true,
    ...more,
  });
  return crew;
}

/** An alarm as its agent sends it; gives the incident that it opens. */
async function alarmAt(siteId: string, kind: 'panic' | 'help'): Promise<string> {
  entries += 1;
  const nowMs = Date.now();
  const body = { sourceId: 'button-1', kind, occurredAtMs: nowMs, agentAtMs: nowMs };
  const text = JSON.stringify({ v: 3, epoch: 'abcdefghabcdefgh', seq: entries, kind: 'alarm', body });
  const payload = Buffer.from(text);
  const topic = `haixi/${siteId}`;
  house.app
    .get(Ingest, { strict: false })
    .take({ siteId, topic, payload, bytes: payload.length, foreign: false });
  const openAt = () =>
    house.store.db
      .selectFrom('incidents')
      .select('incident_id')
      .where('site_id', '=', siteId)
      .where('stage', '<>', 'closed')
      .executeTakeFirst();
  await expect.poll(openAt, within).toBeDefined();
  return (await openAt())!.incident_id;
}

async function fileOf(incidentId: string) {
  const cookie = await house.cookieOf('op-lin');
  const answer = await fetch(`${house.base}/api/incidents/${incidentId}`, { headers: { cookie } });
  return incidentFileSchema.parse(await answer.json());
}
const stageOf = async (incidentId: string) => (await fileOf(incidentId)).incident.stage;

async function command(personId: string, name: string, body: object): Promise<void> {
  const nowMs = Date.now();
  const answer = await fetch(`${house.base}/api/commands/${name}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', cookie: await house.cookieOf(personId) },
    body: JSON.stringify({ ...body, key: randomUUID(), occurredAtMs: nowMs }),
  });
  expect([name, await answer.json()]).toEqual([name, expect.objectContaining({ ok: true })]);
}

test('an alarm that nobody touches is received, rated, sent to, gone to, fed back about and closed with its outcome', async () => {
  start();
  const incidentId = await alarmAt('shop-02', 'panic');
  await expect.poll(() => stageOf(incidentId), within).toBe('closed');
  const { incident, events } = await fileOf(incidentId);
  const types = events.map(({ type }) => type);
  for (const type of [
    'incident.received',
    'incident.rated',
    'assignment.sent',
    'assignment.marked',
    'assignment.signed',
    'assignment.setOut',
    'assignment.arrived',
    'assignment.fedBack',
    'incident.closed',
  ])
    expect(types).toContain(type);
  expect(incident.outcome).not.toBeNull();
  const fedBack = incident.assignments.find(({ atMs }) => atMs.fedBack !== undefined)!;
  expect(Object.keys(fedBack.marks).toSorted()).toEqual(['delivered', 'rung', 'seen']);
  // It went there, and its screen's position says so.
  const arrived = await house.store.db
    .selectFrom('positions')
    .select('at_ms')
    .where('unit_id', '=', fedBack.unitId)
    .executeTakeFirstOrThrow();
  expect(arrived.at_ms).toBeGreaterThanOrEqual(incident.openedAtMs);
  expect(arrived.at_ms).toBeLessThan(incident.openedAtMs + 3_600_000);
});

test('what a visitor has received stays the visitor’s, and the unit they send goes; whose tablet they open is theirs too', async () => {
  const { seen } = start();
  await expect.poll(() => seen.picture !== null, within).toBe(true);
  const incidentId = await alarmAt('institution-02', 'panic');
  await command('op-lin', 'incident.receive', { incidentId, expects: 'reported' });
  const cookie = await house.cookieOf('po-wang');
  lines.push(
    new LiveLine({
      url: house.base,
      pass: () => cookie,
      opened: (line) => line.tablet('ready'),
      heard: () => {},
      listens: false,
    }),
  );
  const isReady = () =>
    seen.latest.tablets.some(({ personId, state }) => personId === 'po-wang' && state === 'ready');
  await expect.poll(isReady, within).toBe(true);
  await command('op-lin', 'incident.send', { incidentId, expects: 'received', unitId: 'unit-01' });
  await command('op-lin', 'incident.send', { incidentId, expects: 'assisting', unitId: 'unit-11' });
  const states = async () =>
    Object.fromEntries(
      (await fileOf(incidentId)).incident.assignments.map(({ unitId, state }) => [unitId, state]),
    );
  await expect.poll(states, within).toEqual({ 'unit-01': 'sent', 'unit-11': 'fedBack' });
  const { incident } = await fileOf(incidentId);
  expect(incident).toMatchObject({ receivedBy: 'op-lin', level: null, outcome: null });
});

test('in a quiet demo nobody receives, and units without a visitor’s tablet walk', async () => {
  const since = Date.now();
  start({ acts: false });
  const incidentId = await alarmAt('road-01', 'help');
  const told = () =>
    house.store.db
      .selectFrom('positions')
      .select('unit_id')
      .where('at_ms', '>', since)
      // The seed's own are of a later year.
      .where('at_ms', '<', since + 3_600_000)
      .orderBy('unit_id')
      .execute();
  await expect
    .poll(async () => (await told()).map((row) => row.unit_id), within)
    .toEqual(['unit-03', 'unit-05', 'unit-07', 'unit-08', 'unit-09', 'unit-10', 'unit-11', 'unit-12']);
  expect(await stageOf(incidentId)).toBe('reported');
});
