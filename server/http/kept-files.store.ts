// Pictures as files: taken in as they arrive, on the disk for good before the store knows of them, named by their hash.
import { createHash } from 'node:crypto';
import { createReadStream, createWriteStream } from 'node:fs';
import { mkdir, open, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { magicBytes } from './picture-type.js';

/** A body that has arrived whole and is on the disk, under a name that nobody knows yet. */
export interface Written {
  readonly path: string;
  readonly bytes: number;
  readonly sha256: string;
  /** The first and the last few bytes, which tell what it is and whether it is whole. */
  readonly first: Buffer;
  readonly last: Buffer;
}

export type NotTaken = { ok: false; reason: 'too_large' | 'disk_full' | 'broken_off' };

export class KeptFiles {
  private readonly incoming: string;

  /** `newName` gives a name that was never given before. */
  constructor(
    private readonly dir: string,
    private readonly newName: () => string,
  ) {
    this.incoming = join(dir, 'incoming');
  }

  /** What an earlier run had only half of is nobody's. */
  async begin(): Promise<void> {
    await rm(this.incoming, { recursive: true, force: true });
    await mkdir(this.incoming, { recursive: true });
  }

  /** Takes a body in and lets `keep` decide about it; what it does not `put` is gone afterwards. */
  async take<T>(
    body: Readable,
    bytesMax: number,
    keep: (written: Written) => Promise<T>,
  ): Promise<T | NotTaken> {
    const path = join(this.incoming, this.newName());
    try {
      const written = await write(path, body, bytesMax);
      return written === null ? { ok: false, reason: 'too_large' } : await keep(written);
    } catch (error) {
      const reason = whyNotTaken(error);
      if (reason) return { ok: false, reason };
      throw error;
    } finally {
      await rm(path, { force: true });
    }
  }

  /** Keeps a taken body for good. Its hash is its name, so that two uploads under one key can't overwrite one another. */
  async put(folder: string, { path, sha256 }: Written): Promise<void> {
    const target = this.pathOf(folder, sha256);
    await mkdir(dirname(target), { recursive: true });
    await rename(path, target);
    for (const changed of [dirname(target), this.dir]) await sync(changed);
  }

  read(folder: string, sha256: string): Readable {
    return createReadStream(this.pathOf(folder, sha256));
  }

  private pathOf(folder: string, sha256: string): string {
    return join(this.dir, folder, sha256);
  }
}

/** What the world did to an upload; null where the fault is ours. */
export function whyNotTaken(error: unknown): 'disk_full' | 'broken_off' | null {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  // The last is PostgreSQL's: its disk may be another one.
  if (code === 'ENOSPC' || code === 'EDQUOT' || code === '53100') return 'disk_full';
  return code === 'ERR_STREAM_PREMATURE_CLOSE' || code === 'ECONNRESET' ? 'broken_off' : null;
}

/** Writes a body into a new file and onto the disk; null where it is longer than it may be. */
async function write(path: string, body: Readable, bytesMax: number): Promise<Written | null> {
  const hash = createHash('sha256');
  let bytes = 0;
  let first = Buffer.alloc(0);
  let last = Buffer.alloc(0);
  let isTooLarge = false;
  const arriving = async function* (chunks: AsyncIterable<Buffer>) {
    for await (const chunk of chunks) {
      bytes += chunk.length;
      isTooLarge = bytes > bytesMax;
      if (isTooLarge) return;
      if (first.length < magicBytes) first = Buffer.concat([first, chunk]).subarray(0, magicBytes);
      last = Buffer.concat([last, chunk.subarray(-magicBytes)]).subarray(-magicBytes);
      hash.update(chunk);
      yield chunk;
    }
  };
  try {
    const chunks = body.iterator({ destroyOnReturn: false });
    await pipeline(arriving(chunks), createWriteStream(path, { flags: 'wx', flush: true }));
  } catch (error) {
    // The rest is read and dropped: else nothing more would be heard on this connection.
    body.resume();
    throw error;
  }
  if (!isTooLarge) return { path, bytes, sha256: hash.digest('hex'), first, last };
  body.destroy();
  return null;
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
