// The snapshots that wait for the server, on the disk of the site: whole or not there, and never more than there is room for.
import { join } from 'node:path';
import { idSchema } from '@haixi/proto/basics';
import { epochSchema } from '@haixi/proto/mqtt/messages';
import type { Say } from '../line.js';
import { type Disk, type DiskFault, diskFault } from '../outbox/disk.js';

/** The most that waits of one site. Beyond it the oldest go: the newest are looked for first. */
const shelfBytesMax = 64 * 1024 * 1024;

/** What snapshots leave free on the disk: it is the alarms' (rule D1). */
const leftForAlarmsBytes = 32 * 1024 * 1024;

/** The snapshot of one outbox entry. `takenAtMs` is the agent's clock in epoch milliseconds. */
export interface Taken {
  readonly epoch: string;
  readonly seq: number;
  readonly takenAtMs: number;
  /** The camera that took it; null in what an earlier release left: then it is the entry's own source. */
  readonly sourceId: string | null;
  /** The name of the privacy zones that are burnt into it; null where none are. */
  readonly zones: string | null;
}

export interface Shelved extends Taken {
  readonly bytes: number;
}

export interface ShelfParts {
  readonly disk: Disk;
  readonly folder: string;
  readonly say: Say;
}

export class Shelf {
  private held: Shelved[] = [];
  /** One after another: room is made for one at a time. */
  private writes: Promise<unknown> = Promise.resolve();

  private constructor(
    private readonly parts: ShelfParts,
    /** Told of each that had to go. */
    private readonly dropped: (shelved: Shelved) => void,
  ) {}

  /** Finds what an earlier life left; what it had not finished is removed. Rejects where the disk does. */
  static async open(parts: ShelfParts, dropped: (shelved: Shelved) => void): Promise<Shelf> {
    const { disk, folder } = parts;
    await disk.makeFolder(folder);
    const shelf = new Shelf(parts, dropped);
    for (const name of await disk.names(folder)) {
      if (name.endsWith(unfinished)) await disk.remove(join(folder, name));
      const named = readName(name);
      if (named) shelf.held.push({ ...named, bytes: await sizeOf(disk, join(folder, name)) });
    }
    shelf.held = inOrder(shelf.held);
    return shelf;
  }

  /** Those that wait, oldest first. */
  get all(): readonly Shelved[] {
    return this.held;
  }

  /** Keeps a JPEG; on the disk when done. Null where the disk takes it, else its fault. */
  put(taken: Taken, jpeg: Buffer): Promise<DiskFault | null> {
    const put = this.writes.then(() => this.write({ ...taken, bytes: jpeg.length }, jpeg));
    const told = put.then(() => null, diskFault);
    this.writes = told;
    return told;
  }

  async read(shelved: Shelved): Promise<Buffer> {
    const file = await this.parts.disk.open(this.path(shelved));
    try {
      return await file.read(0, shelved.bytes);
    } finally {
      await file.close();
    }
  }

  /** Takes one away. One that the disk does not let go is sent again in the next life, which changes nothing. */
  async remove(shelved: Shelved): Promise<void> {
    this.held = this.held.filter((other) => other !== shelved);
    try {
      await this.parts.disk.remove(this.path(shelved));
    } catch (cause) {
      this.parts.say('snapshot_not_removed', { seq: shelved.seq, fault: diskFault(cause).detail });
    }
  }

  private async write(shelved: Shelved, jpeg: Buffer): Promise<void> {
    const { disk, folder } = this.parts;
    await this.makeRoom(jpeg.length);
    const path = this.path(shelved);
    try {
      const file = await disk.open(path + unfinished);
      try {
        await file.write(0, jpeg);
        await file.sync();
      } finally {
        await file.close();
      }
      await disk.rename(path + unfinished, path);
      await disk.syncFolder(folder);
    } catch (cause) {
      // Its part of the disk is needed, by alarms first of all.
      for (const left of [path + unfinished, path]) await disk.remove(left).catch(() => {});
      throw cause;
    }
    this.held.push(shelved);
  }

  /** Takes the oldest away until there is room, on the shelf and on the disk. */
  private async makeRoom(bytes: number): Promise<void> {
    while (!(await this.hasRoom(bytes))) {
      const [oldest] = this.held;
      if (!oldest) throw Object.assign(new Error('the disk is full'), { code: 'ENOSPC' });
      await this.remove(oldest);
      this.dropped(oldest);
    }
  }

  private async hasRoom(bytes: number): Promise<boolean> {
    const { disk, folder } = this.parts;
    if (this.held.reduce((sum, held) => sum + held.bytes, bytes) > shelfBytesMax) return false;
    return (await disk.freeBytes(folder)) - bytes >= leftForAlarmsBytes;
  }

  private path({ epoch, seq, takenAtMs, sourceId, zones }: Taken): string {
    const camera = sourceId === null ? '' : `-${sourceId}`;
    const burnt = zones === null ? '' : `~${zones}`;
    return join(this.parts.folder, `${epoch}-${seq}-${takenAtMs}${camera}${burnt}.jpg`);
  }
}

const unfinished = '.part';

function readName(name: string): Taken | null {
  const named = /^([a-z0-9]+)-(\d{1,15})-(\d{1,15})(?:-([^~]+))?(?:~([0-9a-f]{16}))?\.jpg$/.exec(name);
  const [, epoch, seq, takenAtMs, sourceId = null, zones = null] = named ?? [];
  const isOurs = epochSchema.safeParse(epoch).success && idSchema.nullable().safeParse(sourceId).success;
  if (!isOurs) return null;
  return { epoch: epoch ?? '', seq: Number(seq), takenAtMs: Number(takenAtMs), sourceId, zones };
}

/** Oldest first: by their numbers, and only outboxes among one another by the clock, for it may have been set. */
function inOrder(shelved: readonly Shelved[]): Shelved[] {
  const firstAtMs = new Map<string, number>();
  for (const { epoch, takenAtMs } of shelved)
    firstAtMs.set(epoch, Math.min(takenAtMs, firstAtMs.get(epoch) ?? Infinity));
  const rank = ({ epoch }: Shelved) => firstAtMs.get(epoch) ?? 0;
  return shelved.toSorted((left, right) => {
    if (left.epoch === right.epoch) return left.seq - right.seq;
    return rank(left) - rank(right) || (left.epoch < right.epoch ? -1 : 1);
  });
}

async function sizeOf(disk: Disk, path: string): Promise<number> {
  const file = await disk.open(path);
  try {
    return await file.size();
  } finally {
    await file.close();
  }
}
