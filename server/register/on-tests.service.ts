// Ends the tests of sites when their time is up, by itself and over restarts: no site stays deaf because somebody forgot it (N5).
import { testMinutesMax } from '@haixi/proto/devices/orders';
import { Inject, Injectable } from '@nestjs/common';
import type { Db } from '../store/database.store.js';
import { DB } from '../store/store.module.js';
import { World } from '../world.js';
import { endDue, sitesOnTest } from './on-test.store.js';

const lookEveryMs = 1_000;
const longestMs = testMinutesMax * 60_000;

interface Running {
  readonly siteId: string;
  readonly untilMs: number;
  /** When it ends on the steady clock. */
  readonly endsMs: number;
}

@Injectable()
export class OnTests {
  /** From when a test is first seen the steady clock ends it: who sets the wall clock back does not prolong it. */
  private running = new Map<string, Running>();
  private stopLooking = () => Promise.resolve();

  constructor(
    @Inject(DB) private readonly db: Db,
    private readonly world: World,
  ) {}

  onApplicationBootstrap(): void {
    this.stopLooking = this.world.every(lookEveryMs, 'tests of sites', () => this.look());
  }

  async beforeApplicationShutdown(): Promise<void> {
    await this.stopLooking();
  }

  /** Ends each test that is due, in a transaction of its own. */
  async look(): Promise<void> {
    const [nowMs, steadyMs] = [this.world.nowMs(), this.world.steadyMs()];
    const before = this.running;
    const tests = await sitesOnTest(this.db);
    this.running = new Map(
      tests.map(({ siteId, untilMs }) => {
        const known = before.get(siteId);
        if (known?.untilMs === untilMs) return [siteId, known];
        return [siteId, { siteId, untilMs, endsMs: steadyMs + Math.min(untilMs - nowMs, longestMs) }];
      }),
    );
    for (const test of this.running.values())
      if (test.endsMs <= steadyMs) await endDue(this.db, this.world, test);
  }
}
