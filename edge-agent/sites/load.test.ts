// What the agent takes of its machine, by what Linux tells of processes.
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { HandClock } from '../testing/quick-clock.js';
import { LoadService } from './load.service.js';
import { loadBetween, readCpuMs, readMemoryMb } from './load.js';

/** A process with a name that is made to mislead: 300 ticks of its own, 50 of ended children. */
const stat =
  '4242 (ff) S 1 (mpeg) S 1 4242 4242 0 -1 4194304 1 0 0 0 200 100 30 20 20 0 3 0 1 900000000 25600 0 1 1';

describe('the load of the agent', () => {
  it('is read out of what Linux tells of a process, with or without its ended children', () => {
    expect(readCpuMs(stat, false)).toBe(3_000);
    expect(readCpuMs(stat, true)).toBe(3_500);
    expect(readCpuMs('', false)).toBe(null);
    expect(readMemoryMb('Name:\tffmpeg\nVmRSS:\t  102400 kB\nThreads:\t3\n')).toBe(100);
    expect(readMemoryMb('')).toBe(0);
    expect(readCpuMs(readFileSync('/proc/self/stat', 'utf8'), true)).toBeGreaterThan(0);
    expect(readMemoryMb(readFileSync('/proc/self/status', 'utf8'))).toBeGreaterThan(10);
  });

  it('is the share of all processors over the time between two looks', () => {
    const machine = { processors: 2, memoryMb: 2_048.4 };
    const before = { atMs: 1_000, cpuMs: 3_000, memoryMb: 90 };
    const after = { atMs: 11_000, cpuMs: 8_000, memoryMb: 100.3 };
    expect(loadBetween(before, after, machine)).toEqual({
      cpuPercent: 25,
      memoryMb: 100,
      machineMemoryMb: 2_048,
    });
    expect(loadBetween(after, { ...before, atMs: 12_000 }, machine)?.cpuPercent).toBe(0);
    expect(loadBetween(before, before, machine)).toBe(null);
  });

  it('is known after 10 s', async () => {
    const clock = new HandClock();
    const load = new LoadService(clock);
    load.start();
    await expect.poll(() => clock.waits).toBe(1);
    expect(load.latest).toBe(null);
    await clock.move(10_000);
    await expect.poll(() => load.latest?.memoryMb).toBeGreaterThan(10);
    load.stop();
  });
});
