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
  /** The keys of the sites that are looked at, by their hashes, as they were at the last look. */
  private keys: ReadonlyMap<string, string> = new Map();

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
    if (wanted.length === 0) {
      this.keys = new Map();
      return;
    }
    const inUse = await this.inUse(wanted);
    const before = this.keys;
    this.keys = new Map([...inUse.values()].map(({ siteId, keyHash }) => [siteId, keyHash]));
    for (const camera of wanted) {
      const now = inUse.get(cameraKey(camera));
      if (!now) this.streams.end(camera, 'the camera is out of use, or its key was withdrawn');
      // What comes is the box's that was replaced: its key opens nothing any more.
      else if ((before.get(camera.siteId) ?? now.keyHash) !== now.keyHash)
        this.streams.end(camera, 'the box of this site was replaced');
    }
  }

  /** The cameras of these sites that are in use, of agents that have a key, each with its hash. */
  private async inUse(
    cameras: readonly CameraRef[],
  ): Promise<ReadonlyMap<string, { siteId: string; keyHash: string }>> {
    const rows = await this.db
      .selectFrom('sources')
      .innerJoin('sites', 'sites.site_id', 'sources.site_id')
      .select(['sites.site_id', 'source_id', 'key_hash'])
      .where('sites.site_id', 'in', [...new Set(cameras.map(({ siteId }) => siteId))])
      .where('key_hash', 'is not', null)
      .where('sources.retired_at_ms', 'is', null)
      .where('sites.retired_at_ms', 'is', null)
      .execute();
    return new Map(
      rows.map(({ site_id: siteId, source_id: sourceId, key_hash }) => {
        return [cameraKey({ siteId, sourceId }), { siteId, keyHash: key_hash! }];
      }),
    );
  }
}
