// Commands on a real store: the story of an incident, who wins, what is refused and why, and clocks over a restart.
import { allowedMs } from '@haixi/proto/incident/allowed';
import type { CommandAnswer, CommandInput, CommandName } from '@haixi/proto/commands/commands';
import type { LogEvent } from '@haixi/proto/live/events';
import type { Role, SiteAlarmKind } from '@haixi/proto/vocabulary';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
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
let overdue: Overdue;
let world: TestWorld;
let tree: Map<string, string | null>;
let site: { siteId: string; areaId: string; sourceId: string };
let keys = 0;

beforeAll(async () => {
  store = await freshStore();
  const areas = await store.db.selectFrom('areas').select(['area_id', 'parent_id']).execute();
  tree = new Map(areas.map((area) => [area.area_id, area.parent_id]));
  const row = await store.db
    .selectFrom('sources')
    .innerJoin('sites', 'sites.site_id', 'sources.site_id')
    .select(['sites.site_id', 'area_id', 'source_id'])
    .where('sources.type', '=', 'button')
    .orderBy('sites.site_id')
    .executeTakeFirstOrThrow();
  site = { siteId: row.site_id, areaId: row.area_id, sourceId: row.source_id };
});
afterAll(() => store.stop());
beforeEach(async () => {
  await store.empty();
  world = new TestWorld();
  commands = new Commands(store.db, world);
  overdue = new Overdue(store.db, world);
});

const root = '350902002';
const caller = (personId: string, role: Role, areaId = root) =>
  new Caller(personId, personId, [{ role, areaId }], tree);
const lin = () => caller('op-lin', 'operator');
const chen = () => caller('op-chen', 'operator');
const wang = () => caller('po-wang', 'officer');
const leader = () => caller('sl-huang', 'leader');
const newKey = () => `key-${String((keys += 1)).padStart(8, '0')}`;

/** Sends a command with a key and time of its own. */
function tell<N extends CommandName>(
  who: Caller,
  name: N,
  body: Omit<CommandInput<N>, 'key' | 'occurredAtMs'> & { key?: string; occurredAtMs?: number },
): Promise<CommandAnswer> {
  return commands.execute(who, name, { key: newKey(), occurredAtMs: world.now, ...body });
}

let seq = 0;
function press(kind: 'panic' | 'help' = 'panic'): Promise<string> {
  return report(site, kind);
}
/** An alarm as it comes from a site; gives its incident. */
async function report(at: { siteId: string; sourceId: string }, kind: SiteAlarmKind): Promise<string> {
  seq += 1;
  const body = { sourceId: at.sourceId, kind, occurredAtMs: world.now, agentAtMs: world.now };
  const payload = Buffer.from(JSON.stringify({ v: 1, epoch: 'e'.repeat(16), seq, kind: 'alarm', body }));
  const arrived = { siteId: at.siteId, topic: 't', payload, bytes: payload.length, foreign: false };
  await store.db.transaction().execute((tx) => storeBatch(tx, [admission(arrived)], world));
  const row = await store.db
    .selectFrom('alarms')
    .select('incident_id')
    .where('seq', '=', seq)
    .executeTakeFirstOrThrow();
  return row.incident_id!;
}
const elsewhere = () => [...tree.keys()].find((areaId) => areaId !== root && areaId !== site.areaId)!;
const file = async (incidentId: string) => (await incidentFile(store.db, incidentId))!;
const types = (events: readonly LogEvent[]) => events.map((event) => event.type);

async function sent(): Promise<{ incidentId: string; assignmentId: string }> {
  const incidentId = await press();
  await tell(lin(), 'incident.receive', { incidentId, expects: 'reported' });
  const answer = await tell(lin(), 'incident.send', { incidentId, expects: 'received', unitId: 'unit-01' });
  if (!answer.ok) throw new Error(answer.rule);
  return { incidentId, assignmentId: answer.assignmentId! };
}

