// The outbox file as a whole: reads it at the start, makes an empty one, and writes it anew when little in it is held.
import { join } from 'node:path';
import type { Say } from '../line.js';
import { keepDamaged } from './damaged.store.js';
import type { Disk } from './disk.js';
import { recordText } from './format.js';
import { type Damage, FramedFile, type Place } from './framed-file.store.js';
import type { Clock } from '../clock.js';
import { type Held, HeldEntries, sinceOf } from './held.js';
import { type Entry, type OutboxRecord, outboxRecordSchema, proofKind, readRecord } from './records.js';

const fileName = 'outbox.log';
const copyBytes = 1024 * 1024;

interface Parts {
  readonly disk: Disk;
  readonly folder: string;
  readonly clock: Pick<Clock, 'nowMs' | 'steadyMs'>;
  readonly newEpoch: () => string;
  readonly say: Say;
}

interface Head {
  readonly epoch: string;
  readonly next: number;
}

/** Reads what is held. A missing or empty file becomes a new outbox: only an empty one gets a new epoch (rule D4). */
export async function readOutbox(parts: Parts): Promise<Head & { file: FramedFile; held: HeldEntries }> {
  const path = join(parts.folder, fileName);
  await parts.disk.remove(`${path}.new`);
  const held = new HeldEntries();
  const openedAt = { nowMs: parts.clock.nowMs(), steadyMs: parts.clock.steadyMs() };
  let epoch: string | null = null;
  let next = 0;
  const { file, damage } = await FramedFile.open(parts.disk, path, (text, place) => {
    const record = readRecord(outboxRecordSchema, text);
    if (record === null) return false;
    if ('head' in record) epoch = record.head.epoch;
    next = Math.max(next, firstUnused(record));
    if ('gone' in record) for (const seq of record.gone) held.remove(seq);
    if ('entry' in record) held.add(heldEntry(record.entry, place, sinceOf(record.entry.atMs, openedAt)));
    return true;
  });
  if (damage.cutBytes > 0) parts.say('outbox_tail_cut', { bytes: damage.cutBytes, held: held.size });
  if (epoch !== null && damage.places.length === 0) return { file, held, epoch, next };
  if (damage.places.length > 0) await keepApart(parts, file, damage);
  await restart(parts, file, held, { epoch, next });
  return readOutbox(parts);
}

/** A rewrite costs what is held and gains what isn't, so it waits until most of a file of some size isn't. */
export function isWorthRewriting(fileBytes: number, held: HeldEntries, overBytes: number): boolean {
  return fileBytes > overBytes && held.bytes * 2 < fileBytes;
}

/**
 * Writes these entries of the old file into a new one that takes its name, and answers where each of them now
 * stands. When it rejects, the old file is as it was. The head stands at both ends: one damaged place never costs
 * the next number, which is what keeps `seq` from starting again within an epoch.
 */
export async function rewrite(
  { disk, folder }: Parts,
  old: FramedFile,
  entries: readonly Held[],
  head: Head,
  renumbered = false,
): Promise<{ file: FramedFile; froms: number[] }> {
  const path = join(folder, fileName);
  await disk.remove(`${path}.new`);
  const { file } = await FramedFile.open(disk, `${path}.new`, () => true);
  let froms: number[];
  try {
    await file.append([JSON.stringify({ head })], false);
    froms = await (renumbered ? copyRenumbered(old, entries, file, head) : copyAsTheyAre(old, entries, file));
    await file.append([JSON.stringify({ head })]);
    await disk.rename(`${path}.new`, path);
  } catch (cause) {
    await file.close();
    throw cause;
  }
  await disk.syncFolder(folder).catch(() => {
    file.doubtful = true;
  });
  return { file, froms };
}

/** Without its head an outbox does not know which numbers it gave out, so what it holds goes out under a new name. */
async function restart(
  parts: Parts,
  old: FramedFile,
  held: HeldEntries,
  { epoch, next }: { epoch: string | null; next: number },
): Promise<void> {
  const entries = held.inOrder();
  const head = epoch === null ? { epoch: parts.newEpoch(), next: entries.length } : { epoch, next };
  if (epoch === null && entries.length > 0) {
    parts.say('outbox_head_lost', { held: entries.length, epoch: head.epoch });
  }
  const { file } = await rewrite(parts, old, entries, head, epoch === null);
  await old.close();
  await file.close();
  if (file.doubtful) throw new Error(`the names in ${parts.folder} can not be made durable`);
}

async function keepApart(parts: Parts, file: FramedFile, damage: Damage): Promise<void> {
  const pieces: Buffer[] = [];
  for (const place of damage.places) pieces.push(await file.read(place));
  const path = await keepDamaged(parts, pieces);
  const bytes = damage.places.reduce((sum, place) => sum + place.bytes, 0);
  parts.say('outbox_damage_kept_apart', { bytes, file: path });
}

async function copyAsTheyAre(from: FramedFile, entries: readonly Held[], to: FramedFile): Promise<number[]> {
  const froms: number[] = [];
  let run: { from: number; bytes: number } | null = null;
  const copyRun = async (place: Place | null) => {
    if (place) await to.copy(await from.read(place));
  };
  let end = to.bytes;
  for (const entry of entries) {
    froms.push(end);
    end += entry.bytes;
    if (run && run.from + run.bytes === entry.from && run.bytes < copyBytes) {
      run.bytes += entry.bytes;
      continue;
    }
    await copyRun(run);
    run = { from: entry.from, bytes: entry.bytes };
  }
  await copyRun(run);
  return froms;
}

async function copyRenumbered(
  from: FramedFile,
  entries: readonly Held[],
  to: FramedFile,
  { epoch }: Head,
): Promise<number[]> {
  const froms: number[] = [];
  for (const [seq, place] of entries.entries()) {
    const text = recordText(await from.read(place));
    const record = text === null ? null : readRecord(outboxRecordSchema, text);
    if (!record || !('entry' in record)) throw new Error('an entry changed while it was copied');
    const { entry } = record;
    const envelope = { ...entry.envelope, epoch, seq };
    const [now] = await to.append([JSON.stringify({ entry: { ...entry, envelope } })], false);
    froms.push(now?.from ?? 0);
  }
  return froms;
}

function firstUnused(record: OutboxRecord): number {
  if ('head' in record) return record.head.next;
  if ('entry' in record) return record.entry.envelope.seq + 1;
  return record.gone.reduce((most, seq) => Math.max(most, seq + 1), 0);
}

/** The index's line for an entry of the file. */
export function heldEntry({ urgent, envelope }: Entry, place: Place, sinceMs: number): Held {
  return { seq: envelope.seq, urgent, isProof: envelope.kind === proofKind, sinceMs, ...place };
}
