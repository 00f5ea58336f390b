// What becomes of an outbox that the disk has damaged, or a killed program has left: no number twice, nothing unsaid.
import { describe, expect, it } from 'vitest';
import { entry, held, opener } from '../testing/outbox-history.js';
import { SimDisk } from '../testing/sim-disk.js';
import { damagedBytesMax } from './damaged.store.js';
import type { OutboxStore } from './outbox.store.js';
import { refusedBytesMax } from './refused.store.js';

const folder = '/data/shop';
const path = `${folder}/outbox.log`;

async function append(outbox: OutboxStore, name: string): Promise<number> {
  const appended = await outbox.append(entry(name));
  if (!appended.ok) throw new Error(appended.detail);
  return appended.seq;
}

/** Flips a byte of a file that nobody has open. */
function flip(disk: SimDisk, name: string): void {
  const bytes = Buffer.from(disk.bytes(path));
  bytes[bytes.lastIndexOf(name)] = 0x21;
  disk.damage(path, bytes);
}

async function stage(...names: string[]) {
  const disk = new SimDisk();
  const said: string[] = [];
  const open = opener(disk, said);
  const outbox = await open();
  for (const name of names) await append(outbox, name);
  return { disk, said, open, outbox };
}

describe('a damaged outbox', () => {
  it('D4 D5 never gives the number of its last entry out again when that is damaged, and tells the gap', async () => {
    const { disk, said, open, outbox } = await stage('first', 'second', 'third');
    await outbox.close();
    flip(disk, 'third');
    const again = await open();
    expect(held(again)).toEqual([0, 1]);
    expect(again.next).toBeGreaterThan(2);
    expect(again.depth.skipped).toBeGreaterThan(0);
    expect(again.epoch).toBe(outbox.epoch);
    expect(said).toEqual(['outbox_tail_cut', 'outbox_damage_kept_apart']);
    expect(disk.bytes(`${folder}/damaged.bin`).toString()).toContain('!hird');
    const { next } = again;
    await again.close();
    // What is known of the damage outlives the next start, whether or not an entry came in between.
    expect((await open()).next).toBe(next);
  });

  it('D4 never does when only answers stand behind the damaged entry', async () => {
    const { disk, open, outbox } = await stage('first', 'second');
    outbox.stored([0]);
    await outbox.close();
    flip(disk, 'second');
    const again = await open();
    expect(held(again)).toEqual([]);
    expect(again.next).toBeGreaterThan(1);
  });

  it('D4 gives the next number when only the last answer was damaged or torn: no gap is told that is none', async () => {
    const { disk, open, outbox } = await stage('first', 'second');
    outbox.stored([1]);
    await outbox.close();
    flip(disk, 'gone');
    const again = await open();
    expect(held(again)).toEqual([0, 1]);
    expect(again.next).toBe(2);
    expect(again.depth.skipped).toBe(0);
  });

  it('D4 remembers the numbers on a disk without room, in the place of what was damaged', async () => {
    const { disk, said, open, outbox } = await stage('first', 'second', 'third');
    await outbox.close();
    flip(disk, 'third');
    disk.fault = (operation, file) => (operation === 'write' && file !== path ? 'ENOSPC' : null);
    const again = await open();
    expect(said).toContain('outbox_damage_not_kept');
    const { next } = again;
    expect(next).toBeGreaterThan(2);
    expect((await again.read(0))?.body).toEqual({ name: 'first' });
    disk.powerCut(() => 0.9);
    expect((await open()).next).toBe(next);
  });

  it('D1 D2 goes on with what is whole where damage inside can not be kept apart, and repairs it when there is room', async () => {
    const { disk, said, open, outbox } = await stage('first', 'second', 'third');
    await outbox.close();
    flip(disk, 'second');
    disk.fault = (operation, file) => (operation === 'write' && file !== path ? 'ENOSPC' : null);
    const again = await open();
    expect(held(again)).toEqual([0, 2]);
    expect(await append(again, 'fourth')).toBe(3);
    await again.close();
    disk.fault = () => null;
    const third = await open();
    expect(said).toContain('outbox_damage_kept_apart');
    expect(held(third)).toEqual([0, 2, 3]);
    expect(disk.bytes(path).toString()).not.toContain('!econd');
  });

  it('D4 sends nothing of a killed program that could still be lost with the power', async () => {
    const { disk, open, outbox } = await stage('first');
    // The program is killed between the write and the sync: what it wrote is in the page cache.
    disk.fault = (operation) => (operation === 'sync' ? 'power' : null);
    void outbox.append(entry('killed'));
    await new Promise((done) => setImmediate(done));
    disk.fault = () => null;
    const again = await open();
    expect((await again.read(1))?.body).toEqual({ name: 'killed' });
    disk.powerCut(() => 0);
    const after = await open();
    expect((await after.read(1))?.body).toEqual({ name: 'killed' });
    expect(await append(after, 'next')).toBe(2);
  });

  it('D6 keeps damaged bytes in two files of bounded length', async () => {
    const { disk, open, outbox } = await stage('first');
    await outbox.close();
    disk.damage(`${folder}/damaged.bin`, Buffer.alloc(damagedBytesMax - 10, 1));
    const bytes = Buffer.concat([disk.bytes(path), Buffer.alloc(damagedBytesMax + 1_000, 2)]);
    disk.damage(path, bytes);
    const again = await open();
    expect(held(again)).toEqual([0]);
    expect(disk.bytes(`${folder}/damaged.bin`)).toHaveLength(damagedBytesMax);
    expect(disk.bytes(`${folder}/damaged.old.bin`)).toHaveLength(damagedBytesMax - 10);
  });
});

