// Gaps on a real store: found, asked for, filled, lost, over restarts, with another outbox, and with several servers.
import type { LogEvent } from '@haixi/proto/live/events';
import { applyEvents, type Picture, pictureSchema } from '@haixi/proto/live/picture';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { admission } from '../ingest/admission.js';
import { storeBatch } from '../ingest/batch.store.js';
import { Ingest } from '../ingest/ingest.service.js';
import { readPicture } from '../live/picture.store.js';
import { eventOf } from '../log/log.store.js';
import { freshStore, type FreshStore } from '../store/fresh.store.js';
import { Gaps } from './gaps.service.js';
import { acknowledgeGap, gapsShownMax } from './gaps.store.js';
import { lastsMs } from './gap-watch.js';
import { silenceMs } from './presence.js';
import { birth, epoch, HandWorld, TestLink } from './site.fixture.js';
import { Sites } from './sites.service.js';

let store: FreshStore;
let world: HandWorld;
let server: Server;
let endings: (() => Promise<void>)[];

beforeAll(async () => {
  store = await freshStore();
});
afterAll(() => store.stop());
beforeEach(async () => {
  await store.empty();
  world = new HandWorld();
  endings = [];
  server = await start();
  return async () => {
    for (const end of endings) await end();
  };
});

interface Server {
  readonly link: TestLink;
  readonly sites: Sites;
  readonly gaps: Gaps;
}
async function start(): Promise<Server> {
  const link = new TestLink();
  const ingest = new Ingest(store.db, world, link);
  const sites = new Sites(store.db, world, ingest, link);
  const gaps = new Gaps(store.db, world, link);
  await sites.start();
  endings.push(async () => {
    await gaps.beforeApplicationShutdown();
    await sites.beforeApplicationShutdown();
    await ingest.beforeApplicationShutdown();
  });
  return { link, sites, gaps };
}
async function arrive(name: 'presence' | 'replies', message: unknown, at: Server = server): Promise<void> {
  at.link.arrive(name, 'shop-01', message);
  await at.sites.saved();
}
const reply = (oldestHeld: number, next: number) =>
  arrive('replies', { id: 'command-1', result: 'done', epoch, oldestHeld, next });
/** These entries of the outbox are stored, or refused. */
async function come(seqs: number[], of = epoch, sourceId = 'button-1'): Promise<void> {
  const body = { sourceId, kind: 'panic', occurredAtMs: 1, agentAtMs: 1 };
  const batch = seqs.map((seq) => {
    const payload = Buffer.from(JSON.stringify({ v: 3, epoch: of, seq, kind: 'alarm', body }));
    return admission({ siteId: 'shop-01', topic: 't', payload, bytes: payload.length, foreign: false });
  });
  await store.db.transaction().execute((tx) => storeBatch(tx, batch, world));
}
/** Looks each 3 s for so long. */
async function looks(forMs: number, ...servers: Server[]): Promise<void> {
  for (const endMs = world.now + forMs; world.now <= endMs; world.now += 3_000)
    await Promise.all((servers.length > 0 ? servers : [server]).map(({ gaps }) => gaps.look()));
}
const events = async (): Promise<LogEvent[]> =>
  (await store.db.selectFrom('log').selectAll().orderBy('n').execute()).map(eventOf);
const told = async () => (await events()).filter(({ type }) => type.startsWith('gap.'));
const types = async () => (await told()).map(({ type }) => type);
async function picture(): Promise<Picture> {
  const site = await store.db
    .selectFrom('sites')
    .select('area_id')
    .where('site_id', '=', 'shop-01')
    .executeTakeFirstOrThrow();
  return pictureSchema.parse((await readPicture(store.db, [site.area_id])).picture);
}
const shown = async () => (await picture()).sites['shop-01']!.gaps;
const asked = () => server.link.commands.map(({ command }) => command);

