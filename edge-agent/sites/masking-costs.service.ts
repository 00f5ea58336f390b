// What burning in privacy zones takes of a processor, camera by camera, looked at while its video is sent.
import { readFile } from 'node:fs/promises';
import type { Clock } from '../clock.js';
import { readCpuMs } from './load.js';

const lookEachMs = 2_000;

/** It is measured over so long; at first over less. */
const overMs = 10_000;

export interface MaskingCostsParts {
  readonly clock: Clock;
  /** The ffmpegs that encode now, by their cameras. */
  readonly encoders: () => readonly { sourceId: string; pid: number }[];
}

interface Look {
  readonly pid: number;
  readonly atMs: number;
  readonly cpuMs: number;
}

export class MaskingCosts {
  private readonly looks = new Map<string, Look[]>();
  private readonly percents = new Map<string, number>();
  private isLooking = false;
  private stopped = false;
  private stopTimer: () => void = () => {};

  constructor(private readonly parts: MaskingCostsParts) {}

  /** Percent of one processor while it was watched last; null while that is not known. */
  percent(sourceId: string): number | null {
    return this.percents.get(sourceId) ?? null;
  }

  /** A stream has begun. */
  begin(): void {
    if (!this.isLooking) void this.look();
  }

  stop(): void {
    this.stopped = true;
    this.stopTimer();
  }

  private async look(): Promise<void> {
    this.isLooking = true;
    const encoders = this.parts.encoders();
    await Promise.all(encoders.map(({ sourceId, pid }) => this.lookAt(sourceId, pid)));
    this.isLooking = encoders.length > 0 && !this.stopped;
    if (this.isLooking) this.stopTimer = this.parts.clock.after(lookEachMs, () => void this.look());
    else this.looks.clear();
  }

  private async lookAt(sourceId: string, pid: number): Promise<void> {
    const stat = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => '');
    const cpuMs = stat === '' ? null : readCpuMs(stat, false);
    if (cpuMs === null) return;
    const atMs = this.parts.clock.steadyMs();
    const before = this.looks.get(sourceId)?.filter((look) => look.pid === pid) ?? [];
    const kept = [...before.filter((look) => atMs - look.atMs <= overMs), { pid, atMs, cpuMs }];
    this.looks.set(sourceId, kept);
    const [first] = kept;
    if (!first || atMs - first.atMs < lookEachMs / 2) return;
    const percent = (100 * (cpuMs - first.cpuMs)) / (atMs - first.atMs);
    this.percents.set(sourceId, Math.round(percent * 10) / 10);
  }
}