test('I1 the story: pressed, received, sent, signed, set out, arrived, fed back, closed; each an event, once', async () => {
  const { incidentId, assignmentId } = await sent();
  const one = { incidentId, assignmentId };
  expect(await tell(wang(), 'assignment.sign', { ...one, expects: 'sent' })).toMatchObject({ ok: true });
  expect(await tell(wang(), 'assignment.setOut', { ...one, expects: 'signed' })).toMatchObject({ ok: true });
  expect((await file(incidentId)).incident.stage).toBe('assisting');
  expect(await tell(wang(), 'assignment.arrive', { ...one, expects: 'setOut' })).toMatchObject({ ok: true });
  expect((await file(incidentId)).incident.stage).toBe('handling');
  expect(
    await tell(wang(), 'assignment.feedBack', { ...one, expects: 'arrived', note: '已处置' }),
  ).toMatchObject({ ok: true });
  const close = { incidentId, expects: 'handling' as const, outcome: 'genuine' as const };
  expect(await tell(lin(), 'incident.close', close)).toMatchObject({
    ok: false,
    reason: 'needs_done',
    where: 'done',
  });
  expect(await tell(lin(), 'incident.close', { ...close, done: '劝离' })).toMatchObject({ ok: true });
  const { incident, events } = await file(incidentId);
  expect(incident).toMatchObject({ stage: 'closed', outcome: 'genuine', done: '劝离' });
  expect(types(events)).toEqual([
    'incident.opened',
    'incident.received',
    'assignment.sent',
    'assignment.signed',
    'assignment.setOut',
    'assignment.arrived',
    'assignment.fedBack',
    'assignment.released',
    'incident.closed',
  ]);
  expect((await verifyStore(store.db)).broken).toBeNull();
});

test('I2 of two operators who receive at once one has it, and the other is told who', async () => {
  for (let round = 0; round < 20; round += 1) {
    const incidentId = await press();
    const body = { incidentId, expects: 'reported' as const };
    const answers = await Promise.all([
      tell(lin(), 'incident.receive', body),
      tell(chen(), 'incident.receive', body),
    ]);
    const [winner] = ['op-lin', 'op-chen'].filter((_, i) => answers[i]!.ok);
    expect(answers.filter((answer) => answer.ok)).toHaveLength(1);
    expect(answers.find((answer) => !answer.ok)).toMatchObject({
      reason: 'already_received',
      holder: winner,
    });
    expect((await file(incidentId)).incident.receivedBy).toBe(winner);
    const end = { incidentId, expects: 'received' as const, outcome: 'test' as const, reason: '下一轮' };
    expect(await tell(lin(), 'incident.close', end)).toMatchObject({ ok: true });
  }
});

test('T1 the same key gets the same answer, once carried out, also when both come at once', async () => {
  const incidentId = await press();
  const body = { incidentId, expects: 'reported' as const, key: newKey(), occurredAtMs: 1 };
  const answers = await Promise.all(Array.from({ length: 8 }, () => tell(lin(), 'incident.receive', body)));
  expect(new Set(answers.map((answer) => JSON.stringify(answer))).size).toBe(1);
  expect(answers[0]).toMatchObject({ ok: true });
  expect(types((await file(incidentId)).events)).toEqual(['incident.opened', 'incident.received']);
  const other = await tell(lin(), 'incident.note', { incidentId, text: 'x', key: body.key });
  expect(other).toMatchObject({ ok: false, reason: 'key_used_otherwise' });
});

test('T1 a queued command waits for the one it names, and may then come again with its key', async () => {
  const incidentId = await press();
  const first = newKey();
  const second = { incidentId, text: '随后', key: newKey(), after: first, occurredAtMs: 5 };
  expect(await tell(lin(), 'incident.note', second)).toMatchObject({ reason: 'predecessor_unanswered' });
  await tell(lin(), 'incident.receive', { incidentId, expects: 'reported', key: first });
  expect(await tell(lin(), 'incident.note', second)).toMatchObject({ ok: true });
});

test('I3 a command whose stage has gone is refused with what stands instead', async () => {
  const { incidentId } = await sent();
  const answer = await tell(chen(), 'incident.send', { incidentId, expects: 'received', unitId: 'unit-02' });
  expect(answer).toMatchObject({
    ok: false,
    reason: 'stage_gone',
    present: { stage: 'assisting', incidentId },
  });
});

