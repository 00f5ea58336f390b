// Photos: their bytes are files in the data folder, named by their hash; who sent them and when is in the store.
import { createHash } from 'node:crypto';
import { createReadStream, createWriteStream } from 'node:fs';
import { mkdir, open, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { photoBytesMax } from '@haixi/proto/commands/routes';
import { Inject, Injectable, type OnModuleInit } from '@nestjs/common';
import { Environment } from '../environment.js';
import type { Db } from '../store/database.store.js';
import { DB } from '../store/store.module.js';
import { World } from '../world.js';
import { magicBytes, type PhotoType, photoTypeOf } from './picture-type.js';

export interface PhotoKey {
  readonly incidentId: string;
  readonly photoId: string;
}

export type Saved =
  | { ok: true; bytes: number }
  | { ok: false; reason: 'too_large' | 'not_a_picture' | 'other_photo' | 'disk_full' | 'broken_off' };

interface Written {
  readonly path: string;
  readonly bytes: number;
  readonly sha256: string;
  readonly type: PhotoType | null;
}

@Injectable()
export class Photos implements OnModuleInit {
  private readonly dir: string;
  private readonly incoming: string;

  constructor(
    @Inject(DB) private readonly db: Db,
    private readonly world: World,
    environment: Environment,
  ) {
    this.dir = join(environment.dataDir, 'photos');
    this.incoming = join(this.dir, 'incoming');
  }

  /** What an earlier run had only half of is nobody's. */
  async onModuleInit(): Promise<void> {
    await rm(this.incoming, { recursive: true, force: true });
    await mkdir(this.incoming, { recursive: true });
  }

  /** The area of an incident, or null where there is no such incident. */
  async areaOf(incidentId: string): Promise<string | null> {
    const row = await this.db
      .selectFrom('incidents')
      .select('area_id')
      .where('incident_id', '=', incidentId)
      .executeTakeFirst();
    return row?.area_id ?? null;
  }

  /**
   * Keeps a photo under its key: on the disk for good before the store knows of it. The same photo again changes
   * nothing; another one under the same key is refused.
   */
  async save(key: PhotoKey, type: string, personId: string, body: Readable): Promise<Saved> {
    const path = join(this.incoming, this.world.newId());
    try {
      const written = await write(path, body);
      if (written === null) return { ok: false, reason: 'too_large' };
      if (written.type === null || written.type !== type) return { ok: false, reason: 'not_a_picture' };
      const there = await this.row(key);
      if (there) return same(there, written);
      await this.put(key, written);
      return await this.enter(key, written, written.type, personId);
    } catch (error) {
      const code = error instanceof Error && 'code' in error ? error.code : undefined;
      if (code === 'ENOSPC' || code === 'EDQUOT') return { ok: false, reason: 'disk_full' };
      if (code === 'ERR_STREAM_PREMATURE_CLOSE' || code === 'ECONNRESET')
        return { ok: false, reason: 'broken_off' };
      throw error;
    } finally {
      await rm(path, { force: true });
    }
  }

  /** A kept photo's type, size and bytes; null where there is none under this key. */
  async find(key: PhotoKey): Promise<{ type: string; bytes: number; stream: Readable } | null> {
    const row = await this.row(key);
    if (!row) return null;
    return { type: row.type, bytes: row.bytes, stream: createReadStream(this.pathOf(key, row.sha256)) };
  }

  /** Named by its own hash, so that two uploads under one key can't overwrite one another. */
  private pathOf({ incidentId }: PhotoKey, sha256: string): string {
    return join(this.dir, incidentId, sha256);
  }

  private async put(key: PhotoKey, { path, sha256 }: Written): Promise<void> {
    const target = this.pathOf(key, sha256);
    await mkdir(dirname(target), { recursive: true });
    await rename(path, target);
    for (const folder of [dirname(target), this.dir]) await sync(folder);
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
      .select(['type', 'bytes', 'sha256'])
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

/** Writes a body into a new file and onto the disk; null where it is longer than a photo may be. */
async function write(path: string, body: Readable): Promise<Written | null> {
  const hash = createHash('sha256');
  let bytes = 0;
  let first = Buffer.alloc(0);
  let isTooLarge = false;
  await pipeline(
    body,
    async function* (chunks: AsyncIterable<Buffer>) {
      for await (const chunk of chunks) {
        bytes += chunk.length;
        isTooLarge = bytes > photoBytesMax;
        if (isTooLarge) return;
        if (first.length < magicBytes) first = Buffer.concat([first, chunk]).subarray(0, magicBytes);
        hash.update(chunk);
        yield chunk;
      }
    },
    createWriteStream(path, { flags: 'wx', flush: true }),
  );
  if (isTooLarge) return null;
  return { path, bytes, sha256: hash.digest('hex'), type: photoTypeOf(first) };
}

/** A file's name is on the disk only once its folder is. */
async function sync(folder: string): Promise<void> {
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
