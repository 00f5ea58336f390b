// Sends on: follows the log and the latest values, and gives each area's room its frames, serialised once for all in it.
import type { Vector } from '@haixi/proto/live/picture';
import {
  type BeforeApplicationShutdown,
  Inject,
  Injectable,
  type OnApplicationBootstrap,
} from '@nestjs/common';
import { Hints } from '../log/hints.js';
import { readHeads, Tail } from '../log/tail.service.js';
import type { Db } from '../store/database.store.js';
import { DB } from '../store/store.module.js';
import { World } from '../world.js';
import { Gather } from './gather.js';
import { News } from './latest.js';
import { readPositions, readReadings } from './latest.store.js';
import { Recent } from './recent.js';
import type { Rooms } from './screen.js';

const latestEveryMs = 1_000;
/** A value is written a little later than its time says: so far back each look reaches. */
const latestOverlapMs = 5_000;

@Injectable()
export class FanOut implements OnApplicationBootstrap, BeforeApplicationShutdown {
  recent = new Recent({});
  private rooms: Rooms | null = null;
  private readonly tail: Tail;
  private readonly gather: Gather;
  private readonly news = new News();
  private stopLatest = async () => {};
  private lookedAtMs: number;

  constructor(
    @Inject(DB) private readonly db: Db,
    private readonly world: World,
    hints: Hints,
  ) {
    this.lookedAtMs = world.nowMs();
    this.gather = new Gather({
      after: (ms, run) => void world.after(ms, run),
      send: (frame) => {
        this.recent.add(frame.events);
        this.rooms?.send(frame.areaId, 'events', frame);
      },
    });
    this.tail = new Tail({ db, world, hints, onEvents: (events) => this.gather.add(events) });
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

  private async sendLatest(): Promise<void> {
    const rooms = this.rooms;
    const areaIds = Object.keys(this.recent.sent).filter((areaId) => rooms?.hasAnybody(areaId));
    if (!rooms || areaIds.length === 0) return;
    const of = { areaIds, sinceMs: this.lookedAtMs - latestOverlapMs };
    const nowMs = this.world.nowMs();
    const frames = this.news.of(await readPositions(this.db, of), await readReadings(this.db, of));
    this.lookedAtMs = nowMs;
    for (const [areaId, latest] of frames) rooms.send(areaId, 'latest', latest);
  }
}
