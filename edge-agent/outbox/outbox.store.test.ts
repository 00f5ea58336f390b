// The outbox on a disk that is torn, full, and unplugged: what was taken is there until the server has answered it.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { entry, fractions, held, History, move, opener } from '../testing/outbox-history.js';
import { HandClock } from '../testing/quick-clock.js';
import { SimDisk } from '../testing/sim-disk.js';
import { lanes } from './held.js';
import type { OutboxStore } from './outbox.store.js';

const path = '/data/shop/outbox.log';

async function append(outbox: OutboxStore, name: string): Promise<number> {
  const appended = await outbox.append(entry(name));
  if (!appended.ok) throw new Error(appended.detail);
  return appended.seq;
}

/** Flips a byte of the open file in its place. */
function flip(disk: SimDisk, name: string): void {
  const bytes = disk.bytes(path);
  bytes[bytes.indexOf(name)] = 0x21;
}

function byName(left: unknown, right: unknown): number {
  return JSON.stringify(left).localeCompare(JSON.stringify(right));
}

describe('the outbox', () => {
  it('D1 answers only when the entry outlives a power cut', async () => {
    const disk = new SimDisk();
    const open = opener(disk);
    const outbox = await open();
    const seq = await append(outbox, 'a');
    disk.powerCut(() => 0.9);
    const again = await open();
    expect(await again.read(seq)).toEqual({
      v: 1,
      epoch: outbox.epoch,
      seq,
      kind: 'alarm',
      body: { name: 'a' },
    });
  });

  it('D1 presses that come together share one fsync', async () => {
    const disk = new SimDisk();
    const outbox = await opener(disk)();
    let syncs = 0;
    disk.fault = (operation) => {
      if (operation === 'sync') syncs += 1;
      return null;
    };
    const names = Array.from({ length: 50 }, (_, index) => `press ${index}`);
    const seqs = await Promise.all(names.map((name) => append(outbox, name)));
    expect(seqs).toEqual(names.map((_, index) => index));
    expect(syncs).toBeLessThanOrEqual(2);
  });

  it('D1 a full disk is told, keeps nothing half, and gives the number to the next entry', async () => {
    const disk = new SimDisk();
    const open = opener(disk);
    const outbox = await open();
    await append(outbox, 'before');
    disk.fault = (operation) => (operation === 'write' ? 'ENOSPC' : null);
    expect(await outbox.append(entry('lost'))).toMatchObject({ ok: false, reason: 'disk_full' });
    disk.fault = () => null;
    expect(await append(outbox, 'after')).toBe(1);
    await outbox.close();
    const again = await open();
    expect((await again.read(1))?.body).toEqual({ name: 'after' });
    expect(held(again)).toEqual([0, 1]);
  });

  it('D1 after a failed fsync the file is written anew before it grows', async () => {
    const disk = new SimDisk();
    const open = opener(disk);
    const outbox = await open();
    await append(outbox, 'before');
    disk.fault = (operation) => (operation === 'sync' ? 'EIO' : null);
    expect(await outbox.append(entry('lost'))).toMatchObject({ ok: false, reason: 'disk_error' });
    expect(await outbox.append(entry('lost too'))).toMatchObject({ ok: false, reason: 'disk_error' });
    disk.fault = () => null;
    await append(outbox, 'after');
    disk.powerCut(() => 0.9);
    const again = await open();
    expect((await again.read(0))?.body).toEqual({ name: 'before' });
    expect((await again.read(1))?.body).toEqual({ name: 'after' });
  });

  it('D1 a rewritten file whose name may not last takes nothing before its name does', async () => {
    const disk = new SimDisk();
    const open = opener(disk);
    const outbox = await open();
    for (let count = 0; count < 20; count += 1) await append(outbox, `entry ${count}`);
    disk.fault = (operation) => (operation === 'syncFolder' ? 'EIO' : null);
    outbox.stored(held(outbox));
    await append(outbox, 'written before the file is');
    expect(await outbox.append(entry('refused'))).toMatchObject({ ok: false, reason: 'disk_error' });
    disk.fault = () => null;
    const seq = await append(outbox, 'taken');
    disk.powerCut(() => 0.9);
    expect((await (await open()).read(seq))?.body).toEqual({ name: 'taken' });
  });

  it('D1 a rewriting that fails is not tried again with each alarm, but when the file has grown as much again', async () => {
    const disk = new SimDisk();
    const said: string[] = [];
    const outbox = await opener(disk, said)();
    disk.fault = (operation) => (operation === 'rename' ? 'EIO' : null);
    for (let count = 0; count < 60; count += 1) outbox.stored([await append(outbox, `entry ${count}`)]);
    const tries = said.filter((event) => event === 'outbox_not_rewritten').length;
    expect(tries).toBeGreaterThan(1);
    expect(tries).toBeLessThanOrEqual(Math.ceil(disk.bytes(path).length / 1_500));
    disk.fault = () => null;
    for (let count = 0; count < 20; count += 1) outbox.stored([await append(outbox, `later ${count}`)]);
    expect(disk.bytes(path).length).toBeLessThan(4_000);
  });

  it('D2 nothing but an answer takes an entry out, and what was answered stays out', async () => {
    const disk = new SimDisk();
    const open = opener(disk);
    const outbox = await open();
    for (const name of ['a', 'b', 'c']) await append(outbox, name);
    outbox.stored([1]);
    await outbox.close();
    const again = await open();
    expect(held(again)).toEqual([0, 2]);
    expect(again.oldestHeld).toBe(0);
  });

  it('D4 seq goes on after everything was answered, written anew and opened again, in the same epoch', async () => {
    const disk = new SimDisk();
    const open = opener(disk);
    const outbox = await open();
    for (let count = 0; count < 30; count += 1) await append(outbox, `entry ${count}`);
    expect(disk.bytes(path).length).toBeGreaterThan(1_500);
    outbox.stored(held(outbox));
    await outbox.close();
    expect(disk.bytes(path).length).toBeLessThan(300);
    const again = await open();
    expect(again.epoch).toBe(outbox.epoch);
    expect(await append(again, 'next')).toBe(30);
  });

  it('D4 an outbox that lost its head sends what it holds under a new epoch, never an old number twice', async () => {
    const disk = new SimDisk();
    const said: string[] = [];
    const open = opener(disk, said);
    const outbox = await open();
    await append(outbox, 'a');
    await append(outbox, 'b');
    outbox.stored([0]);
    await outbox.close();
    const records = disk.bytes(path).toString('utf8').split('\n');
    disk.damage(path, Buffer.from(records.filter((record) => !record.includes('head')).join('\n')));
    const again = await open();
    expect(again.epoch).not.toBe(outbox.epoch);
    expect((await again.read(0))?.body).toEqual({ name: 'b' });
    expect(again.next).toBe(1);
    expect(said).toContain('outbox_head_lost');
  });

  it('D6 damage inside the file is kept apart and told, and the entries behind it are there', async () => {
    const disk = new SimDisk();
    const said: string[] = [];
    const open = opener(disk, said);
    const outbox = await open();
    for (const name of ['first', 'second', 'third']) await append(outbox, name);
    await outbox.close();
    const bytes = Buffer.from(disk.bytes(path));
    bytes[bytes.indexOf('second')] = 0x21;
    disk.damage(path, bytes);
    const again = await open();
    expect(held(again)).toEqual([0, 2]);
    expect((await again.read(2))?.body).toEqual({ name: 'third' });
    expect(disk.bytes('/data/shop/damaged.bin').toString()).toContain('!econd');
    expect(said).toContain('outbox_damage_kept_apart');
    await again.close();
    expect(held(await open())).toEqual([0, 2]);
  });

  it('D6 a refused entry is kept apart with its reason, over a restart, and leaves the queue', async () => {
    const disk = new SimDisk();
    const open = opener(disk);
    const outbox = await open();
    const seq = await append(outbox, 'strange');
    await outbox.refused(seq, 'unknown_source', 'no source button-9');
    expect(held(outbox)).toEqual([]);
    await outbox.close();
    const { depth } = await open();
    expect(depth).toMatchObject({ held: 0, refused: 1 });
    expect(depth.latestRefused[0]).toMatchObject({
      reason: 'unknown_source',
      detail: 'no source button-9',
      envelope: { seq, body: { name: 'strange' } },
    });
  });

  it('D6 entries refused in two answers at once are all kept apart, each once, over a restart', async () => {
    const disk = new SimDisk();
    const open = opener(disk);
    const outbox = await open();
    const names = ['a', 'b', 'c', 'd', 'e', 'f'];
    for (const name of names) await append(outbox, name);
    const answer = async (seqs: readonly number[]) => {
      for (const seq of seqs) await outbox.refused(seq, 'unknown_source', `no source ${seq}`);
    };
    await Promise.all([answer([0, 1, 2]), answer([2, 3, 4, 5])]);
    await outbox.close();
    const { depth } = await open();
    expect(depth).toMatchObject({ held: 0, refused: 6 });
    expect(depth.latestRefused.map(({ envelope }) => envelope.body).toSorted(byName)).toEqual(
      names.map((name) => ({ name })),
    );
  });

  it('D6 a refused entry that the disk did not take is kept at the next answer, and so are those behind it', async () => {
    const disk = new SimDisk();
    const open = opener(disk);
    const outbox = await open();
    for (const name of ['a', 'b']) await append(outbox, name);
    disk.fault = (operation, file) =>
      operation === 'write' && file.endsWith('refused.log') ? 'ENOSPC' : null;
    await expect(outbox.refused(0, 'bad_body', 'a test')).rejects.toThrow('ENOSPC');
    disk.fault = () => null;
    await Promise.all([outbox.refused(1, 'bad_body', 'a test'), outbox.refused(0, 'bad_body', 'a test')]);
    await outbox.close();
    expect((await open()).depth).toMatchObject({ held: 0, refused: 2 });
  });

  it('D6 a held entry in which a byte has flipped is kept apart, counted and told, and never sent', async () => {
    const disk = new SimDisk();
    const said: string[] = [];
    const open = opener(disk, said);
    const outbox = await open();
    for (const name of ['first', 'second', 'third']) await append(outbox, name);
    flip(disk, 'second');
    const reads = await Promise.all([
      outbox.read(1),
      outbox.read(1),
      outbox.refused(1, 'bad_body', 'a test'),
    ]);
    expect(reads.slice(0, 2)).toEqual([null, null]);
    expect(held(outbox)).toEqual([0, 2]);
    expect(outbox.depth).toMatchObject({ held: 2, refused: 0, unreadable: 1 });
    expect(said).toEqual(['entry_unreadable']);
    expect(
      disk
        .bytes('/data/shop/damaged.bin')
        .toString()
        .match(/!econd/g),
    ).toHaveLength(1);
    await outbox.close();
    const again = await open();
    expect(held(again)).toEqual([0, 2]);
    expect(again.next).toBe(3);
  });

  it('D6 an unreadable entry that can not be kept apart stays held', async () => {
    const disk = new SimDisk();
    const outbox = await opener(disk)();
    await append(outbox, 'second');
    flip(disk, 'second');
    disk.fault = (operation, file) => (operation === 'write' && file.endsWith('.bin') ? 'EIO' : null);
    await expect(outbox.read(0)).rejects.toThrow('EIO');
    expect(held(outbox)).toEqual([0]);
    disk.fault = () => null;
    expect(await outbox.read(0)).toBe(null);
    expect(held(outbox)).toEqual([]);
  });

  it('D6 an entry that no MQTT packet could carry is refused at the door', async () => {
    const outbox = await opener(new SimDisk())();
    const appended = await outbox.append(entry('x'.repeat(70_000)));
    expect(appended).toMatchObject({ ok: false, reason: 'too_large' });
    expect(await append(outbox, 'small')).toBe(0);
  });

  it('D7 panics, what is of now, and the backlog each have a lane of their own', async () => {
    const clock = new HandClock();
    const outbox = await opener(new SimDisk(), [], clock)();
    await append(outbox, 'old');
    clock.halt(120_000);
    await append(outbox, 'new');
    await outbox.append(entry('panic', true));
    expect(lanes.map((lane) => [...outbox.lane(lane)])).toEqual([[2], [1], [0]]);
  });

  it('D2 D4 D5 no history of entries, answers, faults, power cuts and flipped bytes loses an entry unsaid or gives a number out twice', async () => {
    const property = fc.asyncProperty(fc.array(move, { maxLength: 25 }), fractions, async (moves, stream) => {
      await new History(() => stream.next().value ?? 0).play(moves);
    });
    await expect(fc.assert(property, { numRuns: 1_000 })).resolves.toBeUndefined();
  }, 120_000);
});
