// The outbox of one site: an alarm is on the disk before it is sent (D1), and only the server's answer takes it out (D2).
import type { Envelope, RefusalReason } from '@haixi/proto/mqtt/messages';
import { packetBytesMax } from '@haixi/proto/mqtt/topics';
import { type Clock, stampMs } from '../clock.js';
import { faultText, type Say } from '../line.js';
import { keepDamaged } from './damaged.store.js';
import { type Disk, diskFault } from './disk.js';
import { recordText } from './format.js';
import type { FramedFile } from './framed-file.store.js';
import type { Held, HeldEntries, Lane } from './held.js';
import {
  type Entry,
  type OutboxRecord,
  outboxRecordSchema,
  proofKind,
  readRecord,
  type Refused,
} from './records.js';
import { RefusedStore } from './refused.store.js';
import { heldEntry, isWorthRewriting, readOutbox, rewrite } from './rewrite.store.js';

/** The longest envelope in bytes: an MQTT packet's cap less its header and the longest topic of a site. */
export const envelopeBytesMax = packetBytesMax - 256;

/** How many entries fit; the memory that the index takes hangs on it. Panics get the last places for themselves. */
export const heldMax = 200_000;
const panicPlaces = 10_000;

/** What goes into one fsync at the most. */
const batchMax = 256;

/** What a source reports; the outbox gives it its number. */
export interface NewEntry {
  readonly v: number;
  readonly kind: string;
  readonly body: unknown;
  readonly urgent: boolean;
}

/** `ok` means on the disk for good. Otherwise nothing of it was kept, and `detail` says what to do. */
export type Appended =
  | { ok: true; epoch: string; seq: number }
  | {
      ok: false;
      reason: 'too_large' | 'outbox_full' | 'disk_full' | 'disk_error' | 'closed';
      detail: string;
    };

/**
 * `bytes` is the file's length. `unreadable` entries were found since the start; their bytes are in `damaged.bin`.
 * `skipped` numbers were passed over at the start, for damaged bytes may have held their entries.
 */
export interface Depth {
  readonly held: number;
  readonly bytes: number;
  readonly unreadable: number;
  readonly skipped: number;
  readonly refused: number;
  readonly latestRefused: readonly Refused[];
}

export interface OutboxParts {
  readonly disk: Disk;
  readonly folder: string;
  readonly clock: Pick<Clock, 'nowMs' | 'steadyMs'>;
  readonly newEpoch: () => string;
  /** A file that is longer than this and mostly answered is written anew. */
  readonly rewriteOverBytes: number;
  readonly say: Say;
}

export class OutboxStore {
  private constructor(
    private readonly parts: OutboxParts,
    private file: FramedFile,
    private readonly refusedEntries: RefusedStore,
    private readonly held: HeldEntries,
    readonly epoch: string,
    private nextSeq: number,
    private readonly skipped: number,
  ) {}

  private waiting: { entry: NewEntry; done: (appended: Appended) => void }[] = [];
  private goneUnwritten: number[] = [];
  private goneDue = false;
  private writing: Promise<void> | null = null;
  private closed = false;
  private unreadable = 0;
  private rewriteFromBytes = 0;
  private settingApart: Promise<void> = Promise.resolve();
  private watchers: (() => void)[] = [];

  /** Opens the folder's outbox, repaired if need be, or makes an empty one. Rejects where the folder can't be used. */
  static async open(parts: OutboxParts): Promise<OutboxStore> {
    await parts.disk.makeFolder(parts.folder);
    const { file, held, epoch, next, skipped } = await readOutbox(parts);
    const refused = await RefusedStore.open(parts);
    return new OutboxStore(parts, file, refused, held, epoch, next, skipped);
  }

  /** The number that the next entry gets. */
  get next(): number {
    return this.nextSeq;
  }

  /** The lowest number held; the next one when nothing is. */
  get oldestHeld(): number {
    return this.held.oldest ?? this.nextSeq;
  }

