// A tail one of whose connections takes a question and never answers: another one is asked, and what is known is told.
import type { LogEvent } from '@haixi/proto/live/events';
import type { KyselyPlugin } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { freshStore, type FreshStore, TestWorld } from '../store/fresh.store.js';
import { Hints } from './hints.js';
import { append } from './log.store.js';
import { readHeads, Tail } from './tail.service.js';

const soon = { timeout: 20_000, interval: 20 };
let store: FreshStore;
beforeAll(async () => {
  store = await freshStore();
});
afterAll(() => store?.stop());

/** Hints by hand. */
class HandHints extends Hints {
  hint = () => {};
  listen(onHint: () => void): () => Promise<void> {
    this.hint = onHint;
    return () => Promise.resolve();
  }
}

/** Keeps answers back while it is told to. */
class Holding implements KyselyPlugin {
  isHolding = false;
  private readonly held: (() => void)[] = [];

  transformQuery: KyselyPlugin['transformQuery'] = ({ node }) => node;

  transformResult: KyselyPlugin['transformResult'] = async ({ result }) => {
    if (this.isHolding) await new Promise<void>((answer) => this.held.push(answer));
    return result;
  };

  letGo(): void {
    this.isHolding = false;
    for (const answer of this.held.splice(0)) answer();
  }
}

test('L3 a read without an answer holds up no other, tells nothing twice when it comes, and is not taken for knowledge', async () => {
  const [world, hints, holding] = [new TestWorld(), new HandHints(), new Holding()];
  const told: LogEvent[] = [];
  const db = store.db.withPlugin(holding);
  const tail = new Tail({
    db,
    world,
    hints,
    onEvents: (events) => told.push(...events),
    onOtherLog: () => {
      throw new Error('it is the same log');
    },
  });
  const heads = await readHeads(store.db);
  const [areaId] = Object.keys(heads) as [string];
  const say = () =>
    store.db.transaction().execute((tx) => {
      const data = { siteId: 'shop-01' };
      const event = { areaId, type: 'site.online', actor: { kind: 'system' }, data } as const;
      return append(tx, [event], { nowMs: world.nowMs(), salt: world.salt });
    });
  tail.start(heads);
  try {
    holding.isHolding = true;
    hints.hint();
    const knownAtMs = tail.knownAtMs;
    await say();
    world.now += 4_000;
    hints.hint();
    expect(tail.knownAtMs).toBe(knownAtMs);
    // From now on others are answered; the first one is still waited for, and is not waited for alone.
    holding.isHolding = false;
    world.now += 2_000;
    await expect.poll(() => told.map(({ n }) => n), soon).toEqual([1]);
    expect(tail.knownAtMs).toBe(world.now);
    await say();
    await expect.poll(() => told.map(({ n }) => n), soon).toEqual([1, 2]);
    holding.letGo();
    await say();
    await expect.poll(() => told.map(({ n }) => n), soon).toEqual([1, 2, 3]);
  } finally {
    holding.letGo();
    await tail.stop();
  }
});
