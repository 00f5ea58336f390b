// A disk of its own for a program's folder, where the machine lets us mount one: it can be full from one moment to the next.
import { spawnSync } from 'node:child_process';
import { mkdirSync, rmSync, statfsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

export interface Disk {
  readonly folder: string;
  /** No more than what stands on it now fits; true once a write has been seen to fail for want of space. */
  fill(): boolean;
  empty(): void;
  /** Takes the disk away, and all on it. */
  remove(): void;
}

/** Whether this machine lets us mount: root, and not in a container that forbids it. */
export function mayMount(probe: string): boolean {
  if (process.getuid?.() !== 0) return false;
  mkdirSync(probe, { recursive: true });
  const may = mount(['-t', 'tmpfs', '-o', 'size=1m', 'tmpfs', probe]);
  if (may) spawnSync('umount', [probe]);
  return may;
}

/** Mounts a disk of so many MB at a folder that everybody may pass through. */
export function mountDisk(folder: string, sizeMb: number): Disk {
  mkdirSync(folder, { recursive: true });
  if (!mount(['-t', 'tmpfs', '-o', `size=${sizeMb}m,mode=0711`, 'tmpfs', folder]))
    throw new Error(`no disk could be mounted at ${folder}`);
  const probe = join(folder, '.full');
  return {
    folder,
    fill() {
      // The size goes down to what is used: nothing has to be written for that, and a byte more does not fit.
      for (let tries = 0; tries < 20; tries += 1) {
        const { blocks, bfree, bsize } = statfsSync(folder);
        const usedKb = Math.ceil(((blocks - bfree) * bsize) / 1_024);
        if (mount(['-o', `remount,size=${Math.max(usedKb, 4)}k`, folder])) break;
      }
      try {
        writeFileSync(probe, Buffer.alloc(256 * 1_024));
        return false;
      } catch (error) {
        return (error as NodeJS.ErrnoException).code === 'ENOSPC';
      } finally {
        rmSync(probe, { force: true });
      }
    },
    empty() {
      if (!mount(['-o', `remount,size=${sizeMb}m`, folder]))
        throw new Error(`the disk at ${folder} could not be made large again`);
    },
    remove() {
      if (spawnSync('umount', [folder]).status !== 0) spawnSync('umount', ['-l', folder]);
    },
  };
}

function mount(args: readonly string[]): boolean {
  return spawnSync('mount', args, { stdio: 'ignore' }).status === 0;
}
