// What a process takes of the machine, out of /proc, for tests of load.
import { readFileSync } from 'node:fs';

const pageBytes = 4_096;
/** The kernel counts processor time in hundredths of a second. */
const tickMs = 10;

/** Resident memory, in bytes. */
export function rssBytesOf(pid: number): number {
  return Number(readFileSync(`/proc/${pid}/statm`, 'utf8').split(' ')[1]) * pageBytes;
}

/** Processor time since its start, in ms, of all its threads. */
export function cpuMsOf(pid: number): number {
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
  // The second field is the program's name in brackets and may hold brackets and spaces.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return (Number(fields[11]) + Number(fields[12])) * tickMs;
}

/** The one child of a process that runs this script; null where there is none. */
export function childOf(pid: number, script: string): number | null {
  const children = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8')
    .trim()
    .split(' ')
    .filter(Boolean);
  const found = children.find((child) => readFileSync(`/proc/${child}/cmdline`, 'utf8').includes(script));
  return found === undefined ? null : Number(found);
}
