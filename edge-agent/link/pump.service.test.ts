// The pump over a disk that hangs at one place: what can be read goes out, and what could not goes when it can.
import { describe, expect, it } from 'vitest';
import type { Disk } from '../outbox/disk.js';
import { OutboxStore } from '../outbox/outbox.store.js';
import { entry } from '../testing/outbox-history.js';
import { HandClock } from '../testing/quick-clock.js';
import { SimDisk } from '../testing/sim-disk.js';
import { Pump } from './pump.service.js';

/** A disk whose reads at `from` of a file wait until they are let go. */
function hangingAt(disk: Disk, isBad: (from: number) => boolean) {
  const waiting: (() => void)[] = [];
  const hanging: Disk = {
    ...disk,
    async open(path) {
      const file = await disk.open(path);
      return {
        ...file,
        async read(from, bytes) {
          if (isBad(from)) await new Promise<void>((done) => waiting.push(done));
          return file.read(from, bytes);
        },
      };
    },
  };
  return { hanging, waiting };
}

describe('the pump', () => {
  it('D7 does not let a panic wait for a place of the disk that hangs, and asks for that place once', async () => {
    const clock = new HandClock();
    const disk = new SimDisk();
    let isBad = (_from: number) => false;
    const { hanging, waiting } = hangingAt(disk.boot(), (from) => isBad(from));
    const outbox = await OutboxStore.open({
      disk: hanging,
      folder: '/data',
      clock,
      newEpoch: () => 'e'.repeat(16),
      rewriteOverBytes: 100_000,
      say: () => {},
    });
    await outbox.append(entry('hangs'));
    await outbox.append(entry('help'));
    const order: number[] = [];
    const pump = new Pump({ outbox, clock, random: () => 0.5, say: () => {} });
    const bytes = disk.bytes('/data/outbox.log');
    const startOfSecond = bytes.lastIndexOf('\n', bytes.indexOf('"help"')) + 1;
    isBad = (from) => from < startOfSecond;
    pump.open(({ seq }) => order.push(seq));
    await clock.move(1);
    await outbox.append(entry('panic', true));
    await clock.move(2_100);
    expect(order).toEqual([2, 1]);
    await clock.move(10 * 60_000);
    expect(waiting).toHaveLength(1);
    isBad = () => false;
    for (const letGo of waiting) letGo();
    await clock.move(60_000);
    expect(order).toContain(0);
    pump.shut();
    expect(clock.waits).toBe(0);
  });
});
