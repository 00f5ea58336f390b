// Ends the streams of sites whose key was withdrawn and of cameras that went out of use, within 5 s of it (rule N3).
import { Inject, Injectable } from '@nestjs/common';
import type { Db } from '../store/database.store.js';
import { DB } from '../store/store.module.js';
import { World } from '../world.js';
import { Streams } from './streams.service.js';
import { cameraKey, type CameraRef } from './tickets.js';

const lookEveryMs = 1_000;

@Injectable()
export class Withdrawn {
  private stopLooking = () => Promise.resolve();

  constructor(
    @Inject(DB) private readonly db: Db,
    private readonly world: World,
    private readonly streams: Streams,
  ) {}

  onApplicationBootstrap(): void {
    this.stopLooking = this.world.every(lookEveryMs, 'media: keys', () => this.look());
  }

  async beforeApplicationShutdown(): Promise<void> {
    await this.stopLooking();
  }

  /** Asks the store only while somebody looks. */
  async look(): Promise<void> {
    const wanted = this.streams.wanted();
    if (wanted.length === 0) return;
    const inUse = await this.inUse(wanted);
    for (const camera of wanted)
      if (!inUse.has(cameraKey(camera)))
        this.streams.end(camera, 'the camera is out of use, or its key was withdrawn');
  }

  /** The cameras of these sites that are in use, of agents that have a key. */
  private async inUse(cameras: readonly CameraRef[]): Promise<ReadonlySet<string>> {
    const rows = await this.db
      .selectFrom('sources')
      .innerJoin('sites', 'sites.site_id', 'sources.site_id')
      .select(['sites.site_id', 'source_id'])
      .where('sites.site_id', 'in', [...new Set(cameras.map(({ siteId }) => siteId))])
      .where('key_hash', 'is not', null)
      .where('sources.retired_at_ms', 'is', null)
      .where('sites.retired_at_ms', 'is', null)
      .execute();
    return new Set(rows.map((row) => cameraKey({ siteId: row.site_id, sourceId: row.source_id })));
  }
}
