// Entries that the server refused, kept apart on disk with the reason and shown to people (rule D6).
import { join } from 'node:path';
import type { Say } from '../line.js';
import type { Disk } from './disk.js';
import { FramedFile } from './framed-file.store.js';
import { readRecord, type Refused, refusedSchema } from './records.js';

/** How many of them are held in memory, the newest; the file has all. */
export const refusedShown = 100;

interface Parts {
  readonly disk: Disk;
  readonly folder: string;
  readonly say: Say;
}

export class RefusedStore {
  private constructor(private readonly file: FramedFile) {}

  private count = 0;
  private newest: Refused[] = [];
  /** The writes one after another: the file's end belongs to one of them at a time. */
  private writes: Promise<void> = Promise.resolve();

  static async open({ disk, folder, say }: Parts): Promise<RefusedStore> {
    const read: Refused[] = [];
    let count = 0;
    const { file, damage } = await FramedFile.open(disk, join(folder, 'refused.log'), (text) => {
      const refused = readRecord(refusedSchema, text);
      if (refused === null) return false;
      if (!read.some((known) => isSame(known, refused))) {
        count += 1;
        read.push(refused);
        if (read.length > refusedShown) read.shift();
      }
      return true;
    });
    if (damage.cutBytes > 0) say('refused_tail_cut', { bytes: damage.cutBytes });
    await disk.syncFolder(folder);
    const store = new RefusedStore(file);
    store.count = count;
    store.newest = read;
    return store;
  }

  /** How many entries were refused in the life of this folder. */
  get size(): number {
    return this.count;
  }

  /** The newest refused entries, oldest of them first. */
  get latest(): readonly Refused[] {
    return this.newest;
  }

  /** Keeps an entry; on the disk when done. One that is there already, after a crash in between, is kept once. */
  keep(refused: Refused): Promise<void> {
    const kept = this.writes.then(() => this.append(refused));
    this.writes = kept.catch(() => {});
    return kept;
  }

  /** Lets the writes end that have begun. */
  async close(): Promise<void> {
    await this.writes;
    await this.file.close();
  }

  private async append(refused: Refused): Promise<void> {
    if (this.newest.some((known) => isSame(known, refused))) return;
    await this.file.append([JSON.stringify(refused)]);
    this.count += 1;
    this.newest = [...this.newest, refused].slice(-refusedShown);
  }
}

function isSame(left: Refused, right: Refused): boolean {
  return left.envelope.epoch === right.envelope.epoch && left.envelope.seq === right.envelope.seq;
}
