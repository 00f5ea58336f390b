// What a run that was killed has left behind, taken away by the next one: its disks, its namespaces and its folder.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { markOf, type ProcessMark, runs } from '@haixi/server/start/processes';

const begins = 'haixi-chaos-';
const owner = 'owner.json';

/** A folder that says whose it is, as long as it is to be taken away. */
export function makeOwnedFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), begins));
  writeFileSync(join(folder, owner), JSON.stringify(markOf(process.pid)));
  return folder;
}

/** From now on it is a person's to take away. */
export function disown(folder: string): void {
  rmSync(join(folder, owner), { force: true });
}

/** The name of a namespace, by which its run is found. */
export const namespaceName = (name: string): string => `${begins}${process.pid}-${name}`;

/** Everything whose run has gone. Its processes have ended with it: they hear it by their channel. */
export function sweep(): void {
  for (const name of readdirSync(tmpdir()).filter((each) => each.startsWith(begins))) {
    const folder = join(tmpdir(), name);
    const file = join(folder, owner);
    if (!existsSync(file) || runs(JSON.parse(readFileSync(file, 'utf8')) as ProcessMark)) continue;
    const mounts = readFileSync('/proc/mounts', 'utf8').split('\n');
    for (const at of mounts.flatMap((line) => line.split(' ')[1] ?? []))
      if (at.startsWith(`${folder}/`)) spawnSync('umount', ['-l', at]);
    rmSync(folder, { recursive: true, force: true });
  }
  if (!existsSync('/run/netns')) return;
  for (const name of readdirSync('/run/netns').filter((each) => each.startsWith(begins)))
    if (markOf(Number(name.split('-')[2])) === undefined) spawnSync('ip', ['netns', 'del', name]);
}
