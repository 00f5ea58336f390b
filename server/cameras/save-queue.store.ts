// Saves what sites tell one after another, in the order it was heard, and tries until the store has taken it.
import { type Db, isWrongValue, type Tx } from '../store/database.store.js';

export class SaveQueue {
  private queue: Promise<void> = Promise.resolve();
  private stopped = false;

  /** `name` begins the lines it writes. */
  constructor(
    private readonly db: Db,
    private readonly name: string,
  ) {}

  /**
   * Saves in a transaction of its own: what is heard must not be lost to a store that is away. Values that the store
   * can't take are given up, so that they hold up no other site.
   */
  add(save: (tx: Tx) => Promise<void>): void {
    this.queue = this.queue.then(async () => {
      for (let pauseMs = 100; !this.stopped; pauseMs = Math.min(pauseMs * 2, 5_000)) {
        try {
          await this.db.transaction().execute(save);
          return;
        } catch (error) {
          const givenUp = isWrongValue(error);
          const next = givenUp ? 'given up' : 'tries again';
          process.stdout.write(`${this.name}: could not save, ${next}: ${(error as Error).message}\n`);
          if (givenUp) return;
          await new Promise((resolve) => setTimeout(resolve, pauseMs));
        }
      }
    });
  }

  /** Takes the save that runs to its end; those that wait are dropped. */
  async stop(): Promise<void> {
    this.stopped = true;
    await this.queue;
  }
}
