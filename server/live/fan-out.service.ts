// Sends on: follows the log and the latest values, and gives each room its frames: made once for each area and sight (W6).
import type { Latest, Vector } from '@haixi/proto/live/picture';
import {
  type BeforeApplicationShutdown,
  Inject,
  Injectable,
  type OnApplicationBootstrap,
} from '@nestjs/common';
import { Hints } from '../log/hints.js';
import { readHeads, Tail } from '../log/tail.service.js';
import type { Db } from '../store/database.store.js';
import { registerNumber } from '../store/register.store.js';
import { DB } from '../store/store.module.js';
import { World } from '../world.js';
import { Gather } from './gather.js';
import { LatestLooks } from './latest-looks.service.js';
import type { Sight } from '../accounts/sight.js';
import { Recent } from './recent.js';
import type { Rooms } from './screen.js';
import { frameFor, roomOf, type Sights } from './veil.js';

const latestEveryMs = 1_000;
/** A server that has not read the log for so long does not know whether its screens are right, and says nothing. */
const vouchesForMs = 3_000;

@Injectable()
export class FanOut implements OnApplicationBootstrap, BeforeApplicationShutdown {
  recent = new Recent({});
  /** The register's number as it was last read; never ahead of what a fresh start reads. */
  register = 0;
  private rooms: Rooms | null = null;
  /** The sights by which somebody has looked at an area, by their keys: a handful for each. */
  private readonly sights = new Map<string, Map<string, Sight>>();
  private readonly tail: Tail;
  private readonly gather: Gather;
  private readonly looks: LatestLooks;
  private stopLatest = async () => {};

  constructor(
    @Inject(DB) private readonly db: Db,
    private readonly world: World,
    hints: Hints,
  ) {
    this.looks = new LatestLooks(db, world);
    this.gather = new Gather({
      after: (ms, run) => void world.after(ms, run),
      send: (frame) => {
        this.recent.add(frame.events);
        for (const sight of this.sightsIn(frame.areaId))
          this.rooms?.send(roomOf(frame.areaId, sight), 'events', frameFor(frame, sight));
      },
    });
    this.tail = new Tail({
      db,
      world,
      hints,
      onEvents: (events) => this.gather.add(events),
      onOtherLog: (heads) => (this.recent = new Recent(heads)),
    });
  }

  async onApplicationBootstrap(): Promise<void> {
    const heads = await readHeads(this.db);
    this.recent = new Recent(heads);
    this.tail.start(heads);
    this.stopLatest = this.world.every(latestEveryMs, 'live: latest values', () => this.sendLatest());
  }

  async beforeApplicationShutdown(): Promise<void> {
    await Promise.all([this.stopLatest(), this.tail.stop()]);
  }

  /** The rooms that get the frames; called once, before anyone is in them. */
  sendBy(rooms: Rooms): void {
    this.rooms = rooms;
  }

  /** From now on frames are made for these sights too, as long as somebody is in their rooms. */
  serves(sights: Sights): void {
    for (const [areaId, sight] of sights) {
      const ofArea = this.sights.get(areaId) ?? new Map<string, Sight>();
      this.sights.set(areaId, ofArea.set(sight.key, sight));
    }
  }

  /** How far these areas have been sent. */
  heads(areaIds: readonly string[]): Vector {
    return Object.fromEntries(areaIds.map((areaId) => [areaId, this.recent.sent[areaId] ?? 0]));
  }

  /**
   * Whether what was sent is all there was a moment ago, as far as can be known. While it is not, screens get no tick,
   * and grey themselves (rule L3).
   */
  get vouches(): boolean {
    return this.knowsLog && this.looks.areQuick;
  }

  /** All latest values of these areas, none older than what the rooms have been sent. */
  allLatest(areaIds: readonly string[]): Promise<Latest> {
    return this.looks.all(areaIds);
  }

  private get knowsLog(): boolean {
    return this.world.steadyMs() - this.tail.knownAtMs <= vouchesForMs;
  }

  /** The sights by which somebody looks at this area now. */
  private sightsIn(areaId: string): Sight[] {
    const known = this.sights.get(areaId);
    return known ? [...known.values()].filter((sight) => this.rooms?.hasAnybody(roomOf(areaId, sight))) : [];
  }

  private async sendLatest(): Promise<void> {
    this.register = await registerNumber(this.db);
    const areaIds = [...this.sights.keys()].filter((areaId) => this.sightsIn(areaId).length > 0);
    if (areaIds.length === 0 || !this.knowsLog) return;
    for (const [areaId, latest] of await this.looks.newsOf(areaIds)) {
      for (const sight of this.sightsIn(areaId)) this.rooms?.send(roomOf(areaId, sight), 'latest', latest);
    }
  }
}
