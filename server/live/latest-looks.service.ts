// The latest values on their way to the screens: one look at the store after another, so that none overtakes a newer one.
import type { Latest } from '@haixi/proto/live/picture';
import type { Db } from '../store/database.store.js';
import { News } from './latest.js';
import { readLatest, readMoment, readPositions, readReadings, sinceEver } from './latest.store.js';

/**
 * Screens take a value that comes later for the newer one: no clock tells, neither a server's nor a tablet's. So looks
 * come one after another, those at what is new and those at everything for a screen that was away.
 */
export class LatestLooks {
  private readonly news = new News();
  private since = sinceEver;
  private lastLook: Promise<unknown> = Promise.resolve();
  /** Looks at everything that have not begun, by their areas: whoever else asks for the same shares one. */
  private readonly waiting = new Map<string, Promise<Latest>>();

  constructor(private readonly db: Db) {}

  /** What is new in these areas since the last call, as one frame an area. */
  newsOf(areaIds: readonly string[]): Promise<ReadonlyMap<string, Latest>> {
    return this.inTurn(async () => {
      const moment = await readMoment(this.db);
      const positions = await readPositions(this.db, areaIds, this.since);
      const frames = this.news.of(positions, await readReadings(this.db, areaIds, this.since));
      this.since = moment;
      return frames;
    });
  }

  /** Everything in these areas. Whoever awaits it has it before the next look begins. */
  all(areaIds: readonly string[]): Promise<Latest> {
    const key = areaIds.join();
    const shared = this.waiting.get(key);
    if (shared) return shared;
    const look = this.inTurn(() => {
      this.waiting.delete(key);
      return readLatest(this.db, areaIds);
    });
    this.waiting.set(key, look);
    return look;
  }

  private inTurn<T>(look: () => Promise<T>): Promise<T> {
    const mine = this.lastLook.then(look);
    this.lastLook = mine.catch(() => {});
    return mine;
  }
}
