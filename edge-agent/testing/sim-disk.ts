// A disk for tests: keeps apart what was written from what outlives a power cut, fails and dies when told to.
import type { Disk, DiskFile } from '../outbox/disk.js';

/** After a failed fsync Linux takes the pages for clean: a later fsync says yes and writes nothing (`forgotten`). */
interface Stored {
  now: Buffer;
  durable: Buffer;
  forgotten?: boolean;
}

/** Which operation is about to happen. */
export type Operation = 'open' | 'write' | 'truncate' | 'sync' | 'rename' | 'remove' | 'syncFolder';

export class SimDisk {
  private names = new Map<string, Stored>();
  private durableNames = new Map<string, Stored>();
  private life = 0;
  /** Bytes that the disk has; what is on it is counted against them where room is asked about. */
  size = Infinity;
  /** Asked before each operation that changes something; an error code makes it fail, `power` ends this life. */
  fault: (operation: Operation, path: string) => string | null = () => null;

  /** The disk as a program sees it until the next power cut; from then on everything it asks for fails. */
  boot(): Disk {
    const life = this.life;
    const step = (operation: Operation, path: string) => this.step(operation, path, life);
    return {
      makeFolder: () => Promise.resolve(),
      open: async (path) => {
        await step('open', path);
        const stored = this.names.get(path) ?? { now: Buffer.alloc(0), durable: Buffer.alloc(0) };
        this.names.set(path, stored);
        return openFile(stored, (operation) => step(operation, path));
      },
      names: (folder) => {
        const within = [...this.names.keys()].filter((path) => path.startsWith(`${folder}/`));
        return Promise.resolve(within.map((path) => path.slice(folder.length + 1)));
      },
      freeBytes: () => {
        const used = [...this.names.values()].reduce((sum, { now }) => sum + now.length, 0);
        return Promise.resolve(this.size - used);
      },
      rename: async (from, to) => {
        await step('rename', from);
        const stored = this.names.get(from);
        if (!stored) throw failure('ENOENT');
        this.names.delete(from);
        this.names.set(to, stored);
      },
      remove: async (path) => {
        await step('remove', path);
        this.names.delete(path);
      },
      syncFolder: async (folder) => {
        await step('syncFolder', folder);
        this.durableNames = new Map(this.names);
      },
    };
  }

  /** Pulls the plug: what was made durable is there, of the rest a part that `random` chooses, torn anywhere. */
  powerCut(random: () => number): void {
    this.life += 1;
    this.fault = () => null;
    const names = random() < 0.5 ? this.names : this.durableNames;
    const found = [...names].map(([path, stored]): [string, Stored] => {
      const bytes = torn(stored, random);
      return [path, { now: bytes, durable: bytes }];
    });
    this.names = new Map(found);
    this.durableNames = new Map(found);
  }

  /** Kills the program alone: what it wrote is there for the next one, but for pages that a failed fsync has dropped. */
  kill(): void {
    this.life += 1;
    for (const stored of this.names.values()) {
      if (stored.forgotten) stored.now = stored.durable;
      stored.forgotten = false;
    }
  }

  /** The bytes of a file, to look at. */
  bytes(path: string): Buffer {
    return this.names.get(path)?.now ?? Buffer.alloc(0);
  }

  /** Puts other bytes in a file's place. */
  damage(path: string, bytes: Buffer): void {
    this.names.set(path, { now: bytes, durable: bytes });
    this.durableNames = new Map(this.names);
  }

  private async step(operation: Operation, path: string, life: number): Promise<void> {
    await Promise.resolve();
    if (life !== this.life) throw failure('power');
    const code = this.fault(operation, path);
    if (code === 'power') this.life += 1;
    if (code !== null) throw failure(code);
  }
}

function openFile(stored: Stored, step: (operation: Operation) => Promise<void>): DiskFile {
  const put = (from: number, part: Buffer) => {
    const behind = stored.now.subarray(from + part.length);
    stored.now = Buffer.concat([stored.now.subarray(0, from), part, behind]);
  };
  return {
    size: () => Promise.resolve(stored.now.length),
    read: (from, bytes) => Promise.resolve(Buffer.from(stored.now.subarray(from, from + bytes))),
    async write(from, bytes) {
      try {
        await step('write');
      } catch (cause) {
        // A disk that fills up in the middle has taken a part.
        if (codeOf(cause) === 'ENOSPC') put(from, bytes.subarray(0, bytes.length / 2));
        throw cause;
      }
      put(from, bytes);
    },
    async truncate(bytes) {
      await step('truncate');
      stored.now = stored.now.subarray(0, bytes);
    },
    async sync() {
      try {
        await step('sync');
      } catch (cause) {
        // What a program that is gone asked for is no fault of the disk.
        if (codeOf(cause) !== 'power') stored.forgotten = true;
        throw cause;
      }
      if (!stored.forgotten) stored.durable = stored.now;
    },
    close: () => Promise.resolve(),
  };
}

function torn({ now, durable }: Stored, random: () => number): Buffer {
  let same = 0;
  while (same < Math.min(now.length, durable.length) && now[same] === durable[same]) same += 1;
  if (same < durable.length && random() < 0.5) return durable;
  const kept = same + Math.floor(random() * (now.length - same + 1));
  const bytes = Buffer.from(now.subarray(0, kept));
  if (kept > same && random() < 0.3) bytes[kept - 1] = (bytes[kept - 1] ?? 0) ^ 0x55;
  return bytes;
}

function failure(name: string): Error {
  return Object.assign(new Error(`the disk says ${name}`), { code: name });
}

function codeOf(cause: unknown): unknown {
  return cause instanceof Error && 'code' in cause ? cause.code : null;
}
