// Photos: their bytes are files in the data folder, named by their hash; who sent them and when is in the store.
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { photoBytesMax } from '@haixi/proto/commands/routes';
import { Inject, Injectable, type OnModuleInit } from '@nestjs/common';
import { Environment } from '../environment.js';
import { presentId } from '../incidents/incidents.store.js';
import type { Db } from '../store/database.store.js';
import { DB } from '../store/store.module.js';
import { World } from '../world.js';
import { KeptFiles, type NotTaken, type Written } from './kept-files.store.js';
import { type PhotoType, photoTypeOf } from './picture-type.js';

export interface PhotoKey {
  readonly incidentId: string;
  readonly photoId: string;
}

export type Saved =
  { ok: true; bytes: number } | { ok: false; reason: 'not_a_picture' | 'other_photo' } | NotTaken;

@Injectable()
export class Photos implements OnModuleInit {
  private readonly files: KeptFiles;

  constructor(
    @Inject(DB) private readonly db: Db,
    private readonly world: World,
    environment: Environment,
  ) {
    this.files = new KeptFiles(join(environment.dataDir, 'photos'), () => world.newId());
  }

  onModuleInit(): Promise<void> {
    return this.files.begin();
  }

  /**
   * Keeps a photo under its key: on the disk for good before the store knows of it. The same photo again changes
   * nothing; another one under the same key is refused.
   */
  save(key: PhotoKey, type: string, personId: string, body: Readable): Promise<Saved> {
    return this.files.take<Saved>(body, photoBytesMax, async (written) => {
      const really = photoTypeOf(written.first);
      if (really === null || really !== type) return { ok: false, reason: 'not_a_picture' };
      const there = await this.row(key);
      if (there) return same(there, written);
      await this.files.put(key.incidentId, written);
      return this.enter(key, written, really, personId);
    });
  }

  /** A kept photo's type, size and bytes; null where there is none under this key. */
  async find(
    key: PhotoKey,
  ): Promise<{ type: string; bytes: number; sha256: string; stream: () => Readable } | null> {
    const row = (await this.row(key)) ?? (await this.mergedRow(key));
    if (!row) return null;
    const { type, bytes, sha256, incident_id } = row;
    return { type, bytes, sha256, stream: () => this.files.read(incident_id, sha256) };
  }

  /** A tablet without network puts its photo to the incident that it knows, which may have been merged into this one. */
  private async mergedRow({ incidentId, photoId }: PhotoKey) {
    const rows = await this.db
      .selectFrom('photos')
      .select(['incident_id', 'type', 'bytes', 'sha256'])
      .where('photo_id', '=', photoId)
      .execute();
    for (const row of rows) if ((await presentId(this.db, row.incident_id)) === incidentId) return row;
    return undefined;
  }

  private async enter(key: PhotoKey, written: Written, type: PhotoType, personId: string): Promise<Saved> {
    const { bytes, sha256 } = written;
    await this.db
      .insertInto('photos')
      .values({
        incident_id: key.incidentId,
        photo_id: key.photoId,
        type,
        bytes,
        sha256,
        person_id: personId,
        at_ms: this.world.nowMs(),
      })
      .onConflict((clash) => clash.doNothing())
      .execute();
    // Another upload under this key may have been first; its row is the one that counts.
    const row = await this.row(key);
    if (!row) throw new Error(`photo ${key.photoId} was entered and is not there`);
    return same(row, written);
  }

  private row({ incidentId, photoId }: PhotoKey) {
    return this.db
      .selectFrom('photos')
      .select(['incident_id', 'type', 'bytes', 'sha256'])
      .where('incident_id', '=', incidentId)
      .where('photo_id', '=', photoId)
      .executeTakeFirst();
  }
}

function same(row: { sha256: string; bytes: number }, written: Written): Saved {
  return row.sha256 === written.sha256
    ? { ok: true, bytes: row.bytes }
    : { ok: false, reason: 'other_photo' };
}
