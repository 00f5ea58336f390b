// Entries that the server refused, kept apart on disk with the reason and shown to people, the newest of them (rule D6).
import { join } from 'node:path';
import { faultText, type Say } from '../line.js';
import type { Disk } from './disk.js';
import { FramedFile, type Place } from './framed-file.store.js';
import { readRecord, refusedRecordSchema, type Refused } from './records.js';

/** How many of them are held in memory, the newest. */
export const refusedShown = 100;

/** Beyond this the file is written anew with the newest half of it. */
export const refusedBytesMax = 2 * 1024 * 1024;

interface Parts {
  readonly disk: Disk;
  readonly folder: string;
  readonly say: Say;
}

/** Which entry it is, and where it stands in the file. */
interface Kept {
  readonly key: string;
  readonly place: Place;
}

export class RefusedStore {
  private constructor(private readonly parts: Parts) {}

  /** Null where it could not be opened: the next entry tries again, and alarms do not wait for it. */
  private file: FramedFile | null = null;
  private kept: Kept[] = [];
  private keys = new Set<string>();
  /** Refused in the life of this folder and no longer kept. */
  private before = 0;
  private newest: Refused[] = [];
  /** The writes one after another: the file's end belongs to one of them at a time. */
  private writes: Promise<void> = Promise.resolve();

  /** Never rejects: a file that can't be opened is told, and tried again when there is something to keep. */
  static async open(parts: Parts): Promise<RefusedStore> {
    const store = new RefusedStore(parts);
    await store.read().catch((cause: unknown) => {
      parts.say('refused_not_opened', { fault: faultText(cause) });
    });
    return store;
  }

  /** How many entries were refused in the life of this folder. */
  get size(): number {
    return this.before + this.kept.length;
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
    await this.file?.close();
  }

  private async append(refused: Refused): Promise<void> {
    const file = await this.fit();
    const key = keyOf(refused);
    if (this.keys.has(key)) return;
    const [place] = await file.append([JSON.stringify(refused)]);
    if (place) this.take(refused, key, place);
  }

  /** The file, opened, vouched for and of bounded length. Rejects where it can't be had so. */
  private async fit(): Promise<FramedFile> {
    if (this.file === null) await this.read();
    const { file } = this;
    if (file === null) throw new Error('the file of refused entries is not open');
    const isLong = file.bytes > refusedBytesMax;
    if (!isLong && !file.doubtful) return file;
    const anew = await this.rewrite(file, isLong ? refusedBytesMax / 2 : refusedBytesMax);
    if (anew.doubtful) throw new Error('the file of refused entries can not be vouched for');
    return anew;
  }

  private take(refused: Refused, key: string, place: Place): void {
    this.kept.push({ key, place });
    this.keys.add(key);
    this.newest = [...this.newest, refused].slice(-refusedShown);
  }

  private async read(): Promise<void> {
    const { disk, folder, say } = this.parts;
    this.before = 0;
    this.kept = [];
    this.keys = new Set();
    this.newest = [];
    const { file, damage } = await FramedFile.open(disk, join(folder, fileName), (text, place) => {
      const record = readRecord(refusedRecordSchema, text);
      if (record === null) return false;
      if ('before' in record) this.before = record.before;
      else if (!this.keys.has(keyOf(record))) this.take(record, keyOf(record), place);
      return true;
    });
    if (damage.places.length > 0) say('refused_damaged', { places: damage.places.length });
    try {
      if (damage.tail) {
        say('refused_tail_cut', { bytes: damage.tail.bytes });
        await file.cut();
      }
      // One that a killed program had written and not synced counts as kept from now on.
      await file.sync();
      await disk.syncFolder(folder);
    } catch (cause) {
      await file.close();
      throw cause;
    }
    this.file = file;
  }

  /** Writes the newest entries, up to so many bytes, into a new file that takes this one's name. */
  private async rewrite(old: FramedFile, bytesMax: number): Promise<FramedFile> {
    const { disk, folder, say } = this.parts;
    const path = join(folder, fileName);
    await disk.remove(`${path}.new`);
    const { file } = await FramedFile.open(disk, `${path}.new`, () => true);
    const kept = newestWithin(this.kept, bytesMax);
    const dropped = this.kept.length - kept.length;
    const before = this.before + dropped;
    const moved: Kept[] = [];
    try {
      await file.append([JSON.stringify({ before })], false);
      for (const { key, place } of kept) {
        moved.push({ key, place: { from: file.bytes, bytes: place.bytes } });
        await file.copy(await old.read(place));
      }
      await file.sync();
      await disk.rename(`${path}.new`, path);
    } catch (cause) {
      await file.close();
      throw cause;
    }
    if (dropped > 0) say('refused_dropped', { dropped });
    this.before = before;
    this.kept = moved;
    this.keys = new Set(moved.map(({ key }) => key));
    this.file = file;
    await disk.syncFolder(folder).catch(() => {
      file.doubtful = true;
    });
    await old.close();
    return file;
  }
}

const fileName = 'refused.log';

function newestWithin(kept: readonly Kept[], bytesMax: number): readonly Kept[] {
  let bytes = 0;
  const from = kept.findLastIndex(({ place }) => (bytes += place.bytes) > bytesMax);
  return kept.slice(from + 1);
}

function keyOf({ envelope: { epoch, seq } }: Refused): string {
  return `${epoch} ${seq}`;
}
