// Bytes of the outbox that can no longer be read, kept apart in a file for people to look at (rule D6).
import { join } from 'node:path';
import type { Disk } from './disk.js';

/** When the file would be longer it takes the place of the one before: two of these are kept at the most. */
export const damagedBytesMax = 4 * 1024 * 1024;

/** Appends these to `damaged.bin` and answers its path. Rejects where they can't be made to outlive a power cut. */
export async function keepDamaged(
  { disk, folder }: { disk: Disk; folder: string },
  pieces: readonly Buffer[],
): Promise<string> {
  const path = join(folder, 'damaged.bin');
  const bytes = Buffer.concat(pieces).subarray(0, damagedBytesMax);
  let aside = await disk.open(path);
  try {
    if ((await aside.size()) + bytes.length > damagedBytesMax) {
      await disk.rename(path, join(folder, 'damaged.old.bin'));
      await aside.close();
      aside = await disk.open(path);
    }
    await aside.write(await aside.size(), bytes);
    await aside.sync();
  } finally {
    await aside.close();
  }
  await disk.syncFolder(folder);
  return path;
}
