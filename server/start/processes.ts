// Processes named so that a number used again by a stranger is not mistaken for them; lock and run record stand on it.
import { readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';

/** A process for certain: its number and when it started, in the kernel's ticks since boot. */
export interface ProcessMark {
  pid: number;
  startTicks: number;
}

/** The mark of a process that runs now; undefined if there is none, or only its unread exit code. */
export function markOf(pid: number): ProcessMark | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    // The second field is the program's name in brackets and may itself hold brackets and spaces.
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return fields[0] === 'Z' ? undefined : { pid, startTicks: Number(fields[19]) };
  } catch {
    return undefined;
  }
}

export function runs(mark: ProcessMark): boolean {
  return markOf(mark.pid)?.startTicks === mark.startTicks;
}

/** Ends the process and the group it leads: asked first, killed after `patienceMs`. Does nothing if it is gone. */
export async function end(mark: ProcessMark, patienceMs: number): Promise<void> {
  if (!runs(mark)) return;
  signal(mark.pid, 'SIGTERM');
  for (let waitedMs = 0; waitedMs < patienceMs && runs(mark); waitedMs += 50) await sleep(50);
  if (!runs(mark)) return;
  signal(-mark.pid, 'SIGKILL');
  signal(mark.pid, 'SIGKILL');
  for (let waitedMs = 0; waitedMs < 2_000 && runs(mark); waitedMs += 50) await sleep(50);
}

/** Sends a signal; a process that has ended meanwhile is no fault. */
export function signal(pid: number, name: NodeJS.Signals): void {
  try {
    process.kill(pid, name);
  } catch {
    // It ended between the look and the signal, or leads no group.
  }
}
