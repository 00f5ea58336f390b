// Histories of an outbox: entries, answers, faults and power cuts in any order, and the promises held against them.
import { isDeepStrictEqual } from 'node:util';
import fc from 'fast-check';
import { lanes } from '../outbox/held.js';
import type { Clock } from '../clock.js';
import { type NewEntry, OutboxStore } from '../outbox/outbox.store.js';
import { HandClock } from './quick-clock.js';
import { SimDisk } from './sim-disk.js';

const folder = '/data/shop';

const fraction = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true });

/** Random numbers for one history, so that a failing one can be played again. */
export const fractions = fc.infiniteStream(fraction);

/** One thing that happens to an outbox. */
export const move = fc.oneof(
  {
    weight: 5,
    arbitrary: fc.record({ do: fc.constant('append' as const), count: fc.integer({ min: 1, max: 6 }) }),
  },
  { weight: 3, arbitrary: fc.record({ do: fc.constant('answer' as const), share: fraction }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('refuse' as const) }) },
  {
    weight: 3,
    arbitrary: fc.record({
      do: fc.constant('fault' as const),
      code: fc.constantFrom('ENOSPC', 'EIO', 'power'),
      afterSteps: fc.nat({ max: 12 }),
      steps: fc.integer({ min: 1, max: 4 }),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({ do: fc.constantFrom('powerCut' as const, 'restart' as const, 'kill' as const) }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      do: fc.constant('flip' as const),
      file: fc.constantFrom('outbox.log', 'outbox.log', 'outbox.log', 'refused.log'),
      /** Where in the file; damage of the end is the worst, so that it is chosen often. */
      at: fc.oneof(fraction, fc.double({ min: 0.9, max: 1, maxExcluded: true, noNaN: true })),
      mask: fc.integer({ min: 1, max: 255 }),
      afterPowerCut: fc.boolean(),
    }),
  },
);
type Move = typeof move extends fc.Arbitrary<infer T> ? T : never;

/** Plays moves on a simulated disk and holds the outbox to what it promised. */
export class History {
  private readonly disk = new SimDisk();
  private readonly said: string[] = [];
  private readonly open = opener(this.disk, this.said);
  private readonly promised = new Map<string, string>();
  private readonly everGiven = new Set<string>();
  /** What was ever seen under a number: promised, or found there by whoever would send it. */
  private readonly everHeld = new Map<string, string>();
  private names = 0;

  constructor(private readonly random: () => number) {}

  async play(moves: readonly Move[]): Promise<void> {
    let outbox = await this.open();
    for (const next of moves) {
      if (next.do === 'append') await this.append(outbox, next.count);
      if (next.do === 'answer') this.answer(outbox, next.share);
      if (next.do === 'refuse') await this.refuse(outbox);
      if (next.do === 'fault') this.fault(next);
      if (next.do === 'restart') await outbox.close();
      if (next.do === 'powerCut' || next.do === 'restart') outbox = await this.restart();
      if (next.do === 'kill') outbox = await this.kill();
      if (next.do === 'flip') outbox = await this.flip(outbox, next);
      await this.check(outbox);
    }
    await this.check(await this.restart());
  }

  private async append(outbox: OutboxStore, count: number): Promise<void> {
    const names = Array.from({ length: count }, () => `entry ${(this.names += 1)} ${'.'.repeat(200)}`);
    const appended = await Promise.all(names.map((name) => outbox.append(entry(name, this.random() < 0.3))));
    for (const [index, answer] of appended.entries()) {
      if (!answer.ok) continue;
      const key = `${answer.epoch} ${answer.seq}`;
      if (this.everGiven.has(key)) throw new Error(`${key} was given out twice`);
      this.everGiven.add(key);
      this.promised.set(key, names[index] ?? '');
    }
  }

  private answer(outbox: OutboxStore, share: number): void {
    const seqs = held(outbox).filter(() => this.random() < share);
    outbox.stored(seqs);
    for (const seq of seqs) this.promised.delete(`${outbox.epoch} ${seq}`);
  }

