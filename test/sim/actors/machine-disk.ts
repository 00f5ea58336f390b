// The disk of one machine over its reboots: the agent's simulated disk, whose operations take time and fail by the seed.
import type { Disk, DiskFile } from '@haixi/edge-agent/outbox/disk';
import { SimDisk } from '@haixi/edge-agent/testing/sim-disk';
import type { Process } from '../engine/process';
import type { Stage } from '../engine/stage';

const latencyMs = { usual: 1, slow: 600 };
/** A disk that is full stays so for a while. */
const fullMeanMs = 10_000;

export class MachineDisk {
  private disk = new SimDisk();
  private fullUntilMs = 0;
  /** The program that runs on this machine now. */
  private running: Process | null = null;

  constructor(private readonly stage: Stage) {
    this.failByChance();
  }

  /** The disk as this program has it. */
  boot(process: Process): Disk {
    this.running = process;
    const disk = this.disk.boot();
    const later = <T>(work: () => Promise<T>) => this.later(process, work);
    const file = (open: DiskFile): DiskFile => ({
      size: () => later(() => open.size()),
      read: (from, bytes) => later(() => open.read(from, bytes)),
      write: (from, bytes) => {
        // The caller may use its buffer again once it has been told.
        const copy = Buffer.from(bytes);
        return later(() => open.write(from, copy));
      },
      truncate: (bytes) => later(() => open.truncate(bytes)),
      sync: () => later(() => open.sync()),
      close: () => later(() => open.close()),
    });
    return {
      makeFolder: (folder) => later(() => disk.makeFolder(folder)),
      open: (path) => later(async () => file(await disk.open(path))),
      names: (folder) => later(() => disk.names(folder)),
      freeBytes: (folder) => later(() => disk.freeBytes(folder)),
      rename: (from, to) => later(() => disk.rename(from, to)),
      remove: (path) => later(() => disk.remove(path)),
      syncFolder: (folder) => later(() => disk.syncFolder(folder)),
    };
  }

  /** Pulls the plug: the program ends, and of what was not made durable a part is left. */
  powerCut(): void {
    this.running?.kill();
    this.disk.powerCut(() => this.stage.scheduler.chance.real());
    this.failByChance();
  }

  /** The machine is thrown away, and an empty one stands in its place: what was on its disk is lost for ever. */
  replace(): void {
    this.running?.kill();
    this.disk = new SimDisk();
    this.failByChance();
  }

  /** Done by the machine after a while, and told to the program after another: it may die before, or in between. */
  private later<T>(process: Process, work: () => Promise<T>): Promise<T> {
    const { scheduler, faults } = this.stage;
    const slow = faults.strikes('disk.slow');
    const delayMs = process.chance.wait(slow ? latencyMs.slow : latencyMs.usual);
    return new Promise((done, fail) => {
      scheduler.after(delayMs, null, async () => {
        if (!process.alive) return;
        const told = await work().then(
          (value) => () => done(value),
          (error: Error) => () => fail(error),
        );
        scheduler.after(process.chance.wait(0.2), null, () => process.deliver(told));
      });
    });
  }

  private failByChance(): void {
    const { faults, scheduler } = this.stage;
    this.disk.fault = (operation) => {
      if (faults.strikes('disk.error')) return 'EIO';
      if (faults.strikes('disk.full')) this.fullUntilMs = scheduler.nowMs + scheduler.chance.wait(fullMeanMs);
      const isFull = scheduler.nowMs < this.fullUntilMs && !faults.healed;
      if (isFull && (operation === 'write' || operation === 'open')) return 'ENOSPC';
      if (!faults.strikes('disk.power')) return null;
      scheduler.after(0, 'the power goes in the middle of a write', () => this.powerCut());
      return 'power';
    };
  }
}
