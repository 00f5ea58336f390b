// Bytes of the outbox that can no longer be read, kept apart in a file for people to look at (rule D6).
import { join } from 'node:path';
import type { Disk } from './disk.js';

/** Appends these to `damaged.bin` and answers its path. Rejects where they can't be made to outlive a power cut. */
export async function keepDamaged(
  { disk, folder }: { disk: Disk; folder: string },
  pieces: readonly Buffer[],
): Promise<string> {
  const path = join(folder, 'damaged.bin');
  const aside = await disk.open(path);
  try {
    await aside.write(await aside.size(), Buffer.concat(pieces));
    await aside.sync();
  } finally {
    await aside.close();
  }
  await disk.syncFolder(folder);
  return path;
}
