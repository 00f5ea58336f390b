// Looks each 10 s at what the agent and the processes it has started take, by what Linux tells of them in /proc.
import { readFile } from 'node:fs/promises';
import { availableParallelism, totalmem } from 'node:os';
import type { AgentLoad } from '@haixi/proto/mqtt/messages';
import type { Clock } from '../clock.js';
import { type Look, loadBetween, readCpuMs, readMemoryMb } from './load.js';

const lookEachMs = 10_000;

export class LoadService {
  private before: Look | null = null;
  private load: AgentLoad | null = null;
  private stopped = false;
  private stopTimer: () => void = () => {};

  constructor(private readonly clock: Clock) {}

  /** The load over the last 10 s; null until there has been time to measure, and on a machine without /proc. */
  get latest(): AgentLoad | null {
    return this.load;
  }

  start(): void {
    void this.lookForEver();
  }

  stop(): void {
    this.stopped = true;
    this.stopTimer();
  }

  private async lookForEver(): Promise<void> {
    const look = await this.look().catch(() => null);
    const machine = { processors: availableParallelism(), memoryMb: totalmem() / 1024 / 1024 };
    this.load = look && this.before ? loadBetween(this.before, look, machine) : null;
    this.before = look;
    if (!this.stopped) this.stopTimer = this.clock.after(lookEachMs, () => void this.lookForEver());
  }

  private async look(): Promise<Look | null> {
    const own = await takenBy('self', true);
    const children = await Promise.all((await childIds()).map((id) => takenBy(id, false)));
    if (!own) return null;
    const all = [own, ...children.filter((child) => child !== null)];
    return {
      atMs: this.clock.steadyMs(),
      cpuMs: all.reduce((sum, { cpuMs }) => sum + cpuMs, 0),
      memoryMb: all.reduce((sum, { memoryMb }) => sum + memoryMb, 0),
    };
  }
}

async function childIds(): Promise<string[]> {
  const text = await readFile(`/proc/self/task/${process.pid}/children`, 'utf8');
  return text.split(' ').filter((id) => id !== '');
}

/** Null where the process has ended meanwhile: its time is then among that of the ended. */
async function takenBy(id: string, withEnded: boolean): Promise<Omit<Look, 'atMs'> | null> {
  const read = (name: string) => readFile(`/proc/${id}/${name}`, 'utf8').catch(() => '');
  const cpuMs = readCpuMs(await read('stat'), withEnded);
  return cpuMs === null ? null : { cpuMs, memoryMb: readMemoryMb(await read('status')) };
}