test('I1 an illegal move is refused by the table: closing what nobody has received', async () => {
  const incidentId = await press();
  const answer = await tell(lin(), 'incident.close', {
    incidentId,
    expects: 'reported',
    outcome: 'test',
    reason: 'x',
  });
  expect(answer).toMatchObject({ ok: false, reason: 'illegal_move' });
  expect(types((await file(incidentId)).events)).toEqual(['incident.opened']);
});

test('I6 closing without a dispatch needs a reason', async () => {
  const incidentId = await press();
  await tell(lin(), 'incident.receive', { incidentId, expects: 'reported' });
  const close = { incidentId, expects: 'received' as const, outcome: 'false-alarm' as const };
  expect(await tell(lin(), 'incident.close', close)).toMatchObject({
    reason: 'needs_reason',
    where: 'reason',
  });
  expect(await tell(lin(), 'incident.close', { ...close, reason: '店主误触' })).toMatchObject({ ok: true });
});

test('I7 a recall before arrival brings the incident back to received, and its unit can be sent again', async () => {
  const { incidentId, assignmentId } = await sent();
  expect(await tell(lin(), 'assignment.recall', { incidentId, assignmentId, expects: 'sent' })).toMatchObject(
    { ok: true },
  );
  expect((await file(incidentId)).incident.stage).toBe('received');
  const again = await tell(lin(), 'incident.send', { incidentId, expects: 'received', unitId: 'unit-01' });
  expect(again).toMatchObject({ ok: true });
});

test('T2 what an officer reports and is refused as a move is logged as reported late; a mere repetition is not', async () => {
  const { incidentId, assignmentId } = await sent();
  await tell(wang(), 'assignment.sign', { incidentId, assignmentId, expects: 'sent' });
  await tell(lin(), 'assignment.recall', { incidentId, assignmentId, expects: 'signed' });
  const late = await tell(wang(), 'assignment.setOut', { incidentId, assignmentId, expects: 'signed' });
  expect(late).toMatchObject({ ok: false, reason: 'stage_gone', late: true, present: { stage: 'received' } });
  const repeated = await tell(wang(), 'assignment.sign', { incidentId, assignmentId, expects: 'sent' });
  expect(repeated).toMatchObject({ ok: false, late: false });
  const { events, incident } = await file(incidentId);
  expect(types(events).filter((type) => type === 'assignment.reportedLate')).toHaveLength(1);
  expect(incident.assignments[0]!.state).toBe('recalled');
});

test('I1 an officer moves only the assignments of a unit they speak for, and an operator reports nothing for them', async () => {
  const { incidentId, assignmentId } = await sent();
  const body = { incidentId, assignmentId, expects: 'sent' as const };
  expect(await tell(caller('po-zhang', 'officer'), 'assignment.sign', body)).toMatchObject({
    reason: 'not_allowed',
  });
  expect(await tell(lin(), 'assignment.sign', body)).toMatchObject({ reason: 'not_allowed' });
  expect(await tell(wang(), 'assignment.recall', body)).toMatchObject({ reason: 'not_allowed' });
});

test('L5 an incident of another area is not found, and nothing of it is told', async () => {
  const incidentId = await press();
  const stranger = caller('op-chen', 'operator', elsewhere());
  const answer = await tell(stranger, 'incident.receive', { incidentId, expects: 'reported' });
  expect(answer).toMatchObject({ ok: false, reason: 'not_found', present: null, holder: null });
});

test('X1 a body that breaks its schema names the field, and what someone may do nowhere is not explained to them', async () => {
  const incidentId = await press();
  expect(
    await tell(lin(), 'incident.close', { incidentId, expects: 'received', outcome: 'gone' as 'test' }),
  ).toMatchObject({
    reason: 'bad_body',
    where: 'outcome',
  });
  const extra = { incidentId, expects: 'reported' as const, faceId: 'x' };
  expect(await tell(lin(), 'incident.receive', extra)).toMatchObject({ reason: 'bad_body', where: 'faceId' });
  expect(await tell(wang(), 'incident.close', { incidentId } as never)).toMatchObject({
    reason: 'not_allowed',
  });
});

