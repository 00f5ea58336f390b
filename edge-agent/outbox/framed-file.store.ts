// An append-only file of framed records: reads every whole one at opening, mends its tail, appends in whole batches.
import type { Disk, DiskFile } from './disk.js';
import { encodeRecord, step } from './format.js';

const chunkBytes = 1024 * 1024;

/** Where a record stands in the file, its frame included. */
export interface Place {
  readonly from: number;
  readonly bytes: number;
}

/** What was found damaged at opening: places with whole records behind them, and the end, torn or worse. */
export interface Damage {
  readonly places: readonly Place[];
  readonly tail: Place | null;
}

export class FramedFile {
  private constructor(
    private readonly file: DiskFile,
    private end: number,
  ) {}

  /** Set by a failure after which the file's bytes can't be vouched for: it must be rewritten before it grows. */
  doubtful = false;

  /** Bytes of whole records. */
  get bytes(): number {
    return this.end;
  }

  /**
   * Opens or makes the file and shows each whole record to `take`, which answers whether it knows it; one that it
   * doesn't know counts as a damaged place. `damaged` is told of each damaged place between them, in order. Nothing is
   * changed: a damaged tail has to be mended before the file takes anything.
   */
  static async open(
    disk: Disk,
    path: string,
    take: (text: string, place: Place) => boolean,
    damaged: (place: Place) => void = () => {},
  ): Promise<{ file: FramedFile; damage: Damage }> {
    const raw = await disk.open(path);
    const size = await raw.size();
    const places: Place[] = [];
    let wholeTo = 0;
    for await (const record of steps(raw, size)) {
      const place = { from: record.from, bytes: record.to - record.from };
      if (record.kind === 'record') wholeTo = record.to;
      if (record.kind === 'record' && take(record.text, place)) continue;
      places.push(place);
      damaged(place);
    }
    const tail = wholeTo < size ? { from: wholeTo, bytes: size - wholeTo } : null;
    const inside = places.filter((place) => place.from < wholeTo);
    return { file: new FramedFile(raw, wholeTo), damage: { places: inside, tail } };
  }

  /** Cuts a damaged tail off for good. */
  async cut(): Promise<void> {
    await this.file.truncate(this.end);
    await this.file.sync();
  }

  /**
   * Puts a record in the place of a damaged tail, and cuts off the rest. In a tail that is longer than the record this
   * needs no room on the disk, and at each moment the file has either the whole record or a tail as long as before.
   */
  async mend(text: string): Promise<void> {
    const frame = encodeRecord(text);
    await this.file.write(this.end, frame);
    await this.file.sync();
    this.end += frame.length;
    await this.cut();
  }

  /** Makes the file empty. */
  async clear(): Promise<void> {
    await this.file.truncate(0);
    this.end = 0;
  }

  /**
   * Appends and, unless told otherwise, makes the records outlive a power cut; answers where each stands. When it
   * rejects, none of them counts: the file goes on from its old end.
   */
  async append(texts: readonly string[], sync = true): Promise<Place[]> {
    const frames = texts.map(encodeRecord);
    const places = placesFrom(this.end, frames);
    await this.put(Buffer.concat(frames), sync);
    return places;
  }

  /** Appends records that are framed already, without making them outlive a power cut. */
  async copy(framed: Buffer): Promise<void> {
    await this.put(framed, false);
  }

  async sync(): Promise<void> {
    await this.file.sync();
  }

  /** The bytes at this place. */
  read(place: Place): Promise<Buffer> {
    return this.file.read(place.from, place.bytes);
  }

  close(): Promise<void> {
    return this.file.close();
  }

  private async put(bytes: Buffer, sync: boolean): Promise<void> {
    try {
      await this.file.write(this.end, bytes);
      if (sync) await this.syncOrDoubt();
    } catch (cause) {
      await this.file.truncate(this.end).catch(() => {
        this.doubtful = true;
      });
      throw cause;
    }
    this.end += bytes.length;
  }

  /** After a failed fsync the kernel may have dropped the pages and called them clean, so the file is doubtful. */
  private async syncOrDoubt(): Promise<void> {
    try {
      await this.file.sync();
    } catch (cause) {
      this.doubtful = true;
      throw cause;
    }
  }
}

function placesFrom(start: number, frames: readonly Buffer[]): Place[] {
  let from = start;
  return frames.map((frame) => {
    const place = { from, bytes: frame.length };
    from += frame.length;
    return place;
  });
}

async function* steps(file: DiskFile, size: number) {
  let bytes: Buffer = Buffer.alloc(0);
  let bytesFrom = 0;
  let at = 0;
  for (;;) {
    const last = bytesFrom + bytes.length >= size;
    const next = step(bytes, at, last);
    if (next.kind === 'end') return;
    if (next.kind === 'more') {
      const more = await file.read(bytesFrom + bytes.length, chunkBytes);
      // A file that ends before its size says so is treated as ending there.
      if (more.length === 0) return;
      bytes = Buffer.concat([bytes.subarray(at), more]);
      bytesFrom += at;
      at = 0;
      continue;
    }
    at = next.to;
    yield { ...next, from: next.from + bytesFrom, to: next.to + bytesFrom };
  }
}