  /** The number of a proof of life that waits for its answer, or null. */
  get heldProof(): number | null {
    return this.held.proof;
  }

  /** How many entries wait for an answer, and what the file, the refused and the unreadable ones come to. */
  get depth(): Depth {
    return {
      held: this.held.size,
      bytes: this.file.bytes,
      unreadable: this.unreadable,
      skipped: this.skipped,
      refused: this.refusedEntries.size,
      latestRefused: this.refusedEntries.latest,
    };
  }

  /** The held numbers of a lane, lowest first, as of now. */
  lane(lane: Lane): Iterable<number> {
    this.held.age(this.parts.clock.steadyMs());
    return this.held.in(lane);
  }

  /** Is told after each change of what is held. */
  watch(changed: () => void): void {
    this.watchers.push(changed);
  }

  /** Takes an entry; the answer comes when it is on the disk. Entries that come together share one fsync. */
  append(entry: NewEntry): Promise<Appended> {
    const fault = this.refusalAtTheDoor(entry);
    if (fault) return Promise.resolve(fault);
    return new Promise((done) => {
      this.waiting.push({ entry, done });
      this.write();
    });
  }

  /**
   * The entry with this number as it goes out, or null when it is no longer held. One that the disk has damaged is
   * kept apart and leaves (rule D6). Rejects, and still holds it, when it can be neither read nor kept apart.
   */
  async read(seq: number): Promise<Envelope | null> {
    return (await this.readEntry(seq))?.envelope ?? null;
  }

  /** The server has stored these: they leave. Written down with the next batch; until then a crash sends them again. */
  stored(seqs: readonly number[]): void {
    const gone = seqs.filter((seq) => this.held.remove(seq));
    if (gone.length === 0) return;
    this.goneUnwritten.push(...gone);
    this.goneDue = true;
    this.write();
    this.changed();
  }

  /**
   * The server refused this one: it is kept apart on the disk first, then leaves. Rejects when it can't be kept. A proof
   * of life just leaves: nobody misses it, and it is counted where proofs are made.
   */
  async refused(seq: number, reason: RefusalReason, detail: string): Promise<void> {
    const entry = await this.readEntry(seq);
    if (!entry) return;
    const { envelope } = entry;
    const atMs = stampMs(this.parts.clock);
    if (envelope.kind !== proofKind) await this.refusedEntries.keep({ reason, detail, atMs, envelope });
    this.stored([seq]);
  }

  /** Lets the writes end that have begun; what still waited is told that the outbox is closed. */
  async close(): Promise<void> {
    this.closed = true;
    await this.settingApart;
    while (this.writing) await this.writing;
    await this.file.close();
    await this.refusedEntries.close();
  }

  private refusalAtTheDoor(entry: NewEntry): Appended | null {
    if (this.closed) return { ok: false, reason: 'closed', detail: 'the agent is stopping: try again' };
    const bytes = Buffer.byteLength(JSON.stringify(this.envelope(entry, Number.MAX_SAFE_INTEGER)));
    if (bytes > envelopeBytesMax) {
      const detail = `an entry has at most ${envelopeBytesMax} bytes, this one has ${bytes}`;
      return { ok: false, reason: 'too_large', detail };
    }
    if (this.held.size + this.waiting.length >= heldMax + (entry.urgent ? panicPlaces : 0)) {
      return { ok: false, reason: 'outbox_full', detail: `${heldMax} entries wait for the server already` };
    }
    return null;
  }

  private write(): void {
    if (this.writing) return;
    this.writing = this.writeAll().finally(() => {
      this.writing = null;
      if (this.waiting.length > 0 || this.goneDue) this.write();
    });
  }