test('I5 an SOS opens a priority 1 incident where the officer was last, and rings again in the unit’s own', async () => {
  const first = await tell(wang(), 'unit.sos', { unitId: 'unit-01', position: null });
  const again = await tell(wang(), 'unit.sos', { unitId: 'unit-01', position: null });
  if (!first.ok || !again.ok) throw new Error('refused');
  expect(again.incidentId).toBe(first.incidentId);
  const { incident } = await file(first.incidentId!);
  expect(incident).toMatchObject({ kind: 'sos', priority: 1, alarmCount: 2, rings: 1, origin: 'sos' });
  expect(incident.position).not.toBeNull();
  expect(await tell(lin(), 'unit.sos', { unitId: 'unit-01', position: null })).toMatchObject({
    reason: 'not_allowed',
  });
});

test('X3 an incident opened for a caller is received by who opened it, and the contact is an event of its own (X3)', async () => {
  const answer = await tell(lin(), 'incident.open', {
    areaId: site.areaId,
    siteId: null,
    position: null,
    address: '蕉城南路 1 号',
    priority: 2,
    caller: { name: '某先生', phone: '000' },
  });
  if (!answer.ok) throw new Error(answer.rule);
  const { incident, events } = await file(answer.incidentId!);
  expect(types(events)).toEqual(['incident.opened', 'caller.noted', 'incident.received']);
  expect(incident).toMatchObject({ stage: 'received', receivedBy: 'op-lin', kind: 'call', priority: 2 });
  expect(JSON.stringify(events[0])).not.toContain('某先生');
});

test('I4 a clock that runs out is one event, over a restart too, and goes to the shift leader while nobody has it', async () => {
  const incidentId = await press();
  world.now += allowedMs.receive[1] - 1;
  await overdue.fireDue();
  expect((await file(incidentId)).incident.overdue).toEqual([]);
  world.now += 1;
  const restarted = new Overdue(store.db, world);
  await Promise.all([restarted.fireDue(), overdue.fireDue()]);
  world.now += 3_600_000;
  await new Overdue(store.db, world).fireDue();
  const { incident, events } = await file(incidentId);
  expect(types(events)).toEqual(['incident.opened', 'incident.overdue']);
  expect(incident.overdue).toMatchObject([{ step: 'receive', to: { role: 'leader', personId: null } }]);
});

test('I4 an overdue dispatch goes to the next operator on watch, who may take it over; the step answers the clock', async () => {
  const incidentId = await press();
  await tell(lin(), 'incident.receive', { incidentId, expects: 'reported' });
  await store.db
    .insertInto('watches')
    .values([{ person_id: 'op-chen', seen_at_ms: world.now + 59_000 }])
    .execute();
  world.now += allowedMs.dispatch[1];
  await overdue.fireDue();
  expect((await file(incidentId)).incident.overdue).toMatchObject([
    { step: 'dispatch', to: { role: 'operator', personId: 'op-chen' } },
  ]);
  expect(await tell(chen(), 'incident.takeOver', { incidentId, expects: 'received' })).toMatchObject({
    ok: true,
  });
  expect((await file(incidentId)).incident.receivedBy).toBe('op-chen');
  await tell(chen(), 'incident.send', { incidentId, expects: 'received', unitId: 'unit-02' });
  expect((await file(incidentId)).incident.overdue).toEqual([]);
});

test('I4 each clock that is answered in time stays silent: receiving, dispatching, signing, arriving', async () => {
  const { incidentId, assignmentId } = await sent();
  world.now += allowedMs.sign[1] - 1;
  await tell(wang(), 'assignment.sign', { incidentId, assignmentId, expects: 'sent' });
  await tell(wang(), 'assignment.setOut', { incidentId, assignmentId, expects: 'signed' });
  world.now += allowedMs.arrive[1] - 1;
  await overdue.fireDue();
  await tell(wang(), 'assignment.arrive', { incidentId, assignmentId, expects: 'setOut' });
  world.now += 3_600_000;
  await overdue.fireDue();
  expect(types((await file(incidentId)).events)).not.toContain('incident.overdue');
});

