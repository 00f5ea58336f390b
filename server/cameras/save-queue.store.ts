// Saves what sites tell, many sites in one transaction, and tries until the store has taken it.
import { type Db, isOfTheData, type Tx, worthRetrying } from '../store/database.store.js';
import type { World } from '../world.js';

/** So many sites are saved at once: their locks are held for some 50 ms, which an alarm can wait. */
const batchMax = 500;
const backOffMs = { first: 100, most: 5_000 };

/** What waits, by site. */
export type Batch<T> = ReadonlyMap<string, T>;

export interface SaveQueueParts<T> {
  readonly db: Db;
  readonly world: World;
  /** Begins the lines it says. */
  readonly name: string;
  /** What is told of a site that waits already becomes one with it, so that a store that is away fills no memory. */
  readonly merge: (earlier: T, later: T) => T;
  /** What is saved after a try of which nobody knows whether it was committed: no more than is the same if it was. */
  readonly again: (heard: T) => T;
  /** Saves a batch in this transaction, and locks its sites first, in id order. */
  readonly save: (tx: Tx, batch: Batch<T>) => Promise<void>;
}

export class SaveQueue<T> {
  private waiting = new Map<string, T>();
  private saving: Batch<T> = new Map();
  private working: Promise<void> | null = null;
  private stopped = false;
  private stopPause = () => {};

  constructor(private readonly parts: SaveQueueParts<T>) {}

  /** Takes what was heard of a site. It must not be lost to a store that is away. */
  add(siteId: string, heard: T): void {
    if (this.stopped) return;
    const earlier = this.waiting.get(siteId);
    this.waiting.set(siteId, earlier === undefined ? heard : this.parts.merge(earlier, heard));
    this.working ??= this.work();
  }

  /** Whether something of this site is not saved yet. */
  holds(siteId: string): boolean {
    return this.waiting.has(siteId) || this.saving.has(siteId);
  }

  /** Settles when nothing waits any more. */
  async drained(): Promise<void> {
    await this.working;
  }

  /** Takes the save that runs to its end; those that wait are dropped. */
  async stop(): Promise<void> {
    this.stopped = true;
    this.waiting.clear();
    this.stopPause();
    await this.working;
  }

  private async work(): Promise<void> {
    // What is heard in the same turn goes together.
    await Promise.resolve();
    while (this.waiting.size > 0) {
      const batch = new Map([...this.waiting].slice(0, batchMax));
      for (const siteId of batch.keys()) this.waiting.delete(siteId);
      this.saving = batch;
      await this.saveUntilDone(batch);
      this.saving = new Map();
    }
    this.working = null;
  }

  /** A value that the store can't take is found by saving one site at a time, and given up: it holds up no other. */
  private async saveUntilDone(heard: Batch<T>): Promise<void> {
    const { db, world, name, save, again } = this.parts;
    let batch = heard;
    for (let pauseMs = backOffMs.first; !this.stopped; pauseMs = Math.min(pauseMs * 2, backOffMs.most)) {
      try {
        return await db.transaction().execute((tx) => save(tx, batch));
      } catch (error) {
        if (worthRetrying(error)) continue;
        const { message } = error as Error;
        if (isOfTheData(error)) {
          if (batch.size === 1) return world.say(`${name}: could not save, given up: ${message}`);
          for (const one of batch) await this.saveUntilDone(new Map([one]));
          return;
        }
        world.say(`${name}: could not save, tries again: ${message}`);
        batch = new Map([...batch].map(([siteId, one]) => [siteId, again(one)]));
        if (!this.stopped) await this.pause(pauseMs);
      }
    }
  }

  private pause(pauseMs: number): Promise<void> {
    return new Promise((done) => {
      const cancel = this.parts.world.after(pauseMs, done);
      this.stopPause = () => {
        cancel();
        done();
      };
    });
  }
}