test('D5 what a birth tells of and does not come is a gap on the screens after 10 s, asked for, and gone when filled', async () => {
  await arrive('presence', birth({ next: 5 }));
  await come([0, 1, 4]);
  await looks(lastsMs - 3_000);
  expect(await types()).toEqual([]);
  await looks(6_000);
  const about = { epoch, fromSeq: 2, toSeq: 3, missing: 2 };
  const [found] = await told();
  expect(found).toMatchObject({ type: 'gap.found', data: { siteId: 'shop-01', ...about } });
  expect(await shown()).toMatchObject([{ ...about, sinceMs: found!.atMs, lostAtMs: null }]);
  await looks(lastsMs);
  expect(asked()).toMatchObject([{ kind: 'resend', epoch, fromSeq: 2 }]);
  await come([2]);
  await looks(3_000);
  expect(await types()).toEqual(['gap.found']);
  await come([3]);
  await looks(3_000);
  expect(await types()).toEqual(['gap.found', 'gap.filled']);
  expect(await shown()).toEqual([]);
});

test('D5 a refused entry has come: it leaves no gap', async () => {
  await arrive('presence', birth({ next: 2 }));
  await come([0]);
  await come([1], epoch, 'nowhere');
  await looks(3 * lastsMs);
  expect(await types()).toEqual([]);
});

test('D5 a panic that overtakes leaves no gap where the others follow within 10 s', async () => {
  await arrive('presence', birth({ next: 0 }));
  await come([7]);
  await looks(6_000);
  await come([0, 1, 2, 3, 4, 5, 6]);
  await looks(2 * lastsMs);
  expect(await types()).toEqual([]);
});

test('D5 the agent is asked again each 30 s while nothing comes, and left alone while its backlog drains', async () => {
  await arrive('presence', birth({ next: 1_000 }));
  await looks(lastsMs + 3_000);
  for (let seq = 0; seq < 20; seq += 1) {
    await come([seq]);
    await looks(2_000);
  }
  expect(asked()).toEqual([]);
  await looks(70_000);
  expect(asked()).toHaveLength(3);
  expect(asked()[0]).toMatchObject({ fromSeq: 20 });
});

test('D5 what the agent does not hold any more is lost for ever when all else has come, and says how many', async () => {
  await arrive('presence', birth({ next: 6 }));
  await come([0, 5]);
  await looks(2 * lastsMs);
  await reply(3, 6);
  await looks(3_000);
  expect(await types()).toEqual(['gap.found']);
  await come([3, 4]);
  await looks(3_000);
  expect(await types()).toEqual(['gap.found', 'gap.lost']);
  const [found, lost] = await told();
  expect(lost!.data).toMatchObject({ fromSeq: 1, toSeq: 4, missing: 2 });
  expect(await shown()).toMatchObject([{ missing: 2, sinceMs: found!.atMs, lostAtMs: lost!.atMs }]);
  await come([1, 2]);
  await looks(3_000);
  expect(await types()).toEqual(['gap.found', 'gap.lost', 'gap.filled']);
});

test('D5 another outbox: what the earlier one still had is lost, also what only its last birth told of', async () => {
  await arrive('presence', birth({ next: 5 }));
  await come([0, 1, 2]);
  await arrive('presence', birth({ link: 'link-0002', epoch: 'f'.repeat(16), next: 1 }));
  await come([0], 'f'.repeat(16));
  await looks(3_000);
  expect((await told()).map(({ type, data }) => [type, data])).toMatchObject([
    ['gap.found', { epoch, fromSeq: 3, toSeq: 4, missing: 2 }],
    ['gap.lost', { epoch, fromSeq: 3, toSeq: 4, missing: 2 }],
  ]);
  await looks(2 * lastsMs);
  expect(await types()).toHaveLength(2);
});

test('D5 an earlier outbox that comes back is the present one again, and what it still holds may come', async () => {
  const other = 'f'.repeat(16);
  await arrive('presence', birth({ next: 2 }));
  await come([0]);
  await arrive('presence', birth({ link: 'link-0002', epoch: other }));
  await looks(3_000);
  await arrive('presence', birth({ link: 'link-0003', next: 2, oldestHeld: 1 }));
  await come([1]);
  await looks(2 * lastsMs);
  expect(await types()).toEqual(['gap.found', 'gap.lost', 'gap.filled']);
});

