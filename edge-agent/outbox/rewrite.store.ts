// The outbox file as a whole: reads it at the start, makes an empty one, and writes it anew when little in it is held.
import { join } from 'node:path';
import { faultText, type Say } from '../line.js';
import { damagedBytesMax, keepDamaged } from './damaged.store.js';
import type { Disk } from './disk.js';
import { recordText } from './format.js';
import { type Damage, FramedFile, type Place } from './framed-file.store.js';
import type { Clock } from '../clock.js';
import { type Held, HeldEntries, sinceOf } from './held.js';
import {
  type Entry,
  entryBytesMin,
  type OutboxRecord,
  outboxRecordSchema,
  proofKind,
  readRecord,
} from './records.js';

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

/** The outbox as it was found and made fit to go on. */
export interface ReadOutbox extends Head {
  readonly file: FramedFile;
  readonly held: HeldEntries;
  /** So many numbers are not given out, because damaged bytes may have held entries of these numbers. */
  readonly skipped: number;
}

/**
 * Reads what is held and mends what is damaged. A missing or empty file becomes a new outbox: only an empty one gets a
 * new epoch (rule D4). What the disk has damaged may have been an entry that was kept and sent, so no number that can
 * have been its is ever given out again: the gap that this leaves is shown to people (rule D5). Rejects where the disk
 * does not let the file be used.
 */
export async function readOutbox(parts: Parts): Promise<ReadOutbox> {
  const path = join(parts.folder, fileName);
  await parts.disk.remove(`${path}.new`);
  const held = new HeldEntries();
  const openedAt = { nowMs: parts.clock.nowMs(), steadyMs: parts.clock.steadyMs() };
  let epoch: string | null = null;
  let next = 0;
  let doubtBytes = 0;
  const take = (text: string, place: Place) => {
    const record = readRecord(outboxRecordSchema, text);
    if (record === null) return false;
    if ('head' in record) epoch = record.head.epoch;
    next = Math.max(next, firstUnused(record));
    // Numbers rise through the file: an entry or a head tells that all damaged ones before it had lower numbers.
    if (!('gone' in record)) doubtBytes = 0;
    if ('gone' in record) for (const seq of record.gone) held.remove(seq);
    if ('entry' in record) held.add(heldEntry(record.entry, place, sinceOf(record.entry.atMs, openedAt)));
    return true;
  };
  const { file, damage } = await FramedFile.open(parts.disk, path, take, ({ bytes }) => {
    doubtBytes += bytes;
  });
  const skipped = Math.floor(doubtBytes / entryBytesMin);
  next += skipped;
  if (damage.tail) parts.say('outbox_tail_cut', { bytes: damage.tail.bytes, held: held.size, skipped });
  // What a program that was killed had written and not synced would be sent now, and could still be lost with the power.
  const isDurable = await file.sync().then(
    () => true,
    () => false,
  );
  const isNew = epoch === null;
  const found = { file, held, epoch: epoch ?? parts.newEpoch(), next: isNew ? held.size : next, skipped };
  if (!isNew && isDurable && damage.places.length === 0 && !damage.tail) return found;
  if (isNew && held.size > 0) parts.say('outbox_head_lost', { held: held.size, epoch: found.epoch });
  try {
    const repaired = await repair(parts, found, damage, isNew);
    if (repaired) {
      const anew = await readOutbox(parts);
      // A name that may not last is no place for what is promised: it is written once more before it grows.
      anew.file.doubtful = repaired.isDoubtful;
      return { ...anew, skipped };
    }
    // Damaged places do no harm where they are, and the next start finds them again; without a head nothing goes on.
    if (isNew || !isDurable) throw new Error(`the outbox in ${parts.folder} can not be made durable`);
    if (damage.tail) await mendTail(file, found, damage.tail);
  } catch (cause) {
    await file.close();
    throw cause;
  }
  return found;
}

/** Keeps damaged bytes apart and writes what is whole anew. Null where that was not possible: then all is as it was. */
async function repair(
  parts: Parts,
  { file, held, epoch, next }: ReadOutbox,
  { places, tail }: Damage,
  isNew: boolean,
): Promise<{ isDoubtful: boolean } | null> {
  const torn = tail && tail.bytes >= entryBytesMin ? [tail] : [];
  if (!(await keepApart(parts, file, [...places, ...torn])) && !isNew) return null;
  try {
    const anew = await rewrite(parts, file, held.inOrder(), { epoch, next }, isNew);
    await file.close();
    await anew.file.close();
    return { isDoubtful: anew.file.doubtful };
  } catch (cause) {
    parts.say('outbox_not_repaired', { fault: faultText(cause) });
    return null;
  }
}

/** A rewrite costs what is held and gains what isn't, so it waits until most of a file of some size isn't. */
export function isWorthRewriting(fileBytes: number, held: HeldEntries, overBytes: number): boolean {
  return fileBytes > overBytes && held.bytes * 2 < fileBytes;
}

/**
 * Writes these entries of the old file into a new one that takes its name, and answers where each of them now
 * stands. When it rejects, the old file is as it was. The head stands at both ends: one damaged place never costs
 * the next number, which is what keeps `seq` from starting again within an epoch. An outbox without a head does not
 * know which numbers it gave out, so what it holds goes out `renumbered` under a new name.
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

/**
 * Where the file can't be written anew, for want of room perhaps: puts a head that knows the next number in the tail's
 * place. A tail too short to have held an entry is just cut off, and nothing has to be remembered of it.
 */
async function mendTail(file: FramedFile, { epoch, next }: Head, tail: Place): Promise<void> {
  if (tail.bytes < entryBytesMin) await file.cut();
  else await file.mend(JSON.stringify({ head: { epoch, next } }));
}

/** Answers whether they could be kept: a disk without room must not keep alarms from going out. */
async function keepApart(parts: Parts, file: FramedFile, places: readonly Place[]): Promise<boolean> {
  if (places.length === 0) return true;
  const bytes = places.reduce((sum, place) => sum + place.bytes, 0);
  try {
    const pieces: Buffer[] = [];
    let left = damagedBytesMax;
    for (const { from, bytes: length } of places) {
      if (left > 0) pieces.push(await file.read({ from, bytes: Math.min(length, left) }));
      left -= length;
    }
    parts.say('outbox_damage_kept_apart', { bytes, file: await keepDamaged(parts, pieces) });
    return true;
  } catch (cause) {
    parts.say('outbox_damage_not_kept', { bytes, fault: faultText(cause) });
    return false;
  }
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
