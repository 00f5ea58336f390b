// Sends on: follows the log and the latest values, and gives each area's room its frames, serialised once for all in it.
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
import { Recent } from './recent.js';
import type { Rooms } from './screen.js';

const latestEveryMs = 1_000;
/** A server that has not read the log for so long does not know whether its screens are right, and says nothing. */
const vouchesForMs = 3_000;

@Injectable()
export class FanOut implements OnApplicationBootstrap, BeforeApplicationShutdown {
  recent = new Recent({});
  /** The register's number as it was last read; never ahead of what a fresh start reads. */
  register = 0;
  private rooms: Rooms | null = null;
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
        this.rooms?.send(frame.areaId, 'events', frame);
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

  private async sendLatest(): Promise<void> {
    this.register = await registerNumber(this.db);
    const rooms = this.rooms;
    const areaIds = Object.keys(this.recent.sent).filter((areaId) => rooms?.hasAnybody(areaId));
    if (!rooms || areaIds.length === 0 || !this.knowsLog) return;
    for (const [areaId, latest] of await this.looks.newsOf(areaIds)) rooms.send(areaId, 'latest', latest);
  }
}
