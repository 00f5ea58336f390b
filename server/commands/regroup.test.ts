// Merging, splitting, handing over and messages on a real store, as operators and a tablet ask for them.
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import type { CommandAnswer, CommandInput, CommandName } from '@haixi/proto/commands/commands';
import type { Role, SiteAlarmKind } from '@haixi/proto/vocabulary';
import { Caller } from '../accounts/caller.js';
import { incidentFile } from '../incidents/incidents.store.js';
import { Overdue } from '../incidents/overdue.service.js';
import { admission } from '../ingest/admission.js';
import { storeBatch } from '../ingest/batch.store.js';
import { verifyStore } from '../log/verify-log.store.js';
import { freshStore, type FreshStore, TestWorld } from '../store/fresh.store.js';
import { Commands } from './commands.service.js';

let store: FreshStore;
let commands: Commands;
let world: TestWorld;
let tree: Map<string, string | null>;
let keys = 0;
let seq = 0;

beforeAll(async () => {
  store = await freshStore();
  const areas = await store.db.selectFrom('areas').select(['area_id', 'parent_id']).execute();
  tree = new Map(areas.map((area) => [area.area_id, area.parent_id]));
});
afterAll(() => store.stop());
beforeEach(async () => {
  await store.empty();
  world = new TestWorld();
  commands = new Commands(store.db, world);
});

const caller = (personId: string, role: Role) =>
  new Caller(personId, personId, [{ role, areaId: '350902002' }], tree);
const lin = () => caller('op-lin', 'operator');
const wang = () => caller('po-wang', 'officer');
const file = async (incidentId: string) => (await incidentFile(store.db, incidentId))!;

function tell<N extends CommandName>(
  who: Caller,
  name: N,
  body: Omit<CommandInput<N>, 'key' | 'occurredAtMs'>,
): Promise<CommandAnswer> {
  keys += 1;
  const key = `key-${String(keys).padStart(8, '0')}`;
  return commands.execute(who, name, { key, occurredAtMs: world.now, ...body });
}

async function report(siteId: string, kind: SiteAlarmKind, sourceId = 'button-1'): Promise<string> {
  seq += 1;
  const body = { sourceId, kind, occurredAtMs: world.now, agentAtMs: world.now };
  const payload = Buffer.from(JSON.stringify({ v: 2, epoch: 'e'.repeat(16), seq, kind: 'alarm', body }));
  const arrived = { siteId, topic: 't', payload, bytes: payload.length, foreign: false };
  await store.db.transaction().execute((tx) => storeBatch(tx, [admission(arrived)], world));
  const row = await store.db
    .selectFrom('alarms')
    .select('incident_id')
    .where('seq', '=', seq)
    .executeTakeFirstOrThrow();
  return row.incident_id!;
}

async function received(siteId: string, kind: SiteAlarmKind, sourceId?: string): Promise<string> {
  const incidentId = await report(siteId, kind, sourceId);
  await tell(lin(), 'incident.receive', { incidentId, expects: 'reported' });
  return incidentId;
}

async function sent(incidentId: string): Promise<string> {
  const answer = await tell(lin(), 'incident.send', { incidentId, expects: 'received', unitId: 'unit-01' });
  if (!answer.ok) throw new Error(answer.rule);
  return answer.assignmentId!;
}

test('I7 two incidents that are one are merged: alarms and bound units go along, and the tablet’s next step finds them', async () => {
  const one = await received('community-01', 'help');
  const assignmentId = await sent(one);
  const other = await received('shop-02', 'motion', 'camera-1').catch(() =>
    received('institution-01', 'motion', 'camera-1'),
  );
  const merged = await tell(lin(), 'incident.merge', {
    incidentId: one,
    expects: 'assisting',
    intoId: other,
  });
  expect(merged).toMatchObject({ ok: true, incidentId: other });
  expect((await file(one)).incident).toMatchObject({
    stage: 'closed',
    outcome: 'duplicate',
    mergedInto: other,
    assignments: [],
  });
  expect((await file(other)).incident).toMatchObject({
    stage: 'assisting',
    priority: 2,
    alarmCount: 2,
    assignments: [{ assignmentId, state: 'sent' }],
  });
  // Pressed on a tablet that had no network meanwhile: it names the incident that is no more.
  const signed = await tell(wang(), 'assignment.sign', { incidentId: one, assignmentId, expects: 'sent' });
  expect(signed).toMatchObject({ ok: true, incidentId: other });
  expect((await file(other)).incident.assignments[0]?.state).toBe('signed');
  const help = await tell(wang(), 'incident.note', { incidentId: one, text: '【请求支援】' });
  expect(help).toMatchObject({ ok: true, incidentId: other });
  expect((await file(other)).events.at(-1)?.data).toMatchObject({ incidentId: other, unitId: 'unit-01' });
  expect((await verifyStore(store.db)).broken).toBeNull();
});

test('I4 the clock of a unit that was merged along goes on from when it was sent, and fires once', async () => {
  const one = await received('community-01', 'help');
  await sent(one);
  const other = await received('institution-01', 'motion', 'camera-1');
  world.now += 50_000;
  await tell(lin(), 'incident.merge', { incidentId: one, expects: 'assisting', intoId: other });
  const overdue = new Overdue(store.db, world);
  await overdue.fireDue();
  expect((await file(other)).incident.overdue).toEqual([]);
  world.now += 11_000;
  await overdue.fireDue();
  await overdue.fireDue();
  const { events } = await file(other);
  expect(events.filter(({ type }) => type === 'incident.overdue')).toHaveLength(1);
  expect((await file(one)).events.filter(({ type }) => type === 'incident.overdue')).toEqual([]);
});

