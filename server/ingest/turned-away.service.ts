// Brings into the store how often the doors of agents turned something away, so that the counts outlive the server (D6).
import { Inject, Injectable } from '@nestjs/common';
import { Gatekeeper } from '../broker/gatekeeper.service.js';
import type { Db } from '../store/database.store.js';
import { DB } from '../store/store.module.js';
import { World } from '../world.js';
import { countTimes } from './quarantine.store.js';

const saveEveryMs = 10_000;

@Injectable()
export class TurnedAwayCounts {
  private readonly saved = new Map<string, number>();
  private saving: Promise<void> = Promise.resolve();
  private stop = () => {};

  constructor(
    @Inject(DB) private readonly db: Db,
    private readonly world: World,
    private readonly gatekeeper: Gatekeeper,
  ) {}

  onApplicationBootstrap(): void {
    this.stop = this.world.every(saveEveryMs, 'what was turned away', () => this.save());
  }

  async beforeApplicationShutdown(): Promise<void> {
    this.stop();
    await this.save().catch(() => {});
  }

  /** Saves what was counted since it was last saved; each count once, however often it is asked for. */
  save(): Promise<void> {
    this.saving = this.saving.catch(() => {}).then(() => this.saveNow());
    return this.saving;
  }

  private async saveNow(): Promise<void> {
    const counts = Object.entries(this.gatekeeper.counts);
    const more = counts.map(([what, times]) => [what, times - (this.saved.get(what) ?? 0)] as const);
    await countTimes(this.db, new Map(more.filter(([, times]) => times > 0)));
    for (const [what, times] of counts) this.saved.set(what, times);
  }
}
