// The simulated store: what a lock, a circle, a death and a lost connection do to a transaction, told by the seed alone.
import type { Db } from '@haixi/server/store/database.store';
import { sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { Faults } from './faults';
import { Process } from './process';
import { Scheduler } from './scheduler';
import { SimStore } from './store';

let store: SimStore;
beforeAll(async () => {
  store = await SimStore.open();
});
afterAll(() => store.close());

/** A run without faults, and two programs in it. */
async function setUp(seed = 1) {
  const scheduler = new Scheduler(seed);
  const faults = new Faults(scheduler.chance.fork());
  faults.heal();
  const run = await store.begin(scheduler, faults);
  const [one, two] = [new Process(scheduler, 'one'), new Process(scheduler, 'two')];
  const [db, other] = [run.db(one), run.db(two)];
  // Connected, so that their transactions begin together.
  const told: string[] = [];
  for (const each of [db, other]) void sql`select`.execute(each).then(() => told.push('warm'));
  await scheduler.runUntil(scheduler.nowMs + 60_000, () => told.length === 2);
  return { scheduler, run, one, two, db, other };
}

const add = (db: Db, reason: string) =>
  sql`insert into refusals (reason, times) values (${reason}, 1)
      on conflict (reason) do update set times = refusals.times + 1`.execute(db);
const reasons = async () => await store.own.selectFrom('refusals').selectAll().orderBy('reason').execute();

/** Adds in this order, one transaction; what comes of it goes on the list. */
function adds(db: Db, name: string, order: readonly string[], told: string[]): void {
  db.transaction()
    .execute(async (tx) => {
      for (const reason of order) {
        await add(tx as Db, reason);
        told.push(`${name} has ${reason}`);
      }
    })
    .then(
      () => told.push(`${name} is done`),
      (error: Error) => told.push(`${name}: ${error.message}`),
    );
}

test('a statement that waits for a lock is parked, and moves when its blocker commits', async () => {
  const { scheduler, run, db, other } = await setUp();
  const told: string[] = [];
  adds(db, 'one', ['a', 'b', 'c'], told);
  while (!told.includes('one has a')) await scheduler.step();
  adds(other, 'two', ['a'], told);
  const both = () => told.filter((line) => line.endsWith('done')).length === 2;
  expect(await scheduler.runUntil(scheduler.nowMs + 60_000, both)).toBe(true);
  expect(run.backends.parkedCount).toBe(0);
  expect(told.indexOf('two has a')).toBeGreaterThan(told.indexOf('one has c'));
  expect(await reasons()).toEqual([
    { reason: 'a', times: 2 },
    { reason: 'b', times: 1 },
    { reason: 'c', times: 1 },
  ]);
});

test('a circle of waiting transactions is told as a deadlock', async () => {
  for (let seed = 1; seed < 30; seed += 1) {
    const { scheduler, db, other } = await setUp(seed);
    adds(db, 'one', ['a', 'b'], []);
    adds(other, 'two', ['b', 'a'], []);
    const ended = await scheduler.runUntil(scheduler.nowMs + 60_000).catch((error: Error) => error);
    if (ended instanceof Error) return expect(ended.message).toContain('no deadlock');
  }
  expect.unreachable('thirty seeds without a circle');
});

test('a death before COMMIT leaves nothing, one after it leaves it all, and the dead hear neither', async () => {
  for (const [moment, left] of [
    ['one commit', 0],
    ['one answered', 2],
  ] as const) {
    const { scheduler, run, one, db } = await setUp();
    const told: string[] = [];
    adds(db, 'one', ['a', 'b'], told);
    run.onCommit(() => void (moment === 'one answered' && scheduler.after(0, null, () => one.kill())));
    if (moment === 'one commit') while (!told.includes('one has b')) await scheduler.step();
    if (moment === 'one commit') one.kill();
    await scheduler.runUntil(scheduler.nowMs + 60_000);
    expect(told).not.toContain('one is done');
    expect(await reasons()).toHaveLength(left);
  }
});

test('a death frees the locks it held: whoever waited goes on', async () => {
  const { scheduler, run, one, db, other } = await setUp();
  const told: string[] = [];
  adds(db, 'one', ['a', ...Array.from({ length: 200 }, (_, i) => `b${i}`)], told);
  while (!told.includes('one has a')) await scheduler.step();
  adds(other, 'two', ['a'], told);
  while (run.backends.parkedCount === 0) await scheduler.step();
  one.kill();
  await scheduler.runUntil(scheduler.nowMs + 1_000, () => told.includes('two is done'));
  expect(await reasons()).toEqual([{ reason: 'a', times: 1 }]);
});

test('a parked program that dies waits no more, and leaves nothing', async () => {
  const { scheduler, run, two, db, other } = await setUp();
  const told: string[] = [];
  adds(db, 'one', ['a', ...Array.from({ length: 50 }, (_, i) => `b${i}`)], told);
  while (!told.includes('one has a')) await scheduler.step();
  adds(other, 'two', ['a'], told);
  while (run.backends.parkedCount === 0) await scheduler.step();
  two.kill();
  await scheduler.runUntil(scheduler.nowMs + 60_000);
  expect(run.backends.parkedCount).toBe(0);
  expect(told.at(-1)).toBe('one is done');
  expect((await reasons())[0]).toEqual({ reason: 'a', times: 1 });
});

test('lost connections are told to whoever waits, nothing of theirs stays, and new ones are made', async () => {
  const { scheduler, run, db } = await setUp();
  const told: string[] = [];
  adds(db, 'one', ['a', 'b'], told);
  while (!told.includes('one has a')) await scheduler.step();
  run.away(5_000);
  await scheduler.runUntil(scheduler.nowMs + 1_000);
  expect(told.at(-1)).toBe('one: Connection terminated unexpectedly');
  adds(db, 'again', ['a'], told);
  await scheduler.runUntil(scheduler.nowMs + 1_000);
  expect(told.at(-1)).toBe('again: connect ECONNREFUSED');
  run.heal();
  adds(db, 'at last', ['a'], told);
  await scheduler.runUntil(scheduler.nowMs + 1_000);
  expect(await reasons()).toEqual([{ reason: 'a', times: 1 }]);
});

test('SQL that reads a clock or draws by chance ends the run', async () => {
  const { scheduler, db } = await setUp();
  sql`select now()`.execute(db).catch(() => {});
  await expect(scheduler.runUntil(scheduler.nowMs + 1_000)).rejects.toThrow('SQL reads no clock');
});

test('the same seed does the same twice, whoever waits for whom, and another seed something else', async () => {
  const play = async (seed: number) => {
    const { scheduler, db, other, run } = await setUp(seed);
    const third = run.db(new Process(scheduler, 'three'));
    const told: string[] = [];
    for (const [i, each] of [db, other, third, db, other, third].entries())
      adds(each, `t${i}`, ['a', 'b', 'c', 'd'].slice(i % 3), told);
    await scheduler.runUntil(scheduler.nowMs + 60_000);
    return { hash: scheduler.trace.hash, told };
  };
  const first = await play(7);
  expect(first.told.filter((line) => line.endsWith('done'))).toHaveLength(6);
  expect(await play(7)).toEqual(first);
  expect((await play(8)).hash).not.toBe(first.hash);
});
