// The latest values on their way to the screens: one look at the store after another, so that none overtakes a newer one.
import type { Latest } from '@haixi/proto/live/picture';
import type { Db } from '../store/database.store.js';
import type { World } from '../world.js';
import { News } from './latest.js';
import {
  readLatest,
  readMoment,
  readPositions,
  readReadings,
  readTablets,
  sinceEver,
} from './latest.store.js';

/** A look that has no answer by then is given up, or it would keep all others waiting for a connection that is dead. */
const answersWithinMs = 15_000;
/** One that takes so long may hide what is new. */
const slowAfterMs = 5_000;

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

  /** Since when what is new may be hidden: the first look without an answer began then; null while each has one. */
  private unansweredSinceMs: number | null = null;

  constructor(
    private readonly db: Db,
    private readonly world: World,
  ) {}

  /** Whether looks are answered, or the one that waits for its answer has not done so for long. */
  get areQuick(): boolean {
    const { unansweredSinceMs } = this;
    return unansweredSinceMs === null || this.world.steadyMs() - unansweredSinceMs <= slowAfterMs;
  }

  /** What is new in these areas since the last call, as one frame an area. */
  async newsOf(areaIds: readonly string[]): Promise<ReadonlyMap<string, Latest>> {
    const { moment, positions, sites, tablets } = await this.inTurn(async () => ({
      moment: await readMoment(this.db),
      positions: await readPositions(this.db, areaIds, this.since),
      sites: await readReadings(this.db, areaIds, this.since),
      tablets: await readTablets(this.db, areaIds, this.since),
    }));
    // Only what was answered in time counts as told.
    this.since = moment;
    return this.news.of(positions, sites, tablets);
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
    const mine = this.lastLook.then(async () => {
      this.unansweredSinceMs ??= this.world.steadyMs();
      const found = await this.world.inTime(answersWithinMs, look());
      this.unansweredSinceMs = null;
      return found;
    });
    this.lastLook = mine.catch(() => {});
    return mine;
  }
}
