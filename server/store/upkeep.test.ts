// Upkeep takes away what is due and nothing else, also where two servers do it at once.
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { freshStore, type FreshStore, TestWorld } from './fresh.store.js';
import {
  addressesKeptMs,
  answersKeptMs,
  clocksKeptMs,
  refusedKeptMs,
  triesKeptMs,
  troublesKeptMs,
  Upkeep,
} from './upkeep.service.js';

let store: FreshStore;
const world = new TestWorld();
beforeAll(async () => {
  store = await freshStore();
});
afterAll(() => store?.stop());
beforeEach(() => store.empty());

/** Due a millisecond ago, and not yet due. */
const [due, young] = [1, -1];
const { now } = world;

async function fill(rows: number): Promise<void> {
  const { db } = store;
  const each = Array.from({ length: rows }, (_, i) => i);
  for (const [name, ms] of Object.entries({ due, young })) {
    const ids = each.map((i) => `${name}-${i}`);
    const person_id = 'op-lin';
    await db
      .insertInto('commands')
      .values(
        ids.map((key) => ({
          person_id,
          key,
          request_hash: '',
          answer: '{}',
          at_ms: now - answersKeptMs - ms,
        })),
      )
      .execute();
    await db
      .insertInto('sessions')
      .values(
        ids.map((session_id) => ({
          session_id,
          token_hash: session_id,
          person_id,
          rotated_at_ms: 0,
          created_at_ms: 0,
          seen_at_ms: 0,
          expires_at_ms: now - ms,
        })),
      )
      .execute();
    await db
      .insertInto('sign_in_links')
      .values(ids.map((token_hash) => ({ token_hash, person_id, expires_at_ms: now - ms, used_at_ms: null })))
      .execute();
    await db
      .insertInto('invitations')
      .values(
        ids.map((token_hash) => ({
          token_hash,
          person_id,
          kind: 'invitation',
          expires_at_ms: now - ms,
          used_at_ms: null,
        })),
      )
      .execute();
    await db
      .insertInto('sign_in_tries')
      .values(ids.map((key) => ({ key, wrong: 1, since_ms: now - triesKeptMs - ms, locked_until_ms: null })))
      .execute();
    await db
      .insertInto('known_addresses')
      .values(ids.map((address) => ({ person_id, address, at_ms: now - addressesKeptMs - ms })))
      .execute();
    const trouble = {
      site_id: 'shop-01',
      source_id: 'camera-1',
      trouble: name,
      since_ms: 1,
      value: null,
      threshold: null,
    };
    await db
      .insertInto('camera_troubles')
      .values(ids.map(() => ({ ...trouble, until_ms: now - troublesKeptMs - ms })))
      .execute();
    await db
      .insertInto('camera_troubles')
      .values({ ...trouble, trouble: `${name}-open`, until_ms: null })
      .execute();
    const refused = {
      site_id: 'shop-01',
      epoch: null,
      seq: null,
      topic: '',
      reason: name,
      detail: '',
      bytes: 0,
    };
    await db
      .insertInto('quarantine')
      .values(ids.map(() => ({ ...refused, at_ms: now - refusedKeptMs - ms, payload: Buffer.alloc(0) })))
      .execute();
    for (const stage of ['closed', 'reported']) {
      const incident_id = `${name}-${stage}`;
      const incident = { incident_id, area_id: '350902002001', site_id: null, unit_id: null, stage };
      await db
        .insertInto('incidents')
        .values({ ...incident, opened_at_ms: 1, last_alarm_at_ms: 1, closed_at_ms: null, state: '{}' })
        .execute();
      const clock = { incident_id, step: 'sign', due_at_ms: now - clocksKeptMs - ms };
      await db
        .insertInto('deadlines')
        .values(ids.map((assignment_id) => ({ ...clock, assignment_id, state: 'met' })))
        .execute();
      await db
        .insertInto('deadlines')
        .values({ ...clock, assignment_id: 'runs', state: 'running' })
        .execute();
    }
  }
}

const tables = [
  'commands',
  'sessions',
  'sign_in_links',
  'invitations',
  'sign_in_tries',
  'known_addresses',
  'camera_troubles',
  'quarantine',
  'deadlines',
] as const;

async function counted(): Promise<Record<string, number>> {
  const counts: Record<string, number> = {};
  for (const table of tables) counts[table] = (await store.db.selectFrom(table).selectAll().execute()).length;
  return counts;
}

test('what is due goes, however much it is; what is not, and what is open or runs, stays', async () => {
  const rows = 1_100;
  await fill(rows);
  const upkeep = [new Upkeep(store.db, world), new Upkeep(store.db, world)];
  await Promise.all(upkeep.map((one) => one.tidy()));
  expect(await counted()).toEqual({
    commands: rows,
    sessions: rows,
    sign_in_links: rows,
    invitations: rows,
    sign_in_tries: rows,
    known_addresses: rows,
    // Two of them open.
    camera_troubles: rows + 2,
    quarantine: rows,
    // Those of both open incidents and the young ones of the closed one, and in each of the four one that runs.
    deadlines: 3 * rows + 4,
  });
  const keys = await store.db.selectFrom('commands').select('key').execute();
  expect(keys.every(({ key }) => key.startsWith('young'))).toBe(true);
});

test('T1 an answer is kept for thirteen months, so that a tablet that was away that long is answered the same', () => {
  expect(answersKeptMs).toBeGreaterThanOrEqual(395 * 24 * 3_600_000);
});
