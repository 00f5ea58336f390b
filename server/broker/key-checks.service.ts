// Thousands who come in at once are asked for in the store together, and never by more than one connection to it.
import { judgeKeys, type KeyIs, type ShownKey } from '../accounts/site-keys.store.js';
import type { Db } from '../store/database.store.js';
import type { World } from '../world.js';

/** So many are asked for in one question. */
const togetherMax = 500;
/** So many may wait while the store does not answer; whoever comes then is told to come again. */
const waitingMax = 10_000;
/** A question without an answer by then is given up: its connection may be dead, and the next one has another. */
const answersWithinMs = 8_000;

interface Asked extends ShownKey {
  readonly done: (is: KeyIs) => void;
  readonly fail: (error: Error) => void;
}

/** No answer is kept: a key that was withdrawn opens nothing from the next question on. */
export class KeyChecks {
  private waiting: Asked[] = [];
  private asking = false;

  constructor(
    private readonly db: Db,
    private readonly world: Pick<World, 'inTime'>,
  ) {}

  /** What this key is to this site. Rejects where the store can't be asked now. */
  judge(siteId: string, key: string): Promise<KeyIs> {
    return new Promise((done, fail) => {
      if (this.waiting.length >= waitingMax)
        return fail(new Error('too many wait to be let in: the store does not answer'));
      this.waiting.push({ siteId, key, done, fail });
      if (!this.asking) void this.askAll();
    });
  }

  private async askAll(): Promise<void> {
    this.asking = true;
    while (this.waiting.length > 0) {
      const asked = this.waiting.splice(0, togetherMax);
      try {
        const judged = await this.world.inTime(answersWithinMs, judgeKeys(this.db, asked));
        for (const [at, { done }] of asked.entries()) done(judged[at] ?? 'wrong');
      } catch (error) {
        for (const { fail } of asked) fail(error as Error);
      }
    }
    this.asking = false;
  }
}