test('D5 a dark site’s gap stays shown, and nothing new is found of it', async () => {
  await arrive('presence', birth({ next: 3 }));
  await looks(2 * lastsMs);
  expect(await types()).toEqual(['gap.found']);
  world.now += silenceMs;
  server.sites.lookForSilence();
  await server.sites.saved();
  await looks(2 * lastsMs);
  expect(await types()).toEqual(['gap.found']);
  expect(asked().length).toBeLessThanOrEqual(1);
  expect(await shown()).toMatchObject([{ missing: 3, lostAtMs: null }]);
});

test('D5 while the line or the server was away nothing was missing', async () => {
  await arrive('presence', birth({ next: 3 }));
  await looks(6_000);
  server.link.standsSinceMs = null;
  await looks(2 * lastsMs);
  server.link.standsSinceMs = world.now;
  await looks(lastsMs - 4_000);
  // Stopped for a minute between two looks.
  world.now += 60_000;
  await looks(lastsMs - 4_000);
  expect(await types()).toEqual([]);
});

test('D5 of several servers one tells a gap and its end, and a restart forgets and repeats nothing', async () => {
  const servers = [server, await start(), await start()];
  await arrive('presence', birth({ next: 40 }));
  await come([0]);
  await looks(2 * lastsMs, ...servers);
  expect(await types()).toEqual(['gap.found']);
  const restarted = [await start(), await start()];
  await looks(2 * lastsMs, ...restarted);
  await come(Array.from({ length: 39 }, (_, i) => i + 1));
  await looks(6_000, ...restarted);
  expect(await types()).toEqual(['gap.found', 'gap.filled']);
});

test('L2 a screen that follows the events has the same gaps as one that asks anew', async () => {
  const before = await picture();
  await arrive('presence', birth({ next: 9 }));
  await come([0, 4]);
  await looks(2 * lastsMs);
  await arrive('presence', birth({ link: 'link-0002', epoch: 'f'.repeat(16), next: 3 }));
  await looks(2 * lastsMs);
  expect(await types()).toEqual(['gap.found', 'gap.lost', 'gap.found']);
  expect(applyEvents(before, await events())).toEqual({ ok: true, picture: await picture() });
});

test('D5 an agent that comes with another outbox each time fills neither the log nor a screen, and is heard again', async () => {
  const outboxAt = (at: number) =>
    arrive('presence', birth({ link: `link-${at + 1_000}`, epoch: String(at).padStart(16, '0'), next: 2 }));
  for (let at = 0; at < gapsShownMax + 10; at += 1) await outboxAt(at);
  await looks(2 * lastsMs);
  const gaps = await shown();
  expect(gaps).toHaveLength(gapsShownMax);
  expect(await types()).toHaveLength(2 * gapsShownMax);
  const by = { personId: 'op-lin', note: '' };
  const { areaId } = (await picture()).sites['shop-01']!;
  await store.db
    .transaction()
    .execute((tx) => acknowledgeGap(tx, { siteId: 'shop-01', areaId, gapId: gaps[0]!.gapId }, by, world));
  await looks(3_000);
  expect((await told()).at(-1)).toMatchObject({ type: 'gap.found', data: { fromSeq: 0, toSeq: 1 } });
});

test('D5 ranges of many earlier outboxes are forgotten, those of the present one and of shown gaps are not', async () => {
  await arrive('presence', birth({ next: 2 }));
  await come([0]);
  await come([1], 'f'.repeat(16));
  for (let i = 0; i < 30; i += 1) await come([0], String(i).padStart(16, '0'));
  await arrive('presence', birth({ link: 'link-0002', epoch: 'f'.repeat(16) }));
  await looks(3_000);
  server.gaps.start();
  await world.pass(10 * 60_000 + 3_000);
  await expect
    .poll(
      async () => {
        const rows = await store.db.selectFrom('received').select('epoch').orderBy('epoch').execute();
        return rows.map((row) => row.epoch);
      },
      { timeout: 20_000 },
    )
    .toEqual([epoch, 'f'.repeat(16)]);
});
