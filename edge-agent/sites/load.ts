// What the agent and its ffmpegs take of their machine, out of two looks at its processes (pure).
import type { AgentLoad } from '@haixi/proto/mqtt/messages';

/** One look at the agent with all that it has started: processor time used so far, resident memory. */
export interface Look {
  readonly atMs: number;
  readonly cpuMs: number;
  readonly memoryMb: number;
}

/** What the machine is: how many processors, how much memory. */
export interface Machine {
  readonly processors: number;
  readonly memoryMb: number;
}

/** The load between two looks. Time that went with a process that ended in between counts as none, never as less. */
export function loadBetween(before: Look, after: Look, machine: Machine): AgentLoad | null {
  const overMs = after.atMs - before.atMs;
  if (overMs <= 0) return null;
  const share = Math.max(0, after.cpuMs - before.cpuMs) / overMs / machine.processors;
  return {
    cpuPercent: Math.round(share * 1_000) / 10,
    memoryMb: Math.round(after.memoryMb),
    machineMemoryMb: Math.round(machine.memoryMb),
  };
}

/** Linux tells processor time in these, whatever the machine. */
const tickMs = 10;
const pageMb = 4_096 / 1024 / 1024;

/**
 * Processor time and memory of one process out of its `/proc/…/stat`; with `children` the time of those that have ended
 * as well. Null where the text is none.
 */
export function readStat(text: string, children: boolean): Omit<Look, 'atMs'> | null {
  // The name in brackets may hold anything, brackets and spaces too; what follows is counted from behind it.
  const fields = text
    .slice(text.lastIndexOf(')') + 2)
    .split(' ')
    .map(Number);
  const [user, system, userOfEnded, systemOfEnded] = fields.slice(11, 15);
  const pages = fields[21];
  if ([user, system, userOfEnded, systemOfEnded, pages].some((field) => !Number.isFinite(field))) return null;
  const own = (user ?? 0) + (system ?? 0);
  const ofEnded = children ? (userOfEnded ?? 0) + (systemOfEnded ?? 0) : 0;
  return { cpuMs: (own + ofEnded) * tickMs, memoryMb: (pages ?? 0) * pageMb };
}
