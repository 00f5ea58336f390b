// Real processes in the harness's hands: found in /proc, killed, stopped and let go on, and seen to be so.
import { readdirSync, readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { markOf, runs } from '@haixi/server/start/processes';

/** Kills without a word; true once it is seen to be gone. */
export async function kill(pid: number): Promise<boolean> {
  const mark = markOf(pid);
  if (!mark) return false;
  signal(pid, 'SIGKILL');
  for (let waitedMs = 0; waitedMs < 5_000; waitedMs += 20) {
    if (!runs(mark)) return true;
    await sleep(20);
  }
  return false;
}

/** Stops them all; true once all that still live are seen to stand. */
export async function freeze(pids: readonly number[]): Promise<boolean> {
  const marks = pids.flatMap((pid) => markOf(pid) ?? []);
  for (const { pid } of marks) signal(pid, 'SIGSTOP');
  for (let waitedMs = 0; waitedMs < 2_000; waitedMs += 20) {
    const living = marks.filter(runs);
    if (living.length > 0 && living.every(({ pid }) => stateOf(pid) === 'T')) return true;
    await sleep(20);
  }
  return false;
}

export function thaw(pids: readonly number[]): void {
  for (const pid of pids) signal(pid, 'SIGCONT');
}

/** Direct children of a process, with their command lines. */
export function childrenOf(pid: number): { pid: number; line: string }[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .flatMap((name) => {
      const fields = statOf(Number(name));
      if (fields === null || Number(fields[1]) !== pid || fields[0] === 'Z') return [];
      return [{ pid: Number(name), line: read(`/proc/${name}/cmdline`).replaceAll('\0', ' ') }];
    });
}

/** All processes whose command line names this folder. */
export function processesNaming(folder: string): number[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name) && read(`/proc/${name}/cmdline`).includes(folder))
    .map(Number);
}

/** Resident memory in MB and open file descriptors; null for one that has gone. */
export function sizeOf(pid: number): { rssMb: number; fds: number } | null {
  const [, kb] = /^VmRSS:\s+(\d+) kB/m.exec(read(`/proc/${pid}/status`)) ?? [];
  if (kb === undefined) return null;
  try {
    return { rssMb: Math.round(Number(kb) / 1_024), fds: readdirSync(`/proc/${pid}/fd`).length };
  } catch {
    return null;
  }
}

export function signal(pid: number, name: NodeJS.Signals): void {
  try {
    process.kill(pid, name);
  } catch {
    // It has gone meanwhile.
  }
}

function stateOf(pid: number): string | undefined {
  return statOf(pid)?.[0];
}

/** The fields behind the name, which may hold anything: state, parent, … */
function statOf(pid: number): string[] | null {
  const stat = read(`/proc/${pid}/stat`);
  return stat === '' ? null : stat.slice(stat.lastIndexOf(')') + 2).split(' ');
}

function read(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
}