  private async refuse(outbox: OutboxStore): Promise<void> {
    const [seq] = held(outbox);
    if (seq === undefined) return;
    const kept = await outbox.refused(seq, 'bad_body', 'a test').then(
      () => true,
      () => false,
    );
    if (!kept) return;
    const isApart = outbox.depth.latestRefused.some((refused) => refused.envelope.seq === seq);
    if (!isApart) throw new Error(`the refused entry ${seq} was not kept`);
    this.promised.delete(`${outbox.epoch} ${seq}`);
  }

  private fault({ code, afterSteps, steps }: { code: string; afterSteps: number; steps: number }): void {
    let step = 0;
    this.disk.fault = () => {
      step += 1;
      if (step <= afterSteps) return null;
      return code === 'power' || step <= afterSteps + steps ? code : null;
    };
  }

  private restart(): Promise<OutboxStore> {
    this.disk.powerCut(this.random);
    return this.open();
  }

  /** A byte of a file becomes another while the agent is off. It costs one entry at the most, and that is told. */
  private async flip(outbox: OutboxStore, flip: Extract<Move, { do: 'flip' }>): Promise<OutboxStore> {
    await outbox.close();
    this.disk.fault = () => null;
    if (flip.afterPowerCut) this.disk.powerCut(this.random);
    else this.disk.kill();
    const path = `${folder}/${flip.file}`;
    const bytes = Buffer.from(this.disk.bytes(path));
    const at = Math.floor(flip.at * bytes.length);
    if (bytes.length > 0) bytes[at] = (bytes[at] ?? 0) ^ flip.mask;
    this.disk.damage(path, bytes);
    this.said.length = 0;
    const again = await this.open();
    const isHeld = new Set(held(again).map((seq) => `${again.epoch} ${seq}`));
    const lost = [...this.promised.keys()].filter((key) => !isHeld.has(key));
    const told = this.said.some((event) => ['outbox_damage_kept_apart', 'outbox_tail_cut'].includes(event));
    if (lost.length > 1 || (lost.length === 1 && !told)) {
      throw new Error(`${lost.join(', ')} lost by one flipped byte, told: ${told}`);
    }
    for (const key of lost) this.promised.delete(key);
    return again;
  }

  /**
   * The next program meets whatever the disk is at, and a supervisor starts it again. Damage that could not be repaired
   * is repaired by the start after that: two damages of one file at once are not promised to be outlived.
   */
  private async kill(): Promise<OutboxStore> {
    this.said.length = 0;
    this.disk.kill();
    const outbox = await this.open().catch(() => null);
    if (outbox && !this.said.some((event) => event.endsWith('_not_repaired') || event.endsWith('_not_kept')))
      return outbox;
    this.disk.fault = () => null;
    this.disk.kill();
    return this.open();
  }

  private async check(outbox: OutboxStore): Promise<void> {
    for (const seq of held(outbox)) {
      const key = `${outbox.epoch} ${seq}`;
      const body = JSON.stringify((await outbox.read(seq))?.body);
      if ((this.everHeld.get(key) ?? body) !== body) throw new Error(`${key} was two entries: ${body}`);
      this.everHeld.set(key, body);
    }
    for (const [key, name] of this.promised) {
      const [epoch, seq] = key.split(' ');
      const found = epoch === outbox.epoch ? await outbox.read(Number(seq)) : null;
      if (!isDeepStrictEqual(found?.body, { name }))
        throw new Error(`${key} is lost: ${JSON.stringify(found)}`);
    }
  }
}

/** Opens the outbox of one folder, again and again, each time with what the disk has. */
export function opener(
  disk: SimDisk,
  said: string[] = [],
  clock: Pick<Clock, 'nowMs' | 'steadyMs'> = new HandClock(),
) {
  let epochs = 0;
  return () =>
    OutboxStore.open({
      disk: disk.boot(),
      folder,
      clock,
      newEpoch: () => {
        epochs += 1;
        return `${'e'.repeat(15)}${epochs}`;
      },
      rewriteOverBytes: 1_500,
      say: (event) => said.push(event),
    });
}

export function entry(name: string, urgent = false): NewEntry {
  return { v: 1, kind: 'alarm', body: { name }, urgent };
}

export function held(outbox: OutboxStore): number[] {
  return lanes.flatMap((lane) => [...outbox.lane(lane)]);
}