test('I4 a more urgent alarm that joins makes the receive clock due sooner, never later, and fires it once', async () => {
  const camera = await store.db
    .selectFrom('sources')
    .selectAll()
    .where('type', '=', 'camera')
    .executeTakeFirstOrThrow();
  const help = { siteId: camera.site_id, sourceId: camera.source_id };
  const incidentId = await report(help, 'picture-lost');
  world.now += 55_000;
  expect(await report(help, 'lens-covered')).toBe(incidentId);
  const due = await store.db.selectFrom('deadlines').selectAll().where('step', '=', 'receive').execute();
  expect(due.map((row) => row.due_at_ms - world.now)).toEqual([35_000]);
  world.now += 35_000;
  await overdue.fireDue();
  world.now += 20_000;
  await report(help, 'lens-covered');
  world.now += 600_000;
  await overdue.fireDue();
  const { incident, events } = await file(incidentId);
  expect(types(events).filter((type) => type === 'incident.overdue')).toHaveLength(1);
  expect(incident.overdue).toHaveLength(1);
});

test('L5 a unit whose people may not answer in the incident’s area is not sent there', async () => {
  await store.owner
    .updateTable('grants')
    .set({ area_id: elsewhere() })
    .where('person_id', '=', 'po-wang')
    .execute();
  const incidentId = await press();
  await tell(lin(), 'incident.receive', { incidentId, expects: 'reported' });
  const send = { incidentId, expects: 'received' as const };
  expect(await tell(lin(), 'incident.send', { ...send, unitId: 'unit-01' })).toMatchObject({
    reason: 'unknown_unit',
  });
  expect(await tell(lin(), 'incident.send', { ...send, unitId: 'unit-02' })).toMatchObject({ ok: true });
});

test('I2 a shift leader may watch and take over, and sends nobody', async () => {
  const incidentId = await press();
  await tell(lin(), 'incident.receive', { incidentId, expects: 'reported' });
  const send = await tell(leader(), 'incident.send', { incidentId, expects: 'received', unitId: 'unit-01' });
  expect(send).toMatchObject({ reason: 'not_allowed' });
  expect(await tell(leader(), 'incident.takeOver', { incidentId, expects: 'received' })).toMatchObject({
    ok: true,
  });
});

test('positions are the latest by their age, on duty only, and a clock that is wrong by a day shuts nothing out', async () => {
  const at = (lon: number, atMs: number) => ({ position: { lon, lat: 26.66 }, accuracyM: 5, atMs });
  const send = (...positions: ReturnType<typeof at>[]) =>
    tell(wang(), 'unit.positions', { unitId: 'unit-01', positions });
  const latest = () =>
    store.db.selectFrom('positions').selectAll().where('unit_id', '=', 'unit-01').executeTakeFirst();
  await tell(wang(), 'unit.duty', { unitId: 'unit-01', onDuty: true });
  world.now += 1_000;
  await send(at(119.51, world.now + 86_400_000));
  world.now += 1_000;
  await send(at(119.53, world.now), at(119.52, world.now - 500));
  await send(at(119.5, world.now - 900));
  expect(await latest()).toMatchObject({ lon: 119.53, at_ms: world.now });
  world.now += 1_000;
  const yesterday = world.now - 86_400_000;
  const behind = { unitId: 'unit-01', positions: [at(119.54, yesterday - 300)], occurredAtMs: yesterday };
  await tell(wang(), 'unit.positions', behind);
  expect(await latest()).toMatchObject({ lon: 119.54, at_ms: world.now - 300 });
  await tell(wang(), 'unit.duty', { unitId: 'unit-01', onDuty: false });
  expect(await send(at(119.6, world.now))).toMatchObject({ reason: 'unit_off_duty' });
});
