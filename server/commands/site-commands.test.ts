// Acknowledging a lost gap on a real store: who may, what is refused, and that it is never found again.
import type { CommandAnswer } from '@haixi/proto/commands/commands';
import { applyEvents, type Picture } from '@haixi/proto/live/picture';
import type { Role } from '@haixi/proto/vocabulary';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { Caller } from '../accounts/caller.js';
import { Gaps } from '../cameras/gaps.service.js';
import { birth, epoch, HandWorld, TestLink } from '../cameras/site.fixture.js';
import { Sites } from '../cameras/sites.service.js';
import { admission } from '../ingest/admission.js';
import { storeBatch } from '../ingest/batch.store.js';
import { Ingest } from '../ingest/ingest.service.js';
import { readPicture } from '../live/picture.store.js';
import { eventOf } from '../log/log.store.js';
import { freshStore, type FreshStore } from '../store/fresh.store.js';
import { Commands } from './commands.service.js';

const siteId = 'shop-01';
const root = '350902002';

let store: FreshStore;
let world: HandWorld;
let link: TestLink;
let sites: Sites;
let gaps: Gaps;
let commands: Commands;
let tree: Map<string, string | null>;
let areaId: string;
let keys = 0;

beforeAll(async () => {
  store = await freshStore();
  const areas = await store.db.selectFrom('areas').select(['area_id', 'parent_id']).execute();
  tree = new Map(areas.map((area) => [area.area_id, area.parent_id]));
  const site = store.db.selectFrom('sites').select('area_id').where('site_id', '=', siteId);
  areaId = (await site.executeTakeFirstOrThrow()).area_id;
});
afterAll(() => store.stop());
beforeEach(async () => {
  await store.empty();
  world = new HandWorld();
  link = new TestLink();
  const ingest = new Ingest(store.db, world, link);
  sites = new Sites(store.db, world, ingest, link);
  gaps = new Gaps(store.db, world, link);
  commands = new Commands(store.db, world);
  await sites.start();
  return async () => {
    await sites.beforeApplicationShutdown();
    await ingest.beforeApplicationShutdown();
  };
});

const caller = (personId: string, role: Role, at = root) =>
  new Caller(personId, personId, [{ role, areaId: at }], tree);
const lin = () => caller('op-lin', 'operator');
const elsewhere = () => [...tree.keys()].find((other) => other !== root && other !== areaId)!;

function acknowledge(who: Caller, gapId: string, key?: string): Promise<CommandAnswer> {
  keys += 1;
  const body = { key: key ?? `key-${String(keys).padStart(8, '0')}`, occurredAtMs: 1, siteId, gapId };
  return commands.execute(who, 'gap.acknowledge', { ...body, note: '硬盘已换' });
}
async function come(...seqs: number[]): Promise<void> {
  const body = { sourceId: 'button-1', kind: 'panic', occurredAtMs: 1, agentAtMs: 1 };
  const batch = seqs.map((seq) => {
    const payload = Buffer.from(JSON.stringify({ v: 3, epoch, seq, kind: 'alarm', body }));
    return admission({ siteId, topic: 't', payload, bytes: payload.length, foreign: false });
  });
  await store.db.transaction().execute((tx) => storeBatch(tx, batch, world));
}
async function looks(forMs: number): Promise<void> {
  for (const endMs = world.now + forMs; world.now <= endMs; world.now += 3_000) await gaps.look();
}
/** Numbers 1 to 3 of five are missing; with `lost` the agent does not hold them any more. Gives the gap's id. */
async function missing(lost?: 'lost'): Promise<string> {
  link.arrive('presence', siteId, birth({ next: 5, oldestHeld: lost ? 4 : 0 }));
  await sites.saved();
  await come(0, 4);
  await looks(18_000);
  const [gap] = (await picture()).sites[siteId]!.gaps;
  return gap!.gapId;
}
const picture = async (): Promise<Picture> => (await readPicture(store.db, [areaId])).picture;
const events = async () =>
  (await store.db.selectFrom('log').selectAll().where('area_id', '=', areaId).orderBy('n').execute()).map(
    eventOf,
  );
const told = async () =>
  (await events()).filter(({ type }) => type.startsWith('gap.')).map(({ type }) => type);

test.each([
  ['op-lin', 'operator', root],
  ['sl-huang', 'leader', root],
  ['op-lin', 'operator', 'the site’s own area'],
] as const)(
  'D5 %s as %s of %s acknowledges a lost gap: it leaves the screens, and the log says who',
  async (personId, role, at) => {
    const before = await picture();
    const gapId = await missing('lost');
    const who = caller(personId, role, at === root ? root : areaId);
    expect(await acknowledge(who, gapId)).toMatchObject({ ok: true, incidentId: null });
    const last = (await events()).at(-1);
    expect(last).toMatchObject({
      type: 'gap.acknowledged',
      actor: { kind: 'person', id: personId },
      data: { siteId, gapId, note: '硬盘已换' },
    });
    expect((await picture()).sites[siteId]!.gaps).toEqual([]);
    expect(applyEvents(before, await events())).toEqual({ ok: true, picture: await picture() });
  },
);

test('D5 an officer may not acknowledge, and to somebody of another area there is no such site', async () => {
  const gapId = await missing('lost');
  expect(await acknowledge(caller('po-wang', 'officer'), gapId)).toMatchObject({
    ok: false,
    reason: 'not_allowed',
    where: 'siteId',
  });
  const stranger = caller('op-chen', 'operator', elsewhere());
  expect(await acknowledge(stranger, gapId)).toMatchObject({
    ok: false,
    reason: 'not_found',
    where: 'siteId',
  });
  expect(await told()).toEqual(['gap.found', 'gap.lost']);
});

test('D5 a gap that may still be filled is not acknowledged, and one that is not there is not found', async () => {
  const gapId = await missing();
  expect(await acknowledge(lin(), gapId)).toMatchObject({
    ok: false,
    reason: 'gap_not_lost',
    where: 'gapId',
  });
  expect(await acknowledge(lin(), 'gap-of-nobody')).toMatchObject({ reason: 'not_found', where: 'gapId' });
  await come(1, 2, 3);
  await looks(3_000);
  expect(await acknowledge(lin(), gapId)).toMatchObject({ reason: 'not_found', where: 'gapId' });
  expect(await told()).toEqual(['gap.found', 'gap.filled']);
});

test('D5 of two who acknowledge at once one does, and the same key gets the same answer', async () => {
  const gapId = await missing('lost');
  const answers = await Promise.all([
    acknowledge(lin(), gapId, 'key-of-lin'),
    acknowledge(lin(), gapId, 'key-of-lin'),
    acknowledge(caller('sl-huang', 'leader'), gapId),
  ]);
  expect(answers[0]).toEqual(answers[1]);
  expect(answers.filter(({ ok }) => !ok).length).toBeGreaterThan(0);
  expect(await told()).toEqual(['gap.found', 'gap.lost', 'gap.acknowledged']);
});

test('D5 an acknowledged gap is not found again; what is missing later is, and a number that comes after all is stored', async () => {
  await acknowledge(lin(), await missing('lost'));
  await looks(30_000);
  expect(await told()).toEqual(['gap.found', 'gap.lost', 'gap.acknowledged']);
  await come(7);
  await looks(18_000);
  expect((await picture()).sites[siteId]!.gaps).toMatchObject([{ fromSeq: 5, toSeq: 6, missing: 2 }]);
  await come(2);
  const stored = await store.db.selectFrom('alarms').select('seq').orderBy('seq').execute();
  expect(stored.map((row) => row.seq)).toEqual([0, 2, 4, 7]);
});