  private async writeAll(): Promise<void> {
    while (this.waiting.length > 0 || this.goneDue) {
      await this.writeBatch();
      const { rewriteOverBytes } = this.parts;
      if (this.file.bytes < this.rewriteFromBytes) continue;
      if (!isWorthRewriting(this.file.bytes, this.held, rewriteOverBytes)) continue;
      await this.rewrite().catch((cause: unknown) => {
        // Alarms would wait for each try, so the next one comes when the file has grown as much again.
        this.rewriteFromBytes = this.file.bytes + rewriteOverBytes;
        this.parts.say('outbox_not_rewritten', { fault: faultText(cause) });
      });
    }
  }

  /** One batch, one fsync. When it fails, nothing of it counts and its numbers are given out again. */
  private async writeBatch(): Promise<void> {
    const batch = this.waiting.splice(0, batchMax);
    const gone = this.goneUnwritten;
    this.goneUnwritten = [];
    this.goneDue = false;
    const atMs = stampMs(this.parts.clock);
    const sinceMs = this.parts.clock.steadyMs();
    const entries = batch.map(({ entry }, index): Entry => {
      return { urgent: entry.urgent, atMs, envelope: this.envelope(entry, this.nextSeq + index) };
    });
    const records: OutboxRecord[] = entries.map((entry) => ({ entry }));
    if (gone.length > 0) records.push({ gone });
    try {
      if (this.file.doubtful) await this.rewrite();
      if (this.file.doubtful) throw new Error('the outbox file can not be vouched for');
      const places = await this.file.append(records.map((record) => JSON.stringify(record)));
      this.nextSeq += entries.length;
      for (const [index, entry] of entries.entries()) {
        const place = places[index];
        if (place) this.held.add(heldEntry(entry, place, sinceMs));
      }
    } catch (cause) {
      const fault = diskFault(cause);
      this.goneUnwritten = [...gone, ...this.goneUnwritten];
      this.parts.say('outbox_not_written', {
        entries: batch.length,
        reason: fault.reason,
        detail: fault.detail,
      });
      for (const { done } of batch) done({ ok: false, ...fault });
      return;
    }
    for (const [index, { done }] of batch.entries()) {
      const envelope = entries[index]?.envelope;
      if (envelope) done({ ok: true, epoch: envelope.epoch, seq: envelope.seq });
    }
    this.changed();
  }

  /** What leaves while the new file is written still has to be written down in it. */
  private async rewrite(): Promise<void> {
    const old = this.file;
    const entries = this.held.inOrder();
    const goneBefore = this.goneUnwritten.length;
    const head = { epoch: this.epoch, next: this.nextSeq };
    const { file, froms } = await rewrite(this.parts, old, entries, head);
    for (const [index, entry] of entries.entries()) entry.from = froms[index] ?? entry.from;
    this.file = file;
    this.goneUnwritten = this.goneUnwritten.slice(goneBefore);
    this.rewriteFromBytes = 0;
    await old.close();
  }

  private async readEntry(seq: number): Promise<Entry | null> {
    const held = this.held.get(seq);
    if (!held) return null;
    const bytes = await this.file.read(held);
    const text = recordText(bytes);
    const record = text === null ? null : readRecord(outboxRecordSchema, text);
    if (record && 'entry' in record && record.entry.envelope.seq === seq) return record.entry;
    const apart = this.settingApart.then(() => this.setApart(held, bytes));
    this.settingApart = apart.catch(() => {});
    await apart;
    return null;
  }

  /** An entry may have been read twice before it left; it is set apart once. */
  private async setApart(held: Held, bytes: Buffer): Promise<void> {
    const { seq } = held;
    if (this.held.get(seq) !== held) return;
    const file = await keepDamaged(this.parts, [bytes]);
    this.unreadable += 1;
    this.parts.say('entry_unreadable', { seq, bytes: bytes.length, file });
    this.stored([seq]);
  }

  private envelope({ v, kind, body }: NewEntry, seq: number): Envelope {
    return { v, epoch: this.epoch, seq, kind, body };
  }

  private changed(): void {
    for (const watcher of this.watchers) watcher();
  }
}