test('I5 a panic is never merged away, and nothing is merged into what nobody has received', async () => {
  const panic = await received('shop-01', 'panic');
  const help = await received('community-01', 'help');
  const waiting = await report('institution-01', 'motion', 'camera-1');
  expect(
    await tell(lin(), 'incident.merge', { incidentId: panic, expects: 'received', intoId: help }),
  ).toMatchObject({ ok: false, reason: 'stands_alone' });
  expect(
    await tell(lin(), 'incident.merge', { incidentId: help, expects: 'received', intoId: waiting }),
  ).toMatchObject({ ok: false, reason: 'not_received', where: 'intoId' });
  expect(
    await tell(lin(), 'incident.merge', { incidentId: help, expects: 'received', intoId: help }),
  ).toMatchObject({ ok: false, reason: 'not_in_incident' });
  // Evidence may go to the panic.
  expect(
    await tell(lin(), 'incident.merge', { incidentId: waiting, expects: 'reported', intoId: panic }),
  ).toMatchObject({ ok: true, incidentId: panic });
  expect((await file(panic)).incident).toMatchObject({ kind: 'panic', alarmCount: 2 });
});

test('I7 alarms that are something else are split off into an incident of their own, received by who splits', async () => {
  const one = await received('institution-01', 'lens-covered', 'camera-1');
  await report('institution-01', 'motion', 'camera-2');
  const before = (await file(one)).incident;
  expect(before.alarmCount).toBe(2);
  const [first, second] = before.alarms.map(({ alarmId }) => alarmId);
  const split = (alarmIds: string[]) =>
    tell(lin(), 'incident.split', { incidentId: one, expects: 'received', alarmIds, reason: '另一处' });
  expect(await split([first!])).toMatchObject({ ok: false, reason: 'not_in_incident' });
  const answer = await split([second!]);
  expect(answer).toMatchObject({ ok: true });
  const other = (await file(answer.ok ? answer.incidentId! : '')).incident;
  expect(other).toMatchObject({
    stage: 'received',
    receivedBy: 'op-lin',
    kind: 'motion',
    priority: 3,
    fromId: one,
    alarmCount: 1,
  });
  expect((await file(one)).incident).toMatchObject({ alarmCount: 1, alarms: [{ alarmId: first }] });
  const row = await store.db
    .selectFrom('alarms')
    .select('incident_id')
    .where('alarm_id', '=', second!)
    .executeTakeFirstOrThrow();
  expect(row.incident_id).toBe(other.incidentId);
  expect((await verifyStore(store.db)).broken).toBeNull();
});

test('I6 handed over to 110 is written down with what was told, and only then closes as handed over', async () => {
  const incidentId = await received('community-01', 'help');
  const close = () =>
    tell(lin(), 'incident.close', { incidentId, expects: 'received', outcome: 'transferred' });
  expect(await close()).toMatchObject({ ok: false, reason: 'needs_transfer', where: 'outcome' });
  const handedOver = ['place' as const, 'alarms' as const];
  expect(
    await tell(lin(), 'incident.transfer', {
      incidentId,
      expects: 'received',
      to: '110',
      handedOver,
      reference: '2026-1',
    }),
  ).toMatchObject({ ok: true });
  expect(await close()).toMatchObject({ ok: true });
  expect((await file(incidentId)).incident).toMatchObject({
    outcome: 'transferred',
    transfers: [{ to: '110', handedOver, reference: '2026-1', personId: 'op-lin' }],
  });
});

test('T3 the tablet’s receipts are kept once, of the assignment and of a message, and only by the unit’s own people', async () => {
  const incidentId = await received('community-01', 'help');
  const assignmentId = await sent(incidentId);
  const mark = (who: Caller, what: 'delivered' | 'rung' | 'seen', message: number | null) =>
    tell(who, 'assignment.mark', { incidentId, assignmentId, mark: what, message });
  expect(await mark(wang(), 'delivered', null)).toMatchObject({ ok: true });
  const firstMs = world.now;
  world.now += 5_000;
  expect(await mark(wang(), 'delivered', null)).toMatchObject({ ok: true });
  expect(await mark(wang(), 'seen', 0)).toMatchObject({ ok: false, reason: 'not_found', where: 'message' });
  expect(await tell(lin(), 'assignment.tell', { incidentId, assignmentId, text: '走东门' })).toMatchObject({
    ok: true,
  });
  expect(await mark(wang(), 'seen', 0)).toMatchObject({ ok: true });
  expect(await mark(caller('po-zhang', 'officer'), 'rung', null)).toMatchObject({
    ok: false,
    reason: 'not_allowed',
  });
  const [assignment] = (await file(incidentId)).incident.assignments;
  expect(assignment).toMatchObject({
    state: 'sent',
    marks: { delivered: firstMs },
    messages: [{ text: '走东门', personId: 'op-lin', marks: { seen: world.now } }],
  });
  expect(Object.keys(assignment!.marks)).toEqual(['delivered']);
});
