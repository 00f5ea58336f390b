// The shelf of snapshots: whole or not there after any power cut, and never more than there is room for.
import { describe, expect, it } from 'vitest';
import { SimDisk } from '../testing/sim-disk.js';
import { Shelf, type Shelved } from './shelf.store.js';

const folder = '/data/shop-01/snapshots';
const epoch = 'e'.repeat(20);
const megabyte = Buffer.alloc(1024 * 1024, 1);
const taken = (seq: number, takenAtMs: number) => ({
  epoch,
  seq,
  takenAtMs,
  sourceId: 'camera-1',
  zones: null,
});

function open(disk: SimDisk, dropped: (shelved: Shelved) => void = () => {}): Promise<Shelf> {
  return Shelf.open({ disk: disk.boot(), folder, say: () => {} }, dropped);
}

describe('the shelf', () => {
  it('keeps 64 MiB; beyond it the oldest goes, and that is told', async () => {
    const dropped: number[] = [];
    const shelf = await open(new SimDisk(), ({ seq }) => dropped.push(seq));
    const puts = Array.from({ length: 66 }, (_, seq) => shelf.put(taken(seq, 1_000 + seq), megabyte));
    expect(await Promise.all(puts)).toEqual(Array.from({ length: 66 }, () => null));
    expect(dropped).toEqual([0, 1]);
    expect(shelf.all).toHaveLength(64);
    expect(shelf.all[0]).toMatchObject({ seq: 2 });
  });

  it('D1 leaves the last 32 MiB of the disk to the alarms: the oldest go, and then none is taken', async () => {
    const disk = new SimDisk();
    disk.size = 35 * megabyte.length;
    const dropped: number[] = [];
    const shelf = await open(disk, ({ seq }) => dropped.push(seq));
    for (let seq = 0; seq < 5; seq += 1)
      expect(await shelf.put(taken(seq, 1_000 + seq), megabyte)).toBeNull();
    expect(dropped).toEqual([0, 1]);
    expect(shelf.all.map(({ seq }) => seq)).toEqual([2, 3, 4]);
    disk.damage('/data/shop-01/outbox.log', Buffer.alloc(4 * megabyte.length));
    expect(await shelf.put(taken(5, 2_000), megabyte)).toMatchObject({ reason: 'disk_full' });
    expect(dropped).toEqual([0, 1, 2, 3, 4]);
    expect(await disk.boot().names(folder)).toEqual([]);
  });

  it.each(['open', 'write', 'sync', 'rename', 'syncFolder'])(
    'D1 whatever breaks at %s, what is there afterwards is whole',
    async (broken) => {
      const disk = new SimDisk();
      const shelf = await open(disk);
      expect(await shelf.put(taken(1, 1_000), megabyte)).toBeNull();
      disk.fault = (operation) => (operation === broken ? 'power' : null);
      expect(await shelf.put(taken(2, 2_000), megabyte)).toMatchObject({ reason: 'disk_error' });
      disk.powerCut(() => 0.4);
      const after = await open(disk);
      expect(after.all[0]).toMatchObject({ epoch, seq: 1, takenAtMs: 1_000 });
      for (const shelved of after.all) expect(await after.read(shelved)).toEqual(megabyte);
      const names = await disk.boot().names(folder);
      expect(names).toHaveLength(after.all.length);
    },
  );

  it('D4 keeps the order of the numbers over a restart though somebody has set the clock back', async () => {
    const disk = new SimDisk();
    const shelf = await open(disk);
    for (const [seq, takenAtMs] of [
      [1, 90_000_000],
      [2, 1_000],
      [10, 2_000],
    ] as const)
      await shelf.put(taken(seq, takenAtMs), megabyte);
    expect((await open(disk)).all.map(({ seq }) => seq)).toEqual([1, 2, 10]);
  });

  it('leaves alone what is none of its own', async () => {
    const disk = new SimDisk();
    disk.damage(`${folder}/notes.txt`, megabyte);
    disk.damage(`${folder}/short-1-2.jpg`, megabyte);
    disk.damage(`${folder}/${epoch}-1-2-Not_an_id.jpg`, megabyte);
    const shelf = await open(disk);
    expect(shelf.all).toEqual([]);
    expect(await disk.boot().names(folder)).toHaveLength(3);
  });

  it('finds after a restart which camera took each, and takes what an earlier release left as of the entry’s own', async () => {
    const disk = new SimDisk();
    const first = await open(disk);
    expect(
      await first.put(
        { epoch, seq: 2, takenAtMs: 2_000, sourceId: 'back-door-2', zones: 'a1b2c3d4e5f60718' },
        megabyte,
      ),
    ).toBeNull();
    disk.damage(`${folder}/${epoch}-1-1000.jpg`, megabyte);
    const shelf = await open(disk);
    expect(shelf.all).toEqual([
      { epoch, seq: 1, takenAtMs: 1_000, sourceId: null, zones: null, bytes: megabyte.length },
      {
        epoch,
        seq: 2,
        takenAtMs: 2_000,
        sourceId: 'back-door-2',
        zones: 'a1b2c3d4e5f60718',
        bytes: megabyte.length,
      },
    ]);
    for (const shelved of shelf.all) {
      expect(await shelf.read(shelved)).toEqual(megabyte);
      await shelf.remove(shelved);
    }
    expect(await disk.boot().names(folder)).toEqual([]);
  });
});
