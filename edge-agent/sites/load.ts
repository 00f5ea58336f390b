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

/**
 * Processor time in milliseconds out of a process's `/proc/…/stat`; with `withEnded` that of its children that have
 * ended as well. Null where the text is none.
 */
export function readCpuMs(stat: string, withEnded: boolean): number | null {
  // The name in brackets may hold anything, brackets and spaces too; what follows is counted from behind it.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  const ticks = fields.slice(11, withEnded ? 15 : 13).map(Number);
  const sum = ticks.reduce((total, each) => total + each, 0);
  return ticks.length > 0 && Number.isFinite(sum) ? sum * tickMs : null;
}

/** Resident memory in MB out of a process's `/proc/…/status`; 0 where it tells none, as one that has just ended. */
export function readMemoryMb(status: string): number {
  return Number(/^VmRSS:\s+(\d+) kB$/m.exec(status)?.[1] ?? 0) / 1024;
}
