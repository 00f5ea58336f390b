// The data folder: made, and taken by one instance before anything in it is touched; free again when its holder is gone.
import {
  chmodSync,
  mkdirSync,
  statfsSync,
  linkSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { folderFault, StartFault } from './fault.js';
import { markOf, runs, type ProcessMark } from './processes.js';

interface Holder extends ProcessMark {
  url: string;
  stopping?: boolean;
}

export interface DataLock {
  /** Lets the next start wait instead of refusing: this instance is on its way out. */
  stopping(): void;
  release(): void;
}

const bytesMin = 64 * 1024 * 1024;

/**
 * Makes the folder if it is missing; root's is open to pass through, because PostgreSQL may have to run as another user.
 * @throws StartFault `no-space` or `folder`
 */
export function openFolder(dataDir: string): void {
  try {
    if (mkdirSync(dataDir, { recursive: true }) && process.getuid?.() === 0) chmodSync(dataDir, 0o711);
    const { bavail, bsize } = statfsSync(dataDir);
    if (bavail * bsize < bytesMin) throw new Error('ENOSPC');
  } catch (error) {
    throw folderFault(dataDir, error);
  }
}

/**
 * Takes the folder for this process. A holder that is gone is passed over; one that is stopping is waited for.
 * @param url where this instance will answer, told to whoever comes second
 * @throws StartFault `busy` naming the instance that has it
 */
export async function lockData(dataDir: string, url: string): Promise<DataLock> {
  const file = join(dataDir, 'lock');
  const own: Holder = { ...markOf(process.pid)!, url };
  // A launcher whose npm was killed notices that within a moment, hence a short patience with every holder.
  for (let waitedMs = 0; !take(file, own); waitedMs += 100) {
    const holder = read(file);
    if (!holder || !runs(holder)) {
      discard(file, holder);
      continue;
    }
    if (waitedMs >= (holder.stopping ? 15_000 : 1_500)) {
      throw new StartFault(
        'busy',
        `Another Haixi Skynet (pid ${holder.pid}, ${holder.url}) is running on ${dataDir}: stop it, or set HAIXI_DATA to another folder.`,
      );
    }
    await sleep(100);
  }
  return {
    stopping() {
      try {
        writeFileSync(file, JSON.stringify({ ...own, stopping: true }));
      } catch {
        // On a full disk the next start has only the short patience with us.
      }
    },
    release: () => rmSync(file, { force: true }),
  };
}

/** Written aside and linked, so that nobody ever reads half a lock; linking fails if there is one. */
function take(file: string, own: Holder): boolean {
  const draft = `${file}.${own.pid}`;
  writeFileSync(draft, JSON.stringify(own), { mode: 0o600 });
  try {
    linkSync(draft, file);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  } finally {
    rmSync(draft, { force: true });
  }
}

/** Two starts may find the same stale lock: whoever moves away a fresh one by that puts it back. */
function discard(file: string, stale: Holder | undefined): void {
  const aside = `${file}.stale.${process.pid}`;
  try {
    renameSync(file, aside);
    const moved = read(aside);
    if (moved && runs(moved) && moved.pid !== stale?.pid) linkSync(aside, file);
  } catch {
    // Somebody else was quicker; the next look tells.
  } finally {
    rmSync(aside, { force: true });
  }
}

function read(file: string): Holder | undefined {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as Holder;
  } catch {
    return undefined;
  }
}