describe('the file of refused entries', () => {
  it('D6 is of bounded length, keeps the newest, and still knows how many there were', async () => {
    const { disk, said, open, outbox } = await stage();
    const text = 'x'.repeat(60_000);
    const count = Math.ceil(refusedBytesMax / 60_000) + 20;
    for (let index = 0; index < count; index += 1) {
      await outbox.refused(await append(outbox, `${index} ${text}`), 'bad_body', 'a test');
      expect(disk.bytes(`${folder}/refused.log`).length).toBeLessThan(refusedBytesMax + 70_000);
    }
    expect(said).toContain('refused_dropped');
    expect(outbox.depth.refused).toBe(count);
    await outbox.close();
    const { depth } = await open();
    expect(depth.refused).toBe(count);
    expect(depth.latestRefused.at(-1)?.envelope.seq).toBe(count - 1);
  }, 60_000);

  it('D6 is written anew after a failed fsync, so that what it takes then outlives a power cut', async () => {
    const { disk, open, outbox } = await stage('a', 'b', 'c');
    await outbox.refused(0, 'bad_body', 'a test');
    disk.fault = (operation, file) => (operation === 'sync' && file.endsWith('refused.log') ? 'EIO' : null);
    await expect(outbox.refused(1, 'bad_body', 'a test')).rejects.toThrow('EIO');
    disk.fault = () => null;
    await outbox.refused(1, 'bad_body', 'a test');
    await outbox.refused(2, 'bad_body', 'a test');
    disk.powerCut(() => 0.9);
    const { depth } = await open();
    expect(depth.latestRefused.map(({ envelope }) => envelope.seq)).toEqual([0, 1, 2]);
  });

  it('D1 that can not be opened stops no alarm, and is tried again when there is something to keep', async () => {
    const disk = new SimDisk();
    const said: string[] = [];
    disk.fault = (operation, file) => (operation === 'open' && file.endsWith('refused.log') ? 'EIO' : null);
    const outbox = await opener(disk, said)();
    expect(said).toEqual(['refused_not_opened']);
    const seq = await append(outbox, 'a');
    await expect(outbox.refused(seq, 'bad_body', 'a test')).rejects.toThrow('EIO');
    expect(held(outbox)).toEqual([seq]);
    disk.fault = () => null;
    await outbox.refused(seq, 'bad_body', 'a test');
    expect(outbox.depth).toMatchObject({ held: 0, refused: 1 });
  });
});
