// Sends on: follows the log and the latest values, and gives each area's room its frames, serialised once for all in it.
import type { Vector } from '@haixi/proto/live/picture';
import {
  type BeforeApplicationShutdown,
  Inject,
  Injectable,
  type OnApplicationBootstrap,
} from '@nestjs/common';
import { Environment } from '../environment.js';
import { Tail } from '../log/tail.service.js';
import type { Db } from '../store/database.store.js';
import { DB } from '../store/store.module.js';
import { World } from '../world.js';
import { Gather } from './gather.js';
import { News } from './latest.js';
import { readPositions, readReadings } from './latest.store.js';
import { Recent } from './recent.js';
import { type LiveServer, roomOf } from './screen.js';

const latestEveryMs = 1_000;
/** A value is written a little later than its time says: so far back each look reaches. */
const latestOverlapMs = 5_000;

@Injectable()
export class FanOut implements OnApplicationBootstrap, BeforeApplicationShutdown {
  recent = new Recent({});
  private server: LiveServer | null = null;
  private readonly tail: Tail;
  private readonly gather: Gather;
  private readonly news = new News();
  private latestTimer: NodeJS.Timeout | null = null;
  private looking: Promise<void> | null = null;
  private lookedAtMs: number;

  constructor(
    @Inject(DB) private readonly db: Db,
    private readonly world: World,
    environment: Environment,
  ) {
    this.lookedAtMs = world.nowMs();
    this.gather = new Gather({
      after: (ms, run) => void setTimeout(run, ms),
      send: (frame) => {
        this.recent.add(frame.events);
        this.server?.to(roomOf(frame.areaId)).emit('events', frame);
      },
    });
    this.tail = new Tail({
      db,
      url: environment.databaseUrl,
      say: (line) => void process.stdout.write(`${line}\n`),
      onEvents: (events) => this.gather.add(events),
    });
  }

  async onApplicationBootstrap(): Promise<void> {
    await this.tail.start();
    this.recent = new Recent(this.tail.vector);
    this.latestTimer = setInterval(() => {
      this.looking ??= this.sendLatest()
        .catch((error: Error) => {
          process.stdout.write(`live: could not read the latest values, tries again: ${error.message}\n`);
        })
        .finally(() => {
          this.looking = null;
        });
    }, latestEveryMs);
  }

  async beforeApplicationShutdown(): Promise<void> {
    if (this.latestTimer) clearInterval(this.latestTimer);
    await this.looking;
    await this.tail.stop();
  }

  /** The server whose rooms get the frames; called once, before anyone is in them. */
  sendBy(server: LiveServer): void {
    this.server = server;
  }

  /** How far these areas have been sent. */
  heads(areaIds: readonly string[]): Vector {
    return Object.fromEntries(areaIds.map((areaId) => [areaId, this.recent.sent[areaId] ?? 0]));
  }

  private async sendLatest(): Promise<void> {
    const server = this.server;
    const rooms = server?.sockets.adapter.rooms;
    const areaIds = Object.keys(this.recent.sent).filter((areaId) => rooms?.has(roomOf(areaId)));
    if (!server || areaIds.length === 0) return;
    const of = { areaIds, sinceMs: this.lookedAtMs - latestOverlapMs };
    const nowMs = this.world.nowMs();
    const frames = this.news.of(await readPositions(this.db, of), await readReadings(this.db, of));
    this.lookedAtMs = nowMs;
    for (const [areaId, latest] of frames) server.to(roomOf(areaId)).emit('latest', latest);
  }
}
